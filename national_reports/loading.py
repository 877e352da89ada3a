"""Store questionnaires and cross-cycle maps from data files; running it again changes nothing."""

from collections.abc import Collection, Mapping
from math import inf
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from indicators.datafile import DataFileInvalid, Located, Problem, read
from indicators.models import ReportingCycle
from national_reports.digests import digest
from national_reports.models import QuestionMap, Questionnaire
from national_reports.questionnaire import build_form, words_to_keep
from national_reports.services.mending import keep_apart
from national_reports.stored_data import note_questionnaires
from parties.changes import note_content

FOLDER = Path(settings.BASE_DIR) / "fixtures" / "questionnaires"
COVER_FILE = FOLDER / "cover.yaml"
SCHEMAS = Path(__file__).parent / "schemas"
OFFICIAL_FILES = "nr?.official.*.yaml"
# What an official-text file words beside the questions.
OFFICIAL_HEADINGS = ("sections", "groups", "legends", "legends_before")


def load_questionnaires(folder: Path = FOLDER, *, official: Path | None = None) -> list[str]:
    """Store every questionnaire (`nr4.yaml`), the cover that all share (`cover.yaml`), official text
    (`nr4.official.en.yaml`, here or where imported ones are kept) and map (`map-….yaml`).

    What answers of open drafts no longer fit a question that was mended is kept apart for their Parties.
    Returns the cycles loaded. Raises DataFileInvalid with file, line and reason; then nothing is stored.
    """
    forms: dict[str, Located] = {}
    paths: dict[str, Path] = {}
    cover = read_cover(COVER_FILE)
    for path in sorted(folder.glob("nr?.yaml")):
        document = read_questionnaire(path)
        document["cover"] = cover
        forms[document["cycle"]] = document
        paths[document["cycle"]] = path
    for path in _official_files(folder, official or settings.OFFICIAL_TEXTS):
        _add_official(path, forms)
    maps = [(path, read_map(path, forms)) for path in sorted(folder.glob("map-*.yaml"))]
    cycles = {cycle.code: cycle for cycle in ReportingCycle.objects.all()}
    for code, document in forms.items():
        if code not in cycles:
            raise DataFileInvalid(
                paths[code], [Problem(document.line, f"There is no cycle {code}: load a plan first.")]
            )
    at = timezone.now()
    with transaction.atomic():
        before = {one.cycle.code: one for one in _in_use(forms)}
        for code, document in forms.items():
            _store(cycles[code], in_stored_order(document))
        for _, document in maps:
            QuestionMap.objects.update_or_create(
                current=cycles[document["current"]],
                previous=cycles[document["previous"]],
                defaults={"document": document},
            )
        for now in _in_use(forms):
            if (was := before.get(now.cycle.code)) is not None and was.pk != now.pk:
                keep_apart(before=was, now=now, at=at)
        note_content("questionnaires", [forms, [document for _, document in maps]])
        note_questionnaires(at=at)
    return list(forms)


def _in_use(codes: Collection[str]) -> list[Questionnaire]:
    return list(Questionnaire.objects.in_use().filter(cycle__code__in=codes).select_related("cycle"))


def _store(cycle: ReportingCycle, document: dict[str, Any]) -> None:
    """Store a form; one that asks otherwise than the last of its version stands beside it: reports answered that one.

    The Secretariat's texts are other words for the same questions: they take the place of those that were there.
    """
    version = document["version"]
    last = Questionnaire.objects.filter(cycle=cycle, version=version).order_by("-mended").first()
    is_mended = last is not None and _asked(last.document) != _asked(document)
    if last is not None and is_mended and not last.kept_words:
        # Stored by an earlier release, which kept none.
        last.kept_words = words_to_keep(build_form(last.document))
        last.save(update_fields=["kept_words"])
    Questionnaire.objects.update_or_create(
        cycle=cycle,
        version=version,
        mended=last.mended + is_mended if last else 0,
        defaults={
            "document": document,
            "sha256": digest(document),
            "kept_words": words_to_keep(build_form(document)),
        },
    )


def _asked(document: Mapping[str, Any]) -> str:
    """The digest of a form without the Secretariat's texts."""
    return digest({part: held for part, held in document.items() if part not in ("official", "official_headings")})


