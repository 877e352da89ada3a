"""What is known of every Party, as by the day of its report, was not answered: no sentence says so."""

import pytest

from figures.wording import moved_in_words, share_view
from indicators.calculations import Share
from indicators.findings import Trend
from indicators.statements import Moved, Panel
from tests.parties.test_page_parts import drawn

WHOLE = Share(71, 12, 87, 0, 0, 0)
OPEN = Share(71, 12, 37, 0, 10, 40)


@pytest.mark.parametrize("part", ["share", "share_inline"])
def test_a_share_of_all_parties_has_no_bounds_and_speaks_of_no_answers(part):
    include = f'{{% include "components/{part}.html" with share=share only %}}'
    whole, part_of = (drawn(include, share=share_view(share)) for share in (WHOLE, OPEN))
    assert "170" in whole
    assert "answering" not in whole
    assert "between" not in whole
    assert "<small>" not in whole
    assert ("between" in part_of) or ("<small>" in part_of)


@pytest.mark.parametrize(("reporting", "speaks_of_answers"), [(170, False), (120, True)])
def test_a_change_of_all_parties_speaks_of_no_answers(reporting, speaks_of_answers):
    panel = Panel(161, 161, 20, 5, 136, 40, 55, reporting, 170)
    said = moved_in_words(Moved(Trend.IMPROVED, None, panel, None, None))
    assert ("answered" in said) is speaks_of_answers
    assert "20 gained, 5 lost, 136 stayed" in said
