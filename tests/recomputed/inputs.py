"""What is read: data files as YAML, stored rows as dictionaries."""

from datetime import date, timedelta, timezone
from functools import lru_cache
from pathlib import Path

import yaml
from django.apps import apps

from tests.recomputed.plausible import Untrue, is_untrue

FIXTURES = Path(__file__).parents[2] / "fixtures"
ANYWHERE_ON_EARTH = timezone(timedelta(hours=-12))
CYCLES_WITH_FORMS = ("NR2", "NR3", "NR4")


@lru_cache(maxsize=32)
def data_file(path):
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(Path(path).read_text(encoding="utf-8"), Loader=loader)


def rows(app, model, **only):
    """Every row of a table as a dictionary of its columns."""
    return list(apps.get_model(app, model)._base_manager.filter(**only).order_by("pk").values())


def as_day(value):
    return value if isinstance(value, date) or value is None else date.fromisoformat(value)


def day_of(on, at):
    """A moment is converted to the day that it is in UTC−12; a bare date is taken as it stands."""
    return at.astimezone(ANYWHERE_ON_EARTH).date() if at else on


def read_cycles():
    """{code: {deadline, population_on, cut_offs: {part: day}}}: when a report was due, and who is counted."""
    found = {}
    # A cut-off is moved without the file: at the desk, and for the cycle that a demonstration keeps open.
    held = {one["code"]: one["cut_off"] for one in rows("indicators", "ReportingCycle")}
    for one in data_file(FIXTURES / "cycles.yaml")["cycles"]:
        cut_offs = {"": held.get(one["code"]) or as_day(one["cut_off"])}
        for part in one.get("parts", ()):
            cut_offs[part["key"]] = as_day(part["cut_off"])
        deadline = as_day(one["deadline"])
        counted_on = as_day(one.get("population_on")) or deadline
        found[one["code"]] = {"deadline": deadline, "population_on": counted_on, "cut_offs": cut_offs}
    return found


def read_extensions():
    """{(cycle, Party or None for all of them): the later due day}."""
    codes = {one["id"]: one["code"] for one in rows("parties", "Party")}
    cycles = {one["id"]: one["code"] for one in rows("indicators", "ReportingCycle")}
    return {
        (cycles[one["cycle_id"]], codes.get(one["party_id"])): one["due_on"]
        for one in rows("national_reports", "Extension")
    }


def read_questions(cycle):
    """{key: question} of a cycle's form."""
    document = data_file(FIXTURES / "questionnaires" / f"{cycle.lower()}.yaml")
    return {question["key"]: question for question in document["questions"]}


def read_measures(plan_file):
    """Measures in the order of the file, each with its indicator's code."""
    document = data_file(plan_file)
    return [
        {"indicator": entry["indicator"], **measure} for entry in document["measures"] for measure in entry["measures"]
    ]


def read_parties():
    """{code: {cbd, cpb, nklsp: {deposited, in_force}, groups: [(slug, from, until)], kind}}."""
    codes = {one["id"]: one["code"] for one in rows("parties", "Party")}
    found = {one["code"]: {"kind": one["kind"], "treaties": {}, "groups": []} for one in rows("parties", "Party")}
    for status in rows("parties", "TreatyStatus"):
        found[codes[status["party_id"]]]["treaties"][status["treaty"]] = {
            "deposited": status["deposited_on"],
            "in_force": status["in_force_on"],
        }
    slugs = {one["id"]: one["slug"] for one in rows("parties", "PartyGroup")}
    for one in rows("parties", "GroupMembership"):
        found[codes[one["party_id"]]]["groups"].append((slugs[one["group_id"]], one["begins_on"], one["ends_on"]))
    return found


def group_slugs():
    return [one["slug"] for one in data_file(FIXTURES / "parties" / "groups.yaml")]


def bound(parties, treaty, what, day):
    """Codes of those that had deposited, or for which the treaty was in force, by the end of a day."""
    return {
        code
        for code, party in parties.items()
        if (on := party["treaties"].get(treaty, {}).get(what)) is not None and on <= day
    }


def in_group(parties, slug, day):
    """Codes of a group's members on a day; `all` is everybody."""
    if slug == "all":
        return set(parties)
    return {
        code
        for code, party in parties.items()
        for name, begins, ends in party["groups"]
        if name == slug and (begins is None or begins <= day) and (ends is None or ends > day)
    }


def read_reports():
    """{(cycle, part): [report]}, each with its Party's code and its two dates."""
    codes = {one["id"]: one["code"] for one in rows("parties", "Party")}
    cycles = {one["id"]: one["code"] for one in rows("indicators", "ReportingCycle")}
    found = {}
    for one in rows("national_reports", "Report"):
        content = day_of(one["received_on"], one["received_at"])
        first = day_of(one["first_received_on"], one["first_received_at"]) or content
        report = {**one, "party": codes[one["party_id"]], "content": content, "first": first}
        found.setdefault((cycles[one["cycle_id"]], one["part"]), []).append(report)
    return found


def read_answers(reports, questions):
    """{report id: {question: [option]}} of these reports; what cannot be true is marked so."""
    wanted = {one["id"] for one in reports}
    found = {key: {} for key in wanted}
    answers = apps.get_model("national_reports", "Answer")._base_manager.order_by("pk")
    columns = ("report_id", "question", "options", "number", "details")
    for report, question, options, number, details in answers.values_list(*columns):
        if report not in wanted:
            continue
        if question in questions and is_untrue(questions[question], number, details, options):
            found[report][question] = Untrue(options)
        elif options:
            found[report][question] = options
    return found
