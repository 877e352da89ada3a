"""Countries with their treaties, as the Clearing-House gives them. No database is asked.

A stand-in has one code of three letters; it stands in each of `code`, `code2` and `code3`.
"""

from typing import Any

from parties.services import PartyFiles

TREATIES = {"cbd": "XXVII8", "cpb": "XXVII8a", "nagoya": "XXVII8b", "nklsp": "XXVII8c"}
DATES = {"signature": "signed_on", "deposit": "deposited_on", "party": "in_force_on"}


def build_countries(files: PartyFiles) -> dict[str, dict[str, Any]]:
    """Every country by its code in upper case."""
    statuses = {(row["code"], TREATIES[row["treaty"]]): row for row in files.statuses}
    return {
        code_of(row): {
            "_id": f"{900000 + place:024x}",
            "code": code_of(row),
            "code2": code_of(row),
            "code3": row["code"],
            "name": {language: row[f"name_{language}"] for language in ("en", "fr", "es", "ru", "ar", "zh")},
            "treaties": {key: _treaty(statuses.get((row["code"], key), {})) for key in TREATIES.values()},
        }
        for place, row in enumerate(files.parties)
    }


def code_of(row: dict[str, str]) -> str:
    return row.get("alpha2") or row["code"]


def _treaty(row: dict[str, str]) -> dict[str, str | None]:
    dates = {name: f"{row[column]}T00:00:00Z" if row.get(column) else None for name, column in DATES.items()}
    return {
        "signature": dates["signature"],
        "instrument": row.get("instrument") or None,
        "deposit": dates["deposit"],
        "party": dates["party"],
    }
