"""Fill an empty database with a demonstration: stand-ins, plan, questionnaires and generated reports."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef

from bch_sync.folders import Found
from bch_sync.importing import Importer, ImportResult
from demonstration.answers import AnswerRates, CycleRates, Rates, Round, StandIn, SurveyRates, World
from demonstration.documents import documents
from indicators.loading import CYCLES_FILE, load_cycles, load_plan
from indicators.models import ReportingCycle
from jobs.services import enqueue
from national_reports.loading import FOLDER, load_questionnaires
from national_reports.models import Report
from national_reports.questionnaire import Link, QuestionnaireForm, build_form, build_links
from parties.changes import holds_content, note_content
from parties.demonstration import demonstration_files, regions_of
from parties.demonstration_people import make_accounts
from parties.models import GroupMembership, Party, TreatyStatus
from parties.services import PartyFiles, load_parties, read_party_files

RATES_FILE = Path(settings.BASE_DIR) / "fixtures" / "demonstration.yaml"
PLAN_FILE = Path(settings.BASE_DIR) / "fixtures" / "plans" / "cartagena-2011-2020.yaml"
GENERATORS = (
    ("parties", "demonstration"),
    ("national_reports", "demonstration"),
    ("national_reports", "demonstration_answers"),
)


class OtherStandIns(RuntimeError):
    """The database holds stand-ins of another seed or of older Party data."""


class DocumentsRefused(RuntimeError):
    """A generated document did not fit its form: generator and questionnaire disagree."""


@dataclass
class Loaded:
    """What the load did: stand-ins, what became of the documents, and how many accounts are new."""

    stand_ins: int = 0
    result: ImportResult = field(default_factory=ImportResult)
    accounts: int = 0

    @property
    def changed_nothing(self) -> bool:
        return not (self.result.filed.stored or self.accounts)


def read_rates(path: Path = RATES_FILE) -> tuple[Rates, Mapping[str, Any]]:
    """The rates, and the whole file with its default seed and expected values."""
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    cycles = {
        code: CycleRates(**entry | {"survey": SurveyRates(**entry["survey"]) if "survey" in entry else None})
        for code, entry in document["cycles"].items()
    }
    levels = {
        (cycle, key): entry["shares"][cycle]
        for entry in document["levels"]
        for cycle, keys in entry["questions"].items()
        for key in keys
    }
    plain = ("share_of_yes", "languages", "texts", "loyalty", "membership")
    rates = Rates(
        **{name: document[name] for name in plain},
        cycles=cycles,
        answers=AnswerRates(**document["answers"]),
        levels=levels,
    )
    return rates, document


def read_rounds(codes: list[str]) -> dict[str, Round]:
    """The cycles from the data files; a question is linked to the latest cycle that it continues."""
    entries = {entry["code"]: entry for entry in _yaml(CYCLES_FILE)["cycles"]}
    rounds: dict[str, Round] = {}
    for code in codes:
        entry = entries[code]
        links: dict[str, tuple[str, Link]] = {}
        for earlier in rounds:
            path = FOLDER / f"map-{code.lower()}-{earlier.lower()}.yaml"
            links |= {key: (earlier, link) for key, link in build_links(_yaml(path)).items()}
        parts = {part["key"]: date.fromisoformat(part["cut_off"]) for part in entry.get("parts", ())}
        rounds[code] = Round(
            form=_form(code),
            deadline=date.fromisoformat(entry["deadline"]),
            cut_offs={"": date.fromisoformat(entry["cut_off"])} | parts,
            links=links,
        )
    return rounds


def _form(cycle: str) -> QuestionnaireForm:
    return build_form(_yaml(FOLDER / f"{cycle.lower()}.yaml"))


def _yaml(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def make_world(files: PartyFiles, *, seed: int) -> World:
    """The world of these stand-ins; no database is read."""
    rates, _ = read_rates()
    region = regions_of(files)
    in_force = {
        row["code"]: date.fromisoformat(row["in_force_on"])
        for row in files.statuses
        if row["treaty"] == "cpb" and row["in_force_on"]
    }
    stand_ins = (
        StandIn(row["code"], region.get(row["code"], "organisation"), in_force.get(row["code"]))
        for row in files.parties
    )
    return World(seed=seed, rates=rates, rounds=read_rounds(list(rates.cycles)), stand_ins=tuple(stand_ins))


def load_demonstration(*, seed: int, at: datetime, say: Callable[[str], None] = lambda line: None) -> Loaded:
    """Load everything in one transaction, so that figures are computed once, after it; safe to repeat.

    Raises MixedWorlds where real Parties are held, OtherStandIns, DataFileInvalid and DocumentsRefused; then
    nothing is stored.
    """
    made_from = _made_from(seed)
    if holds_content("demonstration", made_from):
        return Loaded()
    files = demonstration_files(read_party_files(), seed=seed)
    loaded = Loaded()
    with transaction.atomic():
        _refuse_other_stand_ins(files)
        loaded.stand_ins = load_parties(files, demonstration=True)
        say(f"{loaded.stand_ins} stand-ins")
        load_cycles()
        say(f"Plan: {load_plan(PLAN_FILE)}")
        say(f"Questionnaires: {', '.join(load_questionnaires())}")
        _publish(make_world(files, seed=seed), at, loaded, say)
        loaded.accounts = _accounts(at)
        note_content("demonstration", made_from)
    return loaded


def _made_from(seed: int) -> list[str]:
    """The seed and the state of every file that the demonstration is made from."""
    base = Path(settings.BASE_DIR)
    made_by = [base / app / f"{name}.py" for app, name in GENERATORS]
    files = sorted(path for path in (base / "fixtures").rglob("*") if path.is_file())
    return [str(seed), *(hashlib.sha256(path.read_bytes()).hexdigest() for path in (*made_by, *files))]


def _publish(world: World, at: datetime, loaded: Loaded, say: Callable[[str], None]) -> None:
    importer = Importer(at=at, origin=Report.Origin.DEMONSTRATION)
    cycle_of = {this.form.schema: cycle for cycle, this in world.rounds.items()}
    for schema, reports in groupby(documents(world), key=itemgetter("type")):
        cycle = cycle_of[schema]
        found = [Found(cycle, schema, info, info["body"]) for info in reports]
        loaded.result.documents += len(found)
        importer.documents(found, loaded.result)
        say(f"{cycle}: {len(found)} documents")
    if loaded.result.filed.stored:
        enqueue(kind="compute_progress", reason="reports were published")
    # Some are undated on purpose.
    if loaded.result.unread:
        raise DocumentsRefused("\n".join(loaded.result.unread))


def _refuse_other_stand_ins(files: PartyFiles) -> None:
    """The same codes with other groups or dates would mix two sets of stand-ins."""
    if not Party.objects.filter(demonstration=True).exists():
        return
    days = TreatyStatus.objects.values_list("party__code", "treaty", "deposited_on", "in_force_on")
    groups = GroupMembership.objects.values_list("party__code", "group__slug")
    wanted_days = {
        (row["code"], row["treaty"], _day(row["deposited_on"]), _day(row["in_force_on"])) for row in files.statuses
    }
    if set(days) != wanted_days or set(groups) != {(row["code"], row["group"]) for row in files.memberships}:
        raise OtherStandIns(
            "This database holds demonstration Parties of another seed or of other Party data. "
            "Point DATABASE_URL at an empty database."
        )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _accounts(at: datetime) -> int:
    """Create the accounts of the demonstration; its focal points are of a Party that has still to report."""
    cycle = ReportingCycle.objects.filter(is_open=True).latest("deadline")
    reports = Report.objects.filter(party=OuterRef("pk"))
    to_report = Party.objects.in_force(cycle.deadline).filter(
        Exists(reports.exclude(cycle=cycle).filter(part="")),
        ~Exists(reports.filter(cycle=cycle)),
        kind=Party.Kind.STATE,
    )
    return make_accounts(party=to_report.order_by("code")[0], since=at.date())
