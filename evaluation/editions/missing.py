"""Texts that an edition still lacks: of the whole, and of what only a text can speak for. Pure."""

from collections.abc import Iterable

from evaluation.editions.form import FrozenForm

Wanted = tuple[str, str]
# The subject of what a correction changes, whose texts stand with the masthead.
CHANGES = "changes"


def of_text_alone(form: FrozenForm) -> list[str]:
    """The codes of the indicators of a frozen form that only a text can speak for."""
    return [code for code in form.indicators() if form.kind(form.headline(code)).is_text]


def missing_texts(indicators: Iterable[str], written: Iterable[Wanted], languages: Iterable[str]) -> list[Wanted]:
    """[(subject, language)] in the plan's order, of the whole and of the indicators of text alone.

    `written` are there already, `languages` are those of the titles.
    """
    held = set(written)
    wanted = ["whole", *(f"indicator/{code}" for code in indicators)]
    # What is written in one language is read in the others.
    subjects = dict.fromkeys([*wanted, *sorted(subject for subject, _language in held)])
    return [(subject, language) for subject in subjects for language in languages if (subject, language) not in held]
