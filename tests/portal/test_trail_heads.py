"""Heads of the trail leave every night: signed, to a folder elsewhere, and by letter to whoever publishes."""

import base64
import hashlib
import json
import subprocess
from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.management import call_command

from evaluation.documents import public_key_text, signing_key
from jobs.models import ClockTask
from parties.audit import record
from parties.models import Email
from portal.tasks import export_audit_heads
from portal.trail_heads import NoFolder, checks, send_away
from tests.people_factories import NOW, make_focal_point, make_staff

pytestmark = pytest.mark.django_db
SUBJECT = "report/42"


@pytest.fixture(autouse=True)
def chain(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.AUDIT_HEADS = str(tmp_path / "elsewhere")
    settings.EDITION_SIGNING_KEY = base64.b64encode(Ed25519PrivateKey.generate().private_bytes_raw()).decode()
    (tmp_path / "elsewhere").mkdir()
    write()


def write():
    record(subject=SUBJECT, action="saved", by=None, at=NOW, detail={})


def here(settings, name="2026-03-02.json"):
    return settings.MEDIA_ROOT / "audit-heads" / name


def faults():
    (checked,) = checks()
    return checked.number, [fault.place for fault in checked.faults]


def test_heads_are_exported_once_a_day(settings):
    with time_machine.travel(NOW, tick=False):
        export_audit_heads()
        first = here(settings).read_text()
        write()
        call_command("export_audit_heads", stdout=StringIO())
        assert ClockTask.objects.get(task="portal.tasks.export_audit_heads").done_at == NOW
    assert here(settings).read_text() == first
    assert json.loads(first)["chains"][SUBJECT][0] == 1
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        export_audit_heads()
    assert len(list(here(settings).parent.glob("*.json"))) == 2


def test_a_copy_and_its_signature_lie_elsewhere_and_openssl_reads_it(settings, tmp_path):
    send_away(at=NOW, on=NOW.date())
    elsewhere = tmp_path / "elsewhere"
    assert sorted(path.name for path in elsewhere.iterdir()) == ["2026-03-02.json", "2026-03-02.json.sig"]
    assert (elsewhere / "2026-03-02.json").read_bytes() == here(settings).read_bytes()
    (tmp_path / "key.pem").write_text(public_key_text(signing_key(settings.EDITION_SIGNING_KEY)))
    (tmp_path / "raw").write_bytes(base64.b64decode((elsewhere / "2026-03-02.json.sig").read_text()))
    asked = ["-pubin", "-inkey", tmp_path / "key.pem", "-rawin", "-in", elsewhere / "2026-03-02.json"]
    command = ["openssl", "pkeyutl", "-verify", *asked, "-sigfile", tmp_path / "raw"]
    assert subprocess.run(command, capture_output=True).returncode == 0
    assert faults() == (2, [])


def test_every_publisher_gets_one_letter_with_digest_and_signature(settings):
    publisher, other = make_staff(publisher=True, alone=True), make_staff(publisher=True, alone=True, language="fr")
    make_staff()
    make_staff(publisher=True, alone=True, is_active=False)
    make_focal_point("KEN", "authority")
    for _again in range(2):
        send_away(at=NOW, on=NOW.date())
    letters = {letter.to: letter for letter in Email.objects.filter(key__startswith="heads/")}
    assert set(letters) == {publisher.email, other.email}
    digest = hashlib.sha256(here(settings).read_bytes()).hexdigest()
    for letter in letters.values():
        assert digest in letter.body
        assert here(settings, "2026-03-02.json.sig").read_text().strip() in letter.body


def test_without_a_key_heads_are_sent_all_the_same_and_verification_says_so(settings):
    make_staff(publisher=True, alone=True)
    settings.EDITION_SIGNING_KEY = ""
    send_away(at=NOW, on=NOW.date())
    assert not here(settings, "2026-03-02.json.sig").exists()
    assert "Signature" not in Email.objects.get(key__startswith="heads/").body
    (checked,) = checks()
    assert "EDITION_SIGNING_KEY is empty" in checked.remarks[0]


@pytest.mark.parametrize("change", ["file", "signature", "other key", "no file"])
def test_what_was_changed_afterwards_is_named(settings, change):
    send_away(at=NOW, on=NOW.date())
    file, signature = here(settings), here(settings, "2026-03-02.json.sig")
    if change == "file":
        file.write_text(file.read_text().replace(SUBJECT, "report/43"))
    elif change == "signature":
        signature.write_text("no signature\n")
    elif change == "no file":
        file.unlink()
    else:
        signature.write_text(base64.b64encode(Ed25519PrivateKey.generate().sign(file.read_bytes())).decode())
    assert faults() == (2, ["audit-heads/2026-03-02.json"])


def test_a_folder_that_is_not_there_is_told_once_the_letters_are_written(settings, tmp_path):
    make_staff(publisher=True)
    settings.AUDIT_HEADS = str(tmp_path / "nowhere")
    with pytest.raises(NoFolder, match="mount that folder, or empty the setting"):
        send_away(at=NOW, on=NOW.date())
    assert Email.objects.filter(key__startswith="heads/").exists()
