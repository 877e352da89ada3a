"""Documents of one small edition, rendered once for the tests that only read them."""

from typing import Any

import pytest

from evaluation.documents import RenderedDocument, render_edition, signing_key
from tests.evaluation.edition_documents.making import LINKS, make_frozen

KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="


def render(**overrides: Any) -> dict[str, RenderedDocument]:
    """Every document of an edition by name."""
    made = render_edition(make_frozen(**overrides), links=LINKS, key=signing_key(KEY))
    return {document.name: document for document in made}


@pytest.fixture(scope="session")
def documents() -> dict[str, RenderedDocument]:
    return render()


LEFT_OUT = [{"language": "ar", "reason": "Its tables in 2 columns."}, {"language": "ru", "reason": "Its terms."}]
MEETING = {
    "code": "cp-mop-8",
    "title": "Eighth meeting",
    "place": "Cancun, Mexico",
    "starts_on": "2016-12-04",
    "ends_on": "2016-12-17",
}
OFFICIAL = {
    "symbol": "CBD/CP/MOP/8/11",
    "meeting": MEETING,
    "agenda_item": "14",
    "corrects": "0.9",
    "demonstration": True,
}


@pytest.fixture(scope="session")
def official() -> dict[str, RenderedDocument]:
    """The same with a full masthead, and of demonstration data."""
    return render(edition=OFFICIAL)