def in_stored_order(document: Mapping[str, Any]) -> dict[str, Any]:
    """The same questionnaire with options as pairs: PostgreSQL keeps the order of a list, and of no mapping."""
    cover = document["cover"] | {"questions": _with_pairs(document["cover"]["questions"])}
    return {**document, "questions": _with_pairs(document["questions"]), "cover": cover}


def _with_pairs(questions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        question | {"options": [list(pair) for pair in question["options"].items()]}
        if "options" in question
        else question
        for question in questions
    ]


def read_cover(path: Path) -> Located:
    """Read what every report says of itself. Raises DataFileInvalid with file, line and reason."""
    document = read(path, SCHEMAS / "cover.schema.yaml")
    days = {question["key"] for question in document["questions"] if question["type"] == "day"}
    problems = [problem for question in document["questions"] for problem in _bounds(question, days)]
    if problems:
        raise DataFileInvalid(path, problems)
    return document


def _bounds(question: Located, days: Collection[str] = ()) -> list[Problem]:
    """Bounds of what can be true that this question cannot have, or that nothing keeps."""
    rule = question.get("plausible")
    if rule is None:
        return []
    key, line = question["key"], rule.line
    amounts = [one for one in question.get("details", {}).values() if one == "amount"]
    problems = []
    if question["type"] not in ("number", "day") and not amounts:
        problems.append(Problem(line, f"{key} states what is plausible, but asks for no number, amount or day."))
    if rule.get("lowest", -inf) > rule.get("highest", inf):
        problems.append(Problem(line, f"{key}: the lowest, {rule['lowest']}, is above the highest, {rule['highest']}."))
    if "sum" in rule:
        if len(amounts) < 2:
            problems.append(Problem(line, f"{key} states a sum, but has fewer than two amounts to add up."))
        elif not rule.get("lowest", -inf) <= rule["sum"] <= len(amounts) * rule.get("highest", inf):
            problems.append(Problem(line, f"{key}: amounts within their bounds cannot add up to {rule['sum']}."))
    if "not_before" in rule and (question["type"] != "day" or rule["not_before"] not in {*days} - {key}):
        problems.append(
            Problem(line, f"{key} is to follow {rule['not_before']}, which is no other question for a day.")
        )
    return problems


def read_questionnaire(path: Path) -> Located:
    """Read one questionnaire and check what the schema can't: keys, sections, parts, conditions, options."""
    document = read(path, SCHEMAS / "questionnaire.schema.yaml")
    problems: list[Problem] = []
    sections = {section["key"] for section in document["sections"]}
    parts = {part["key"] for part in document.get("parts", ())}
    options: dict[str, Mapping[str, str]] = {}
    for question in document["questions"]:
        key, line = question["key"], question.line
        if key in options:
            problems.append(Problem(line, f"The key {key} is used twice."))
        options[key] = question.get("options", {})
        if question["section"] not in sections:
            problems.append(Problem(line, f"{key} stands in a section {question['section']} that is not listed."))
        if "part" in question and question["part"] not in parts:
            problems.append(Problem(line, f"{key} belongs to a part {question['part']} that is not listed."))
        if "group" in question and question["group"] not in document.get("groups", {}):
            problems.append(Problem(line, f"{key} belongs to a group {question['group']} that has no text."))
        if (question["type"] in ("option", "term")) != bool(options[key]):
            problems.append(Problem(line, f"{key} is of type {question['type']}: options do not fit or are missing."))
        for name in (*question.get("exclusive", ()), *question.get("details", ())):
            if name not in options[key]:
                problems.append(Problem(line, f"{key} names an option {name} that it does not offer."))
    for question in document["questions"]:
        problems += _bounds(question)
        problems += _dangling(question["key"], _conditions(question), options)
    if (asked := document.get("membership")) and set(options.get(asked, ())) != {"true", "false"}:
        problems.append(Problem(document.line, f"The question of membership, {asked}, is none that takes yes or no."))
    for check in document.get("checks", ()):
        if check["question"] not in options:
            problems.append(Problem(check.line, f"A check speaks of {check['question']}, which does not exist."))
        problems += _dangling(f"A check of {check['question']}", check["when"], options)
    if not problems:
        problems += _circles(document)
    if problems:
        raise DataFileInvalid(path, problems)
    return document


