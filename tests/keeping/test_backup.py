"""A copy is made, put back into an empty database at another address, and holds everything: on both databases."""

import json
import re
import shutil
import stat
from contextlib import closing, contextmanager
from dataclasses import dataclass
from html import unescape
from io import StringIO
from pathlib import Path
from uuid import uuid4

import psycopg2
import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection
from django.test import Client, override_settings
from django.urls import reverse

from evaluation.editions import building
from evaluation.models import Edition
from national_reports.models import Report
from national_reports.services.filling import save_answer
from parties.models import AuditEvent
from portal.backups import read_manifest, remarks_on
from portal.database_copies import count
from portal.database_roles import more_than_needed
from portal.verification import verify
from tests.evaluation.editions.making import form_alone
from tests.keeping.making import AT, TEXT, address, make_draft, said
from tests.keeping.servers import POSTGRESQL, copied_world, on_database
from tests.parties.test_sign_in import LOGIN, code_of
from tests.people_factories import PASSWORD, client_of, make_focal_point, make_person, set_up_two_step
from tests.portal.verification.conftest import store_everything

pytestmark = [pytest.mark.slow, pytest.mark.services, pytest.mark.xdist_group("keeping")]
THERE, HERE = "https://portal.example", "https://elsewhere.example"
WORDS = "What we wrote before the machine broke: été, мир, سلام."


@dataclass(frozen=True)
class Held:
    """Where the copy is, what was there when it was made, and an empty database to put it back into."""

    copy: Path
    there: str
    here: str
    secret: str
    faults: list
    rows: dict


@contextmanager
def at(url, files, host):
    """The portal on a database, with files and an address of its own."""
    told = {"MEDIA_ROOT": files, "OFFICIAL_TEXTS": files.parent / f"texts-{files.name}", "PUBLIC_URL": host}
    with override_settings(**told, ALLOWED_HOSTS=[host.partition("//")[2]]), on_database(url):
        yield


def faults():
    return [str(fault) for row in verify() for fault in row.faults]


def fill(folder):
    """An edition, reports, files, and somebody in the middle of a form; the secret of that person's second step."""
    (settings.OFFICIAL_TEXTS / "en").mkdir(parents=True)
    (settings.OFFICIAL_TEXTS / "en" / "q.json").write_text("{}")
    store_everything(folder)
    person = make_focal_point("NAM", "authority", two_step=False, user=make_person("one@portal.example"))
    draft = make_draft("NAM", person)
    save_answer(report=draft, question=TEXT, data=said(WORDS), read_version=0, by=person, at=AT)
    keys = make_person("keys@portal.example")
    Authenticator.objects.create(user=keys, type=Authenticator.Type.WEBAUTHN, data={})
    client_of(person)
    return set_up_two_step(person)


NONE = pytest.mark.skipif(POSTGRESQL is None, reason="no PostgreSQL is installed")


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=NONE)])
def held(request, tmp_path_factory, django_db_blocker):
    folder = tmp_path_factory.mktemp("copies")
    if request.param == "sqlite":
        filled = copying = copied_world(folder)
        here = f"sqlite:///{folder / 'empty.sqlite3'}"
    else:
        separated = request.getfixturevalue("separated")
        filled, copying = separated["postgres"], separated["portal_application"]
        with django_db_blocker.unblock():
            here = empty_database(separated)
    patched = pytest.MonkeyPatch()
    patched.setattr(building, "render", form_alone)
    with django_db_blocker.unblock():
        with at(filled, folder / "there", THERE):
            (folder / "plan").mkdir()
            secret = fill(folder / "plan")
        with at(copying, folder / "there", THERE):
            call_command("backup", folder / "copy", stdout=StringIO())
            yield Held(folder / "copy", copying, here, secret, faults(), count().tables)
    patched.undo()


def empty_database(separated):
    """A new database of the same owner, as separate_roles leaves it before the first migration."""
    name = f"restored_{uuid4().hex[:8]}"
    with closing(psycopg2.connect(separated["postgres"])) as server:
        server.autocommit = True
        server.cursor().execute(f"CREATE DATABASE {name}")
    new = {role: f"{url.rpartition('/')[0]}/{name}" for role, url in separated.items()}
    with on_database(new["postgres"]), override_settings(DATABASE_ROLE_PASSWORDS=["owner's", "application's"]):
        call_command("separate_roles", stdout=StringIO())
    return new["portal_owner"]


@pytest.fixture(scope="module")
def restored(held, tmp_path_factory, django_db_blocker):
    """What was put back, at another address, as the portal serves it there; what the command said."""
    files, out = tmp_path_factory.mktemp("restored") / "files", StringIO()
    with django_db_blocker.unblock():
        with at(held.here, files, HERE):
            call_command("restore", held.copy, stdout=out)
            call_command("migrate", verbosity=0)
        with at(held.here.replace("portal_owner", "portal_application"), files, HERE):
            yield out.getvalue()


def test_a_copy_is_for_its_owner_alone_and_holds_no_key(held):
    assert stat.S_IMODE(held.copy.stat().st_mode) == 0o700
    manifest = read_manifest(held.copy)
    assert "SECRET_KEY" in manifest.keys
    assert settings.SECRET_KEY not in (held.copy / "manifest.json").read_text()
    assert manifest.tables == {name: rows for name, rows in held.rows.items() if name in manifest.tables}
    assert "official-texts/en/q.json" in manifest.files
    assert any(name.startswith("files/") for name in manifest.files)


