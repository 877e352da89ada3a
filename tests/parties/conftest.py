import pytest

from tests.people_factories import NOW


@pytest.fixture(autouse=True)
def _world(world: None) -> None:
    """Roles are for real Parties."""


@pytest.fixture
def at():
    return NOW


@pytest.fixture
def links():
    """Read the link out of the newest message in the outbox."""
    import re

    from parties.models import Email

    def newest(to: str) -> str:
        body = Email.objects.filter(to=to).latest("queued_at", "pk").body
        return re.search(r"https?://[^/\s]+(/\S+)", body).group(1)

    return newest
