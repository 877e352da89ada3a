"""Pages in all six languages, whatever the catalogues hold today."""

import pytest


@pytest.fixture
def six_languages(settings) -> None:
    settings.LANGUAGES = list(settings.ALL_LANGUAGES.items())
