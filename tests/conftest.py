"""The world that most tests stand in: real Parties, plan, cycles and questionnaires, stored once per run."""

import gc
import os
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.contrib.auth.hashers import reset_hashers
from django.core.cache import caches
from django.db import connection
from django.db.backends.sqlite3.creation import DatabaseCreation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from tests import templates

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Playwright

# A browser driven by a test keeps an event loop in this thread; the database is asked from it all the same.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

hypothesis_settings.register_profile(
    "portal",
    deadline=None,
    max_examples=100,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
hypothesis_settings.load_profile("portal")

# Milliseconds that a browser waits for a page or for what it says: the first of a new server takes its time, on a
# machine with other work too. What has to be quick is measured, and bounded where it is.
PATIENCE = 90_000

# Pages that Chromium keeps ready under the address bar of each window, which nobody here opens: they took more time of
# the processor than the page that is tested. Of two such lists the later one counts, so that what Playwright turns off
# stands here again.
UNOPENED = ("WebUIOmniboxPopup", "WebUIOmniboxAimPopup")
OFF_IN_PLAYWRIGHT = (
    *("AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades", "LensOverlay"),
    *("HttpsFirstBalancedModeAutoEnable", "MediaRouter", "PaintHolding", "ThirdPartyStoragePartitioning", "AimEnabled"),
    *("AvoidCorsURLLoaderRestartOnRedirect", "TcpPortRandomizationWin", "OptimizationHints", "PreconnectToSearch"),
    "NetworkTimeServiceQuerying",
)

# Files by their plain names, whether or not somebody collected them for serving.
settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}

# Looked up when somebody asks for one: each new client read all of them first. Servers of tests still do.
settings.WHITENOISE_AUTOREFRESH = True

# Hashing as dear as it should be took a third of all the time of the tests.
DEAR, QUICK = settings.PASSWORD_HASHERS, ["tests.hashing.QuickArgon2"]

# Whatever somebody imported here of the Secretariat's is no part of what is tested.
settings.OFFICIAL_TEXTS = Path(settings.VAR_DIR) / "official-texts-of-tests"

# Jobs are done by the test that asks for them, unless it starts servers of its own.
settings.JOBS_BESIDE = False

# Pages of one language, here and in the servers that tests start; what is so in each is shown by tests/languages.
os.environ.setdefault("INTERFACE_LANGUAGES", "en")
settings.LANGUAGES = [("en", "English")]

DATA = Path(__file__).parent / "data"
FIXTURES = Path(settings.BASE_DIR) / "fixtures"
PLAN_FILE = FIXTURES / "plans" / "cartagena-2011-2020.yaml"
SMALL_PLAN_FILE = DATA / "small-plan.yaml"


def pytest_configure() -> None:
    """What each language says, as its catalogue stands now; a process beside this one finds it made."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        from message_files import compile_catalogues

        compile_catalogues()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Where people sign in at a server, it would renew a cheap hash, and end the sessions that a test made before."""
    settings.PASSWORD_HASHERS = DEAR if item.get_closest_marker("browser") else QUICK
    reset_hashers(setting="PASSWORD_HASHERS")


def pytest_collection_finish() -> None:
    """What is loaded by now stays: to go through it again and again took an eighth of the time of requests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Name a failure at once: the summary comes at the end of a stage that takes minutes."""
    # Of several processes, only the one that is told by all of them.
    if report.failed and "PYTEST_XDIST_WORKER" not in os.environ:
        print(f"\nFAILED {report.nodeid} ({report.when})", flush=True)


# Files of few tests that take a minute, with servers, browsers and documents: begun last, they are waited for alone.
LONGEST = {
    *("test_evaluations.py", "test_report_form.py", "test_old_texts.py", "test_slow_line.py", "test_in_browsers.py"),
    *("test_access.py", "test_first_reading.py", "test_hostile_walk.py", "test_one_number.py", "test_recomputed.py"),
    *("test_as_written.py", "test_beside.py", "test_on_servers.py", "test_outages.py", "test_whole_road.py"),
    *("test_attack.py", "test_migrations.py", "test_real_plan.py", "test_work_done_once.py"),
    *("test_a_report_together.py", "test_languages_signed_in.py"),
}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--on-this-database", action="store_true", help="Only tests that use the database.")