def _dangling(what: str, conditions: list[Located], options: Mapping[str, Mapping[str, str]]) -> list[Problem]:
    """Conditions on a question or an option that does not exist."""
    problems = []
    for condition in conditions:
        on = condition["question"]
        if on not in options:
            problems.append(Problem(condition.line, f"{what} depends on {on}, which does not exist."))
            continue
        problems += [
            Problem(condition.line, f"{what} depends on {on} = {code}, which is no option.")
            for code in (*condition.get("values", ()), *condition.get("except", ()))
            if code not in options[on]
        ]
    return problems


def _conditions(question: Located) -> list[Located]:
    return [one for entry in question.get("enabled_by", ()) for one in entry.get("any_of", [entry])]


def _circles(document: Located) -> list[Problem]:
    """Questions whose conditions lead back to themselves."""
    needs = {q["key"]: {c["question"] for c in _conditions(q)} for q in document["questions"]}
    problems = []
    for question in document["questions"]:
        reached: set[str] = set()
        ahead = set(needs[question["key"]])
        while ahead:
            reached |= ahead
            ahead = {key for step in ahead for key in needs[step]} - reached
        if question["key"] in reached:
            problems.append(Problem(question.line, f"The conditions of {question['key']} lead back to it."))
    return problems


def read_map(path: Path, forms: Mapping[str, Located]) -> Located:
    """Read one map and check that both ends and every recoded value exist."""
    document = read(path, SCHEMAS / "map.schema.yaml")
    problems: list[Problem] = []
    ends = {}
    for end in ("current", "previous"):
        if document[end] not in forms:
            problems.append(Problem(document.line, f"There is no questionnaire {document[end]}."))
            continue
        ends[end] = {q["key"]: q.get("options", {}) for q in forms[document[end]]["questions"]}
    if len(ends) == 2:
        for link in document["links"]:
            for end, options in ends.items():
                if link[end] not in options:
                    problems.append(Problem(link.line, f"{document[end]} has no question {link[end]}."))
            for before, now in link.get("values", {}).items():
                if before not in ends["previous"].get(link["previous"], {}):
                    problems.append(Problem(link.line, f"{link['previous']} offers no option {before}."))
                if now not in ends["current"].get(link["current"], {}):
                    problems.append(Problem(link.line, f"{link['current']} offers no option {now}."))
    if problems:
        raise DataFileInvalid(path, problems)
    return document


def _official_files(folder: Path, imported: Path) -> list[Path]:
    """The files of official texts by their names; one beside the questionnaires comes before one that was imported."""
    found = {path.name: path for place in (imported, folder) for path in place.glob(OFFICIAL_FILES)}
    return [found[name] for name in sorted(found)]


def _add_official(path: Path, forms: dict[str, Located]) -> None:
    document = read(path, SCHEMAS / "official.schema.yaml")
    form = forms.get(document["cycle"])
    if form is None:
        raise DataFileInvalid(path, [Problem(1, f"There is no questionnaire {document['cycle']}.")])
    offered = {question["key"]: question.get("options", {}) for question in form["questions"]}
    problems = []
    for key, texts in document["questions"].items():
        if key not in offered:
            problems.append(Problem(texts.line, f"{document['cycle']} has no question {key}."))
            continue
        unknown = [code for part in ("options", "captions") for code in texts.get(part, {}) if code not in offered[key]]
        problems += [Problem(texts.line, f"{key} offers no option {code}.") for code in unknown]
    problems += _no_such_place(document, form, offered)
    if problems:
        raise DataFileInvalid(path, problems)
    language = document["language"]
    form.setdefault("official", {})[language] = document["questions"]
    form.setdefault("official_headings", {})[language] = {
        part: document[part] for part in OFFICIAL_HEADINGS if part in document
    }


def _no_such_place(document: Located, form: Located, offered: Collection[str]) -> list[Problem]:
    """Headings and legends of an official-text file that stand nowhere in the form."""
    cycle, before = document["cycle"], document.get("legends_before", {})
    sections = {section["key"] for section in form["sections"]}
    wrong = [f"{cycle} has no section {key}." for key in document.get("sections", {}) if key not in sections]
    wrong += [f"{cycle} has no group {key}." for key in document.get("groups", {}) if key not in form.get("groups", {})]
    wrong += [
        f"The legend {key} stands before {before.get(key, 'nothing')}, which is no question of {cycle}."
        for key in document.get("legends", {})
        if before.get(key) not in offered
    ]
    return [Problem(document.line, reason) for reason in wrong]
