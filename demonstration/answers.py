"""What a stand-in for demonstration answers, cycle after cycle. Pure; the same seed, the same answers.

Every number is drawn from a stream of its own subject (stand-in, cycle, question): nothing depends on order.
The rates stand in fixtures/demonstration.yaml with their meaning.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from random import Random

from national_reports.codec import AnswerData, Detail, Texts
from national_reports.questionnaire import Link, Question, QuestionnaireForm
from parties.demonstration import draws

NOT_APPLICABLE = frozenset({"n/a", "na", "false.na", "false.notApplicable", "false.noCna", "false.oneCna"})
BAND = re.compile(r"(?:USD)?(\d+)([-+]?)")

Count = Mapping[str, int]
Options = tuple[str, ...]


@dataclass(frozen=True)
class StandIn:
    code: str
    region: str
    in_force_on: date | None

    def is_party(self, on: date) -> bool:
        return self.in_force_on is not None and self.in_force_on <= on


@dataclass(frozen=True)
class Round:
    """A cycle as the generator needs it, with the earlier question that each question continues."""

    form: QuestionnaireForm
    deadline: date
    cut_offs: Mapping[str, date]
    links: Mapping[str, tuple[str, Link]]


@dataclass(frozen=True)
class SurveyRates:
    part: str
    with_report: Count
    without_report: int
    joined_since: int


@dataclass(frozen=True)
class CycleRates:
    """How many report in a cycle; `counted` by region, by the cut-off."""

    counted: Count
    by_deadline: int
    late: int
    undated: int
    revised: int
    non_parties: int
    more_yes: float
    survey: SurveyRates | None = None


@dataclass(frozen=True)
class AnswerRates:
    kept: float
    spread: float
    party_spread: float
    partial: float
    not_applicable: float
    gap: float
    section_skipped: float
    closed_but_answered: float
    text: float
    courtesy: float


@dataclass(frozen=True)
class Rates:
    share_of_yes: Mapping[str, float]
    languages: Mapping[str, Sequence[str]]
    texts: Texts
    loyalty: float
    membership: Mapping[str, str]
    cycles: Mapping[str, CycleRates]
    answers: AnswerRates
    levels: Mapping[tuple[str, str], float]

    def mean_share(self, cycle: str) -> float:
        """The share of yes on average over those who report."""
        counted = self.cycles[cycle].counted
        return sum(self.share_of_yes[region] * n for region, n in counted.items()) / sum(counted.values())


@dataclass(frozen=True)
class World:
    """All that the reports are made from; `rounds` in the order of time."""

    seed: int
    rates: Rates
    rounds: Mapping[str, Round]
    stand_ins: tuple[StandIn, ...]

    def draws(self, *subject: object) -> Random:
        return draws(self.seed, *subject)

    def lean(self, most: float, *subject: object) -> float:
        """How far a subject departs from the mean, up to `most` either way."""
        return most * (2 * self.draws(*subject, "lean").random() - 1)

    @cached_property
    def question_leans(self) -> dict[tuple[str, str], float]:
        """The lean of every question; one that continues an older question leans as that one does."""
        leans: dict[tuple[str, str], float] = {}
        for cycle, this in self.rounds.items():
            for key in this.form.questions:
                earlier = this.links.get(key)
                leans[cycle, key] = (
                    leans[earlier[0], earlier[1].previous]
                    if earlier
                    else self.lean(self.rates.answers.spread, cycle, key)
                )
        return leans


@dataclass
class Answering:
    """One stand-in through all cycles: what it would answer if asked, and what its reports hold."""

    world: World
    stand_in: StandIn
    known: dict[tuple[str, str], Options] = field(default_factory=dict)

    @cached_property
    def own_lean(self) -> float:
        return self.world.lean(self.world.rates.answers.party_spread, self.stand_in.code)

    @cached_property
    def language(self) -> str:
        offered = self.world.rates.languages[self.stand_in.region]
        return offered[int(self.world.draws(self.stand_in.code, "language").random() * len(offered))]

    def level(self, cycle: str, key: str) -> float:
        """The chance of yes: that of the question where stated, else of the region; with every lean."""
        rates = self.world.rates
        share = rates.share_of_yes[self.stand_in.region]
        if (cycle, key) in rates.levels:
            level = rates.levels[cycle, key] + share - rates.mean_share(cycle)
        else:
            level = share + rates.cycles[cycle].more_yes + self.world.question_leans[cycle, key]
        return _chance(level + self.own_lean, least=0.02)

    def options(self, cycle: str, key: str) -> Options:
        """The options it would choose if asked: often those of the earlier cycle, in this form's codes."""
        if (cycle, key) not in self.known:
            self.known[cycle, key] = self._choose(cycle, key)
        return self.known[cycle, key]

    def report(self, cycle: str, *, parts: frozenset[str], complete: bool) -> dict[str, AnswerData]:
        """The answers of one report: some left out unless complete, and most that earlier answers close."""
        rates, code = self.world.rates.answers, self.stand_in.code
        form = self.world.rounds[cycle].form
        skipped = {
            section
            for section, _ in form.sections[1:]
            if self.world.draws(code, cycle, section).random() < rates.section_skipped
        }
        answers: dict[str, AnswerData] = {}
        for key, question in form.questions.items():
            luck = self.world.draws(code, cycle, key, "report")
            left_out = luck.random() < rates.gap or (question.section in skipped and not question.part)
            if question.part not in parts or (left_out and not complete):
                continue
            answer = self._answer(cycle, question, luck)
            if not answer.is_empty:
                answers[key] = answer
        closed = form.closed({key: frozenset(answer.options) for key, answer in answers.items()})
        for key in closed & answers.keys():
            if self.world.draws(code, cycle, key, "closed").random() >= rates.closed_but_answered:
                del answers[key]
        return answers

    def _choose(self, cycle: str, key: str) -> Options:
        this = self.world.rounds[cycle]
        if self.world.rates.membership[cycle] == key:
            return ("true",) if self.stand_in.is_party(this.deadline) else ("false",)
        question, rates = this.form.questions[key], self.world.rates.answers
        luck = self.world.draws(self.stand_in.code, cycle, key)
        level = self.level(cycle, key)
        if key in this.links:
            earlier, link = this.links[key]
            given = {link.recode(code) for code in self.options(earlier, link.previous)}
            if given and given <= question.options.keys() and (question.multiple or len(given) == 1):
                if luck.random() < rates.kept:
                    return tuple(code for code in question.options if code in given)
                # Those who answer anew carry the whole change of level.
                level = (level - rates.kept * self.level(earlier, link.previous)) / (1 - rates.kept)
        return choose(question, _chance(level), rates, luck)

    def _answer(self, cycle: str, question: Question, luck: Random) -> AnswerData:
        rates = self.world.rates.answers
        if question.type == "text":
            return AnswerData(texts=self._text(luck)) if luck.random() < rates.text else AnswerData()
        options = self.options(cycle, question.key)
        amounts = [code for code in options if question.details.get(code) == "amount"]
        details: dict[str, Detail] = dict(zip(amounts, percentages(len(amounts), luck), strict=True))
        for code in options:
            if question.details.get(code) == "text" and luck.random() < rates.text:
                details[code] = self._text(luck)
        return AnswerData(options=options, details=details)

    def _text(self, luck: Random) -> Texts:
        texts, own = self.world.rates.texts, self.language
        translated = own != "en" and luck.random() < self.world.rates.answers.courtesy
        return {own: texts[own]} | ({"en*": texts["en"]} if translated else {})


