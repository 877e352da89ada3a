"""Who a government is, by whatever code or name another system gives it; one table for everything that is read."""

import csv
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Self

from django.conf import settings

from parties.models import FORMER_COLUMNS, FormerName, Party

CODES_FILE = Path(settings.BASE_DIR) / "fixtures" / "parties" / "government_codes.csv"
NAMES = ("name_en", "name_fr", "name_es", "name_ru", "name_ar", "name_zh")


class Governments:
    """Parties by everything that they are called: their codes first, then other registries' codes, then names.

    What would mean two of them means nobody.
    """

    def __init__(self, parties: Iterable[Party], former: Iterable[tuple[str, str]], table: Mapping[str, str]) -> None:
        held = {party.code: party for party in parties}
        self.by_name: dict[str, Party] = {}
        self.asked: dict[str, Party | None] = {}
        self._know((party, code) for party in held.values() for code in (party.code, party.alpha2) if code)
        self._know((held[code], said) for said, code in table.items() if code in held)
        names = [(party, getattr(party, name)) for party in held.values() for name in NAMES if getattr(party, name)]
        self._know([*names, *((held[code], name) for code, name in former if code in held)])

    @classmethod
    def load(cls) -> Self:
        """As they are held now; two queries."""
        return cls(Party.objects.all(), _former_names(), other_codes())

    def find(self, said: str) -> Party | None:
        """The Party, or another government that is held; None where nobody is known by this."""
        if said not in self.asked:
            self.asked[said] = self.by_name.get(plain(said))
        return self.asked[said]

    def _know(self, said: Iterable[tuple[Party, str]]) -> None:
        meant: dict[str, set[Party]] = defaultdict(set)
        for party, name in said:
            meant[plain(name)].add(party)
        for name, parties in meant.items():
            if len(parties) == 1 and name:
                self.by_name.setdefault(name, parties.pop())


def _former_names() -> list[tuple[str, str]]:
    """(code of the Party, a name that it had), in every language in which one is known."""
    rows = FormerName.objects.values_list("party__code", *FORMER_COLUMNS)
    return [(code, name) for code, *names in rows for name in names if name]


@cache
def other_codes() -> dict[str, str]:
    """Codes and names that registries use besides ISO 3166: {as they say it: the Party's code}; each with a source."""
    with CODES_FILE.open(encoding="utf-8", newline="") as file:
        return {row["said"]: row["party"] for row in csv.DictReader(file)}


def plain(said: str) -> str:
    """A code or name without what spellings differ in: case, accents, spaces and signs."""
    parts = unicodedata.normalize("NFKD", said).casefold()
    return "".join(sign for sign in parts if sign.isalnum())