# The second database is asked what it may answer otherwise: whatever writes (constraints, triggers, locks,
# transactions, isolation), reads in an order or out of JSON, or has SQL of its own; hostile values, migrations,
# services. Not again, as it takes minutes and is Python above the same rows: who is answered what at an address, what
# pages, forms and files say of what is stored, and rules read off rows that other tests store there.
SHOWN_ONCE = {
    *("api", "clearing_house_double", "desk", "documents", "pages", "recomputed", "workbook", "test_one_number.py"),
    *("test_access.py", "test_demonstration.py", "test_filing.py", "test_first_reading.py", "test_real_plan.py"),
    # Pages and what leads to them.
    *("test_afternoon.py", "test_bounds.py", "test_desk.py", "test_downloads.py", "test_kept.py", "test_page_parts.py"),
    *("test_outage_page.py", "test_own_words.py", "test_pages.py", "test_permissions.py", "test_programme.py"),
    *("test_sign_in.py", "test_turns.py", "test_unknown_parameters.py", "test_weight.py", "test_whole_forms.py"),
    *("test_admin.py", "test_forms_as_data.py", "test_offline.py", "test_previous.py", "test_progress.py"),
    *("test_methods.py", "test_reading_forms.py", "test_sessions.py", "test_shown.py"),
    # Rules: the gate and the sentences of a form that is built in memory, one verification after each tampering; what
    # files hold, what cannot be true, and what is written in which language.
    *("test_gate.py", "test_gate_documents.py", "test_method_1_0.py", "test_mutations.py", "test_sentences.py"),
    *("languages", "test_exchange.py", "test_file_contents.py", "test_file_kinds.py", "test_plausibility.py"),
    *("test_fixtures.py", "test_template_files.py"),
    # The method, from the same rows to the same classes; how rows are read there is asked by test_evidence.py.
    *("test_by_dates.py", "test_records.py"),
}


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> Iterator[None]:
    """Leave out, on a second database, what knows none, and what has been shown on the first; order what is left.

    Among several processes one runs a file whole, as its world, its servers and its browser are made once.
    """
    if config.getoption("--on-this-database"):
        # What needs a service is run in no other stage.
        chosen = {
            item
            for item in items
            if item.get_closest_marker("services") or (_uses_database(item) and not SHOWN_ONCE & _parts(item))
        }
        config.hook.pytest_deselected(items=[item for item in items if item not in chosen])
        items[:] = [item for item in items if item in chosen]
    for item in items:
        if _empties_database(item):
            item.add_marker(pytest.mark.xdist_group("emptying"))
        elif item.get_closest_marker("xdist_group") is None:
            item.add_marker(pytest.mark.xdist_group(item.nodeid.partition("::")[0]))
    yield
    # xdist hands groups out in the order in which they come (--no-loadscope-reorder). Within a group the order stays,
    # in which fixtures of modules are made and given back.
    sizes = Counter(_group(item) for item in items)
    items.sort(
        key=lambda item: (
            _empties_database(item),
            not LONGEST & _parts(item),
            -sizes[_group(item)],
            _group(item),
        )
    )


def _parts(item: pytest.Item) -> set[str]:
    """Its file and the folders that it is in, below the tests' own: a checkout may lie anywhere."""
    return set(item.nodeid.partition("::")[0].split("/"))


def _group(item: pytest.Item) -> str:
    return "_".join(sorted(str(marker.args[0]) for marker in item.iter_markers("xdist_group")))


def _empties_database(item: pytest.Item) -> bool:
    """Whether it leaves a database without the world, so that each test after it would load the world for itself."""
    marker = item.get_closest_marker("django_db")
    kept_apart = "transactional_db" in getattr(item, "fixturenames", ())
    return kept_apart or bool(marker and marker.kwargs.get("transaction"))


def _uses_database(item: pytest.Item) -> bool:
    asked = {"db", "transactional_db", "django_db_setup"} & set(getattr(item, "fixturenames", ()))
    return bool(asked) or item.get_closest_marker("django_db") is not None or "services" in item.keywords


def load_world() -> None:
    from indicators.loading import load_cycles, load_plan
    from national_reports.loading import load_questionnaires
    from parties.services import load_parties, read_party_files

    load_parties(read_party_files())
    load_cycles()
    load_plan(PLAN_FILE)
    load_questionnaires()


def remove_world() -> None:
    """Delete every row of our apps; inside a test's transaction this is undone at its end."""
    from django.apps import apps
    from django.db import connection

    models = [
        model
        for label in ("jobs", "indicators", "national_reports", "parties")
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
    ]
    # The database lets nobody delete an event of the trail or empty it; whoever owns the table may drop that guard.
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for statement in without_guards(cursor, ["TRUNCATE parties_auditevent"]):
                cursor.execute(statement)
    # Children before parents: go round until nothing is held back by a protected key.
    waiting = models
    while waiting:
        held_back = []
        for model in waiting:
            try:
                model._base_manager.all().delete()
            except connection.Database.IntegrityError:
                held_back.append(model)
            except Exception as fault:
                if type(fault).__name__ != "ProtectedError":
                    raise
                held_back.append(model)
        assert len(held_back) < len(waiting)
        waiting = held_back


