"""Fill an empty database for the benchmark: every Party answers every question of three cycles; then ten times it."""

from collections.abc import Iterator
from itertools import islice, product
from random import Random
from string import ascii_uppercase

from bench_sizes import of
from django.core.management import call_command
from django.db import connection, transaction

from demonstration.loading import PLAN_FILE
from indicators.loading import load_cycles, load_plan
from indicators.models import ReportingCycle
from national_reports.loading import load_questionnaires
from national_reports.models import Answer, Questionnaire, Report
from national_reports.questionnaire import Question
from parties.demonstration import demonstration_files
from parties.models import GroupMembership, Party, TreatyStatus
from parties.services import load_parties, read_party_files

PARTIES = of(171, 20)
CYCLES = ("NR2", "NR3", "NR4")
SEED = 1
BATCH = 5000


def fill() -> int:
    """Store the plan, 171 stand-ins that are Parties, and their reports; return the number of answers."""
    call_command("migrate", verbosity=0)
    members = store_stand_ins()
    with transaction.atomic():
        Party.objects.exclude(pk__in=[party.pk for party in members]).delete()
        for cycle in ReportingCycle.objects.filter(code__in=CYCLES).prefetch_related("parts"):
            _report(cycle, members)
    _settle()
    return Answer.objects.count()


def store_stand_ins() -> list[Party]:
    """Store the plan, its questionnaires and the stand-ins; return those that are Parties."""
    load_parties(demonstration_files(read_party_files(), seed=SEED), demonstration=True)
    load_cycles()
    load_plan(PLAN_FILE)
    load_questionnaires()
    members = list(Party.objects.filter(statuses__treaty="cpb", statuses__in_force_on__isnull=False).order_by("code"))[
        :PARTIES
    ]
    assert len(members) == PARTIES, f"The fixtures hold {len(members)} Parties; the benchmark wants {PARTIES}."
    return members


def _report(cycle: ReportingCycle, members: list[Party]) -> None:
    """Every Party reports in time, each part kept with the cycle too, and answers every question."""
    form = Questionnaire.objects.in_use().get(cycle=cycle).form
    days = {"": cycle.deadline} | {part.key: part.cut_off for part in cycle.parts.all()}
    reports = Report.objects.bulk_create(
        Report(
            party=party,
            cycle=cycle,
            part=part,
            state=Report.State.PUBLISHED,
            origin=Report.Origin.DEMONSTRATION,
            received_on=day,
            sha256=f"{party.code}{cycle.code}{part}",
        )
        for party in members
        for part, day in days.items()
    )
    luck = Random(f"{SEED}/{cycle.code}")
    Answer.objects.bulk_create(
        (
            _answer(report, question, luck)
            for report in reports
            for question in form.questions.values()
            if question.part == report.part
        ),
        batch_size=BATCH,
    )


def _answer(report: Report, question: Question, luck: Random) -> Answer:
    answer = Answer(report=report, question=question.key)
    if question.options:
        codes = list(question.options)
        chosen = luck.randint(1, min(3, len(codes))) if question.multiple else 1
        answer.options = luck.sample(codes, chosen)
    else:
        answer.texts = {"en": "An answer in words."}
    return answer


def multiply(times: int) -> int:
    """Add times − 1 copies of every Party with its dates, groups and reports; return the number of answers."""
    held = list(Party.objects.order_by("code"))
    codes = _free_codes({party.code for party in held})
    with transaction.atomic():
        for _ in range(times - 1):
            copies = Party.objects.bulk_create(_copy_of(party, next(codes)) for party in held)
            copy = {old.pk: new.pk for old, new in zip(held, copies, strict=True)}
            for model in (TreatyStatus, GroupMembership, Report):
                rows = list(model._default_manager.filter(party__in=held))
                for row in rows:
                    if isinstance(row, Report):
                        row.identifier, row.sha256 = str(row.pk), f"{row.sha256}{copy[row.party_id]}"
                    row.pk, row.party_id = None, copy[row.party_id]
                model._default_manager.bulk_create(rows, batch_size=BATCH)
        _copy_answers()
    _settle()
    return Answer.objects.count()


def _copy_of(party: Party, code: str) -> Party:
    return Party(code=code, name_en=f"Copy {code}", kind=party.kind, demonstration=True, source=party.source)


def _free_codes(taken: set[str]) -> Iterator[str]:
    codes = ("".join(letters) for letters in product(ascii_uppercase, repeat=3))
    return islice((code for code in codes if code not in taken), None)


def _copy_answers() -> None:
    """Give every copied report the answers of its original, whose key its identifier holds."""
    answers, reports = Answer._meta.db_table, Report._meta.db_table
    # Every column that there is: one that is added later is copied too.
    names = [str(field.column) for field in Answer._meta.concrete_fields if field.name not in ("id", "report")]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {answers} (report_id, {', '.join(names)})"
            f" SELECT copy.id, {', '.join(f'held.{name}' for name in names)}"
            f" FROM {answers} held JOIN {reports} copy ON copy.identifier = CAST(held.report_id AS varchar)"
        )


def _settle() -> None:
    """PostgreSQL gathers its statistics now, as it would in the background."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
