"""Why a Party is silent or unanswered at a measure: the ledger of the cycle or of its part, and what cannot be true."""

from collections.abc import Iterable, Mapping
from functools import cached_property

from django.utils.translation import gettext as _

from figures.bindings_in_words import no_answer_to
from figures.catalogue import in_words
from figures.selectors import forms
from indicators.models import Measure, ReportingCycle
from indicators.reasons import NotAssessed, Unread
from national_reports.ledger_rows import Ledger, ledger_of, ledger_of_party
from national_reports.ledger_words import none_counted_in_words, why_none_counts
from national_reports.questionnaire import QuestionnaireForm
from national_reports.selectors import implausible_in
from parties.formats import in_clauses, under
from parties.models import Party


class Silences:
    """Reads each ledger once; of one Party alone where it is given."""

    def __init__(self, party: Party | None = None) -> None:
        self.party = party
        self.cycles = {cycle.code: cycle for cycle in ReportingCycle.objects.prefetch_related("parts", "extensions")}
        self._ledgers: dict[tuple[str, str], Ledger] = {}

    @cached_property
    def forms(self) -> Mapping[str, QuestionnaireForm]:
        return forms()

    def ledger(self, cycle: str, part: str = "") -> Ledger:
        if (cycle, part) not in self._ledgers:
            held = self.cycles[cycle]
            found = ledger_of_party(held, self.party, part) if self.party else ledger_of(held, part)
            self._ledgers[cycle, part] = found
        return self._ledgers[cycle, part]

    def why(self, party: str, cycle: str, parts: frozenset[str]) -> str:
        """In words: of the first of the parts in which anything is held of the Party, else of the first."""
        ledgers = [self.ledger(cycle, part) for part in sorted(parts)]
        telling = next((one for one in ledgers if (row := one.of(party)) and row.lines), ledgers[0])
        return why_none_counts(telling.of(party), telling)

    def why_unanswered(self, measure: Measure, cycle: str) -> dict[str, str]:
        """By Party: why an answer that was given to this measure counts as none, in words."""
        form = self.forms.get(cycle)
        asked = questions_of(measure, cycle)
        if form is None or not any(one.key in asked for one in form.bounded):
            return {}
        rows = [row for part in sorted(parts_of(measure, cycle)) for row in self.ledger(cycle, part).counted]
        reports = {row.counted.report.pk: row.party.code for row in rows if row.counted}
        said = in_words(Unread.IMPLAUSIBLE)
        return {reports[report]: said for report in implausible_in(reports, form, asked)}

    def why_nothing(self, cycle: str, parts: frozenset[str]) -> str:
        """Why no report of a cycle counts for a measure; empty where one does."""
        return none_counted_in_words([self.ledger(cycle, part) for part in sorted(parts)])

    def in_place_of(self, text: str, measure: Measure, cycles: Iterable[ReportingCycle | None]) -> str:
        """The text with what is held of these cycles in the place of "no report"; as it stands where reports count."""
        unsaid = in_words(NotAssessed.NO_REPORTS)
        if unsaid not in text:
            return text
        said = {cycle.code: self.why_nothing(cycle.code, parts_of(measure, cycle.code)) for cycle in cycles if cycle}
        told = [under(code, why) for code, why in said.items() if why]
        if not told and said:
            # Others reported: what is said is of the Parties of a group.
            told = [self._of_a_group(code, parts_of(measure, code)) for code in said][-1:]
        return text.replace(unsaid, in_clauses(told)) if told else text

    def _of_a_group(self, cycle: str, parts: frozenset[str]) -> str:
        """That none of some Parties is counted: of a part its answers, and "yet" only while the cycle is open."""
        ledger = self.ledger(cycle, min(parts))
        if ledger.part is not None:
            return no_answer_to(ledger.part.in_a_sentence)
        return _("no report counted yet") if ledger.is_open else in_words(NotAssessed.NO_REPORTS)


def questions_of(measure: Measure, cycle: str) -> frozenset[str]:
    """The questions of a cycle that a measure asks."""
    rules = [binding.rule for binding in measure.bindings.all() if binding.cycle.code == cycle]
    return frozenset(use["key"] for rule in rules for use in rule["questions"])


def parts_of(measure: Measure, cycle: str) -> frozenset[str]:
    """Which parts of a cycle a measure asks: the report itself, as "", or a collection kept with it."""
    rules = [binding.rule for binding in measure.bindings.all() if binding.cycle.code == cycle]
    return frozenset(use.get("part", "") for rule in rules for use in rule["questions"]) or frozenset({""})