def choose(question: Question, level: float, rates: AnswerRates, luck: Random) -> Options:
    """Draw an answer: not applicable where the form offers it, several ticks, or one option."""
    absent = [code for code in question.options if code in NOT_APPLICABLE]
    if absent and luck.random() < rates.not_applicable:
        return (absent[int(luck.random() * len(absent))],)
    codes = [code for code in question.options if code not in NOT_APPLICABLE]
    if question.multiple:
        none = [code for code in codes if code == "false" or code.endswith(".none")]
        ticked = tuple(code for code in codes if code not in none and luck.random() < level)
        return ticked or tuple(none) or (codes[int(luck.random() * len(codes))],)
    return tuple(luck.choices(codes, weights(codes, level, rates.partial)))


def weights(codes: Sequence[str], level: float, partial: float) -> list[float]:
    """The chance of each option of a single choice.

    `level` is the chance of the best answer of a scale, or of any band but the lowest; other lists are even.
    """
    others = len(codes) - 1
    if any(code[-1] in "+-" for code in codes):
        # In the order of their numbers; every further band is half as frequent as the one below it.
        rank = {code: place for place, code in enumerate(sorted(codes, key=_size))}
        total = 2 - 2.0 ** (1 - others)
        return [level * 2.0 ** (1 - rank[code]) / total if rank[code] else 1 - level for code in codes]
    if codes[0].startswith(("true", "implementation")):
        middle = (1 - level) * partial if others > 1 else 0.0
        return [level, *([middle / (others - 1)] * (others - 1) if others > 1 else []), 1 - level - middle]
    return [1.0 / len(codes)] * len(codes)


def percentages(number: int, luck: Random) -> list[int]:
    """Whole percentages that sum to 100."""
    parts = [1 + luck.random() * 9 for _ in range(number)]
    whole = [int(100 * part / sum(parts)) for part in parts]
    return [whole[0] + 100 - sum(whole), *whole[1:]] if whole else []


def _size(code: str) -> float:
    found = BAND.match(code)
    return int(found[1]) + {"-": -0.5, "": 0, "+": 0.5}[found[2]] if found else -1


def _chance(value: float, *, least: float = 0.0) -> float:
    return min(1 - least, max(least, value))
