"""How the Parties of a population answered one question, from the reports that figures count."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from indicators.models import ReportingCycle
from national_reports.ledger_rows import Ledger, ledgers_of
from national_reports.models import Answer
from national_reports.plausibility_words import in_words
from national_reports.questionnaire import Question, QuestionnaireForm
from national_reports.selectors import implausible_in


@dataclass(frozen=True)
class Distribution:
    """How the Parties of a population answered one question; percentages are of Parties, never of ticks."""

    question: Question
    cycle: ReportingCycle
    codes: dict[str, frozenset[str]]
    ledger: Ledger
    # Parties whose answer cannot be true, and why in words: they count as unanswered.
    implausible: Mapping[str, str] = field(default_factory=dict)

    @property
    def population(self) -> frozenset[str]:
        return frozenset(row.party.code for row in self.ledger.rows)

    @property
    def reported(self) -> frozenset[str]:
        """The Parties whose report is counted: the set that the indicators count."""
        return frozenset(row.party.code for row in self.ledger.counted)

    def parties_with(self, option: str, members: frozenset[str]) -> list[str]:
        return sorted(code for code, options in self.codes.items() if option in options and code in members)

    def answering(self, members: frozenset[str]) -> int:
        return sum(1 for code, options in self.codes.items() if options and code in members)


def distribution(cycle: ReportingCycle, form: QuestionnaireForm, key: str) -> Distribution:
    """Answers of the reports that count in the figures of a cycle, without those that are closed."""
    question = form.questions[key]
    needed = {key}
    while True:
        more = {c.question for k in needed for entry in form.questions[k].enabled_by for c in entry} - needed
        if not more:
            break
        needed |= more
    ledgers = ledgers_of(cycle)
    counted = {row.counted.report.pk: row.party.code for one in ledgers.values() for row in one.counted if row.counted}
    given: dict[str, dict[str, frozenset[str]]] = defaultdict(dict)
    rows = Answer.objects.filter(report__in=counted, question__in=needed).values_list("report", "question", "options")
    for report, asked, options in rows:
        given[counted[report]][asked] = frozenset(options)
    asked_of = {code for code, answers in given.items() if key not in form.closed(answers)}
    wrong = implausible_in(counted, form, {key}) if question.plausible else {}
    untrue = {counted[report]: in_words(question, faults[key]) for report, faults in wrong.items()}
    open_codes = {code: given[code].get(key, frozenset()) for code in asked_of - untrue.keys()}
    implausible = {code: untrue[code] for code in sorted(asked_of & untrue.keys())}
    return Distribution(question, cycle, open_codes, ledgers[question.part], implausible)
