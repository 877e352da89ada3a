"""What a Party answered before: the earlier answer to each question, recoded for the current form."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from django.db.models import F, OuterRef, Subquery
from django.utils.translation import get_language

from languages.codes import ENGLISH
from national_reports.codec import AnswerData
from national_reports.map_reasons import with_options_in_words
from national_reports.models import Answer, QuestionMap, Questionnaire, Report, Submission
from national_reports.questionnaire import Link, Question, QuestionnaireForm


@dataclass(frozen=True)
class PreviousAnswer:
    """One earlier answer beside a question of the current form."""

    cycle: str
    question: Question
    data: AnswerData
    # None where nothing of it can be carried over.
    copy: AnswerData | None
    lost: tuple[str, ...]
    not_comparable: str


@dataclass(frozen=True)
class _Earlier:
    """An earlier cycle that the current one has a map to."""

    pk: int
    cycle: str
    questionnaire: Questionnaire
    links: Mapping[str, Link]


@dataclass(frozen=True)
class _Given:
    """An answer of an earlier cycle, with the form that it answered."""

    data: AnswerData
    asked: Questionnaire


def previous_answers(
    report: Report, form: QuestionnaireForm, keys: Collection[str] | None = None
) -> dict[str, PreviousAnswer]:
    """The latest earlier answer to each of the questions, by key, worded for the reader; of all where none are named.

    Read through the maps of the cycle: an earlier cycle is asked only for what a later one does not tell.
    Two queries and the forms that this process has not built yet, whatever the number of questions.
    """
    return previous_answers_of([report], form, keys)[report.pk]


def previous_answers_of(
    reports: Collection[Report], form: QuestionnaireForm, keys: Collection[str] | None = None
) -> dict[int, dict[str, PreviousAnswer]]:
    """The same for reports of one cycle, by their numbers; as many queries as for one."""
    wanted = set(form.fields if keys is None else keys)
    earlier = _earlier_cycles(reports)
    linked = {link.previous for one in earlier for key, link in one.links.items() if key in wanted}
    published = Report.objects.published().filter(
        party__in={report.party_id for report in reports}, cycle__in=[one.pk for one in earlier]
    )
    # What was handed in here is worded as it was asked then.
    answered = Submission.objects.filter(report=OuterRef("report")).order_by("-at")
    rows = Answer.objects.filter(report__in=published, question__in=linked).annotate(
        party=F("report__party"),
        cycle=F("report__cycle"),
        form_pk=Subquery(answered.values("questionnaire")[:1]),
        form_sha256=Subquery(answered.values("questionnaire__sha256")[:1]),
    )
    newest = {one.pk: one.questionnaire for one in earlier}
    given: dict[int, dict[tuple[int, str], _Given]] = defaultdict(dict)
    for row in rows.order_by("report__part"):
        if not row.data.is_empty:
            asked = Questionnaire(pk=row.form_pk, sha256=row.form_sha256) if row.form_pk else newest[row.cycle]
            given[row.party].setdefault((row.cycle, row.question), _Given(row.data, asked))
    return {report.pk: _latest_of(earlier, form, wanted, given[report.party_id]) for report in reports}


def _latest_of(
    earlier: Iterable[_Earlier],
    form: QuestionnaireForm,
    wanted: Collection[str],
    given: Mapping[tuple[int, str], _Given],
) -> dict[str, PreviousAnswer]:
    found: dict[str, PreviousAnswer] = {}
    for one in earlier:
        for key in one.links.keys() & wanted - found.keys():
            link = one.links[key]
            if answer := given.get((one.pk, link.previous)):
                found[key] = _carried(one, link, form.fields[key], answer)
    return found


def _earlier_cycles(reports: Collection[Report]) -> list[_Earlier]:
    """The latest first; the links of a map are read from its document once, not for every Party."""
    newest = Questionnaire.objects.filter(cycle=OuterRef("previous")).order_by("-version", "-mended")
    maps = (
        QuestionMap.objects.filter(current__in={report.cycle_id for report in reports})
        .annotate(form_pk=Subquery(newest.values("pk")[:1]), form_sha256=Subquery(newest.values("sha256")[:1]))
        .select_related("previous")
        .order_by("-previous__deadline")
    )
    return [
        _Earlier(one.previous_id, one.previous.code, Questionnaire(pk=one.form_pk, sha256=one.form_sha256), one.links)
        for one in maps
    ]


def _carried(earlier: _Earlier, link: Link, question: Question, given: _Given) -> PreviousAnswer:
    data = given.data
    before = given.asked.form_in(get_language() or ENGLISH).questions[link.previous]
    kept = {code: link.recode(code) for code in data.options if link.recode(code) in question.options}
    lost = tuple(before.options.get(code, code) for code in data.options if code not in kept)
    details = {kept[code]: detail for code, detail in data.details.items() if code in kept}
    copy = replace(
        data,
        options=tuple(code for code in question.options if code in kept.values()),
        details={code: detail for code, detail in details.items() if code in question.details},
    )
    fits = question.type == before.type or {question.type, before.type} == {"option", "term"}
    fits = fits and not copy.is_empty and (question.multiple or len(copy.options) <= 1)
    why = with_options_in_words(link.not_comparable, before, question)
    return PreviousAnswer(earlier.cycle, before, data, copy if fits else None, lost, why)