def test_everything_is_there_again(held, restored):
    before = {name: rows for name, rows in held.rows.items() if name != "parties_auditevent"}
    after = count().tables
    # That it was put back stands on the trail.
    assert after["parties_auditevent"] == held.rows["parties_auditevent"] + 1
    assert {name: after[name] for name in before if name != "parties_auditchain"} == {
        name: rows for name, rows in before.items() if name != "parties_auditchain"
    }
    assert AuditEvent.objects.filter(action="restored from a backup").count() == 1
    assert faults() == held.faults


def test_an_edition_is_rebuilt_to_the_same_bytes(held, restored):
    out = StringIO()
    call_command("rebuild_edition", Edition.objects.published().latest("pk").pk, stdout=out)
    assert "Differences" not in out.getvalue()
    assert "the edition's own hash" in out.getvalue()


def test_a_person_signs_in_with_the_second_step_and_finds_the_form_where_it_was(held, restored):
    assert not Session.objects.exists()
    browser = Client(headers={"host": "elsewhere.example"})
    asked = {"secure": True}
    browser.post(LOGIN, {"login": "one@portal.example", "password": PASSWORD}, **asked)
    second = reverse("mfa_authenticate")
    assert browser.post(second, {"code": code_of(held.secret)}, **asked).status_code == 302
    report = Report.objects.get(party__code="NAM")
    page = browser.get(address(report), **asked).content.decode()
    sections = sorted(set(re.findall(r"sections/([\w-]+)/", page)))
    places = [address(report, f"sections/{section}/") for section in sections]
    pages = [unescape(browser.get(place, **asked).content.decode()) for place in places]
    assert sum(WORDS in page for page in pages) == 1


def test_whoever_has_a_passkey_alone_is_named_and_what_to_do_is_said(held, restored):
    assert f"It was {THERE} and is {HERE} now." in restored
    assert "Passkeys work at the old address only: 1 people have one. Without another second step: keys@" in restored
    assert "SECRET_KEY is another one" not in restored
    assert "manage.py verify" in restored


def test_what_guards_rows_guards_them_here(held, restored):
    edition = Edition.objects.published().latest("pk")
    with pytest.raises(DatabaseError):
        edition.documents.all().delete()
    if connection.vendor == "postgresql":
        assert more_than_needed() == []
        with pytest.raises(DatabaseError, match="permission denied"):
            AuditEvent.objects.all().delete()


def test_nothing_is_overwritten(held, restored):
    with pytest.raises(CommandError, match="is there already"):
        call_command("backup", held.copy)
    rows = count()
    with pytest.raises(CommandError, match="The database is not empty"):
        call_command("restore", held.copy)
    assert count() == rows


@pytest.mark.parametrize("change", ["cut", "gone", "flipped", "manifest"])
def test_a_copy_that_is_not_as_it_was_written_is_refused_before_anything_is_stored(held, restored, change, tmp_path):
    copy = Path(shutil.copytree(held.copy, tmp_path / "copy"))
    name = next(name for name in sorted(read_manifest(copy).files) if name.startswith("database."))
    if change == "cut":
        (copy / name).write_bytes((copy / name).read_bytes()[:-1])
    elif change == "gone":
        shutil.rmtree(copy / "files")
    elif change == "flipped":
        content = bytearray((copy / name).read_bytes())
        content[len(content) // 2] ^= 1
        (copy / name).write_bytes(content)
    else:
        (copy / "manifest.json").unlink()
    why = "holds no manifest.json" if change == "manifest" else "not as it was written"
    with pytest.raises(CommandError, match=why):
        call_command("restore", copy)


def test_a_copy_that_was_broken_off_is_begun_again_and_never_taken_for_one(held, restored, tmp_path):
    begun = tmp_path / "copy.begun"
    begun.mkdir()
    (begun / "half").write_text("a half")
    with pytest.raises(CommandError, match="holds no manifest"):
        call_command("restore", begun)
    call_command("backup", tmp_path / "copy", stdout=StringIO())
    assert not begun.exists()
    assert not (tmp_path / "copy" / "half").exists()


def test_another_key_is_told(held, restored, tmp_path):
    with override_settings(SECRET_KEY="another " * 8, SECRET_KEY_FALLBACKS=[]):
        assert any("SECRET_KEY is another one than then" in said for said in remarks_on(read_manifest(held.copy)))
    with override_settings(SECRET_KEY="another " * 8, SECRET_KEY_FALLBACKS=[settings.SECRET_KEY]):
        assert not any("SECRET_KEY" in said for said in remarks_on(read_manifest(held.copy)))


def test_a_copy_of_a_later_format_names_the_release_that_reads_it(held, restored, tmp_path):
    copy = Path(shutil.copytree(held.copy, tmp_path / "copy"))
    told = json.loads((copy / "manifest.json").read_text())
    (copy / "manifest.json").write_text(json.dumps(told | {"format": 2, "release": "9.9.9"}))
    with pytest.raises(CommandError, match=r"format 2: put it back with the release 9\.9\.9"):
        call_command("restore", copy)
