"""Which option a label names, in whichever of the six languages somebody wrote it."""

from collections.abc import Callable, Mapping

from languages.codes import ENGLISH
from languages.typed import bare, folded
from national_reports.questionnaire import Question


class SeveralOptions(ValueError):
    """A label names more than one option; `codes` in the order of the form."""

    def __init__(self, codes: list[str]) -> None:
        self.codes = codes
        super().__init__(", ".join(codes))


def option_called(given: str, question: Question, language: str = ENGLISH) -> str | None:
    """The code of the option that a label or a code names; None for no option.

    `question` in its English wording. A code counts before a label, a label as it is written before one without its
    accents, and where languages call different options the same, `language` decides: that of the workbook. Raises
    SeveralOptions where it does not.
    """
    if given in question.options:
        return given
    names = {code: question.called(code) for code in question.options}
    for fold in (folded, bare):
        wanted = fold(given)
        found = [code for code in names if wanted == fold(code) or _is_called(names[code], wanted, fold)]
        if len(found) > 1:
            found = [code for code in found if wanted in map(fold, names[code].get(language, ()))] or found
        if len(found) > 1:
            raise SeveralOptions(found)
        if found:
            return found[0]
    return None


def _is_called(names: Mapping[str, set[str]], wanted: str, fold: Callable[[str], str]) -> bool:
    return bool(wanted) and any(fold(label) == wanted for labels in names.values() for label in labels)