def without_guards(cursor: Any, statements: list[str]) -> list[str]:
    """Statements as the owner of the tables may run them, who lets go of what keeps them from being emptied."""
    cursor.execute("SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE tgname LIKE '%\\_never\\_emptied'")
    guards = cursor.fetchall()
    return [
        *(f"ALTER TABLE {table} DISABLE TRIGGER {name}" for table, name in guards),
        *statements,
        *(f"ALTER TABLE {table} ENABLE TRIGGER {name}" for table, name in guards),
    ]


def flush_as_owner() -> None:
    """Let tests that commit clean up after themselves."""
    flush = connection.ops.execute_sql_flush

    def execute(statements: list[str]) -> None:
        with connection.cursor() as cursor:
            flush(without_guards(cursor, statements))

    connection.ops.execute_sql_flush = execute


class CopiedWorld(DatabaseCreation):
    """An SQLite in memory that begins as a copy of the world."""

    def create_test_db(self, verbosity=1, autoclobber=False, serialize=True, keepdb=False):
        name = self._get_test_db_name()
        self.connection.close()
        settings.DATABASES[self.connection.alias]["NAME"] = self.connection.settings_dict["NAME"] = name
        self.connection.ensure_connection()
        templates.copy(templates.sqlite_world(), self.connection.connection)
        return name


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """Begin with the world, made once; the transaction of each test leaves it as it was."""
    if connection.vendor == "sqlite":
        connection.creation = CopiedWorld(connection)
        return
    flush_as_owner()
    held = connection.settings_dict
    maintenance = connection.get_connection_params() | {"dbname": "postgres"}
    maintenance = {
        name: maintenance[name] for name in ("dbname", "user", "password", "host", "port") if name in maintenance
    }
    held["TEST"]["TEMPLATE"] = templates.postgres_of(os.environ["DATABASE_URL"], maintenance)


@pytest.fixture
def world(db: None) -> None:
    """The real Parties, plan, cycles and questionnaires; loaded again where a test emptied the database."""
    from parties.models import Party

    if not Party.objects.exists():
        load_world()


@pytest.fixture
def empty_database(db: None) -> None:
    """A database without Parties, plan, cycles or questionnaires, for the length of one test."""
    remove_world()


@pytest.fixture
def small_world(world: None) -> None:
    """The world with a plan of three indicators in the place of the real one: computes in a moment."""
    from indicators.loading import load_plan
    from indicators.models import Plan

    Plan.objects.all().delete()
    load_plan(SMALL_PLAN_FILE)


@contextmanager
def on_copy(template: Path, folder: Path, blocker: Any) -> Iterator[None]:
    """Let models read and write a copy of a template for a while."""
    from tests.keeping.servers import on_database

    with blocker.unblock(), on_database(f"sqlite:///{shutil.copy(template, folder / 'portal.sqlite3')}"):
        yield


@pytest.fixture
def reported(django_db_blocker: Any, tmp_path: Path) -> Iterator[None]:
    """A database of the test's own with the demonstration's Parties and reports, of no Clearing-House yet."""
    with on_copy(templates.sqlite_reported(), tmp_path, django_db_blocker):
        yield


@pytest.fixture
def demonstrated(django_db_blocker: Any, tmp_path: Path) -> Iterator[None]:
    """A database of the test's own with the whole demonstration."""
    with on_copy(templates.sqlite_demonstration(), tmp_path, django_db_blocker):
        yield


@pytest.fixture(scope="session")
def chromium(playwright: "Playwright") -> Iterator["Browser"]:
    """One browser for all tests of a process; each opens a context of its own, which shares nothing with others."""
    from playwright.sync_api import expect
    from screens import CHROMIUM, QUIET

    expect.set_options(timeout=PATIENCE)
    off = f"--disable-features={','.join((*UNOPENED, *OFF_IN_PLAYWRIGHT))}"
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*QUIET, off])
    opened = browser.new_context

    def new_context(**given: Any) -> "BrowserContext":
        context = opened(**given)
        context.set_default_timeout(PATIENCE)
        return context

    browser.new_context = new_context
    yield browser
    browser.close()


@pytest.fixture(autouse=True)
def _clean_cache() -> Iterator[None]:
    for cache in caches.all():
        cache.clear()
    yield
    for cache in caches.all():
        cache.clear()
