"""Stand-ins for demonstration: one for each real Party, with its groups and treaty dates. No database is asked."""

from random import Random
from string import ascii_uppercase

from parties.models import Party
from parties.services import PartyFiles

SOURCE = "Stand-in for demonstration; treaty dates and groups as of one real Party of its region"

NAMES = {
    Party.Kind.STATE: {
        "name_en": "Demonstration Party",
        "name_fr": "Partie de démonstration",
        "name_es": "Parte de demostración",
        "name_ru": "Демонстрационная Сторона",
        "name_ar": "طرف إيضاحي",
        "name_zh": "演示缔约方",
    },
    Party.Kind.ORGANISATION: {
        "name_en": "Demonstration Organisation",
        "name_fr": "Organisation de démonstration",
        "name_es": "Organización de demostración",
        "name_ru": "Демонстрационная организация",
        "name_ar": "منظمة إيضاحية",
        "name_zh": "演示组织",
    },
}


def draws(*subject: object) -> Random:
    """Return the random numbers of one subject; a text seeds by its content, the same in every process."""
    return Random("/".join(str(part) for part in subject))


def regions_of(files: PartyFiles) -> dict[str, str]:
    """The region of every Party that has one, by code."""
    regions = {group["slug"] for group in files.groups if group["kind"] == "region"}
    return {row["code"]: row["group"] for row in files.memberships if row["group"] in regions}


def demonstration_files(files: PartyFiles, *, seed: int) -> PartyFiles:
    """Replace every Party by a stand-in that keeps kind, groups and treaty dates.

    Stand-ins are numbered region by region and shuffled inside their region, those outside the Protocol among
    them; regional organisations come last. Codes are of the range that ISO 3166 leaves to its users.
    """
    region = regions_of(files)
    place = {group["slug"]: number for number, group in enumerate(files.groups)}

    def order(row: dict[str, str]) -> tuple[bool, int, float]:
        code = row["code"]
        return (
            row["kind"] != Party.Kind.STATE,
            place.get(region.get(code, ""), 0),
            draws(seed, "stand-in", code).random(),
        )

    shuffled = sorted(files.parties, key=order)
    code_of = {row["code"]: _code(number) for number, row in enumerate(shuffled)}
    numbers = {row["code"]: _number(number, shuffled) for number, row in enumerate(shuffled)}
    parties = [
        {"code": code_of[row["code"]], "kind": row["kind"], "note": "", "source": SOURCE}
        | {field: f"{name} {numbers[row['code']]:03d}" for field, name in NAMES[Party.Kind(row["kind"])].items()}
        for row in shuffled
    ]
    statuses = [{**row, "code": code_of[row["code"]], "note": "", "source": SOURCE} for row in files.statuses]
    memberships = [{**row, "code": code_of[row["code"]]} for row in files.memberships]
    return PartyFiles(
        parties=parties,
        # In the order of the new codes: the order of the files would tell who was who.
        statuses=sorted(statuses, key=lambda row: (row["code"], row["treaty"])),
        memberships=sorted(memberships, key=lambda row: (row["code"], place[row["group"]])),
        former_names=[],
        groups=files.groups,
    )


def _code(number: int) -> str:
    """XAA, XAB … XZZ."""
    first, second = divmod(number, len(ascii_uppercase))
    return f"X{ascii_uppercase[first]}{ascii_uppercase[second]}"


def _number(place: int, shuffled: list[dict[str, str]]) -> int:
    """Count within the kind, from 1: States come first, organisations start anew."""
    kind = shuffled[place]["kind"]
    return sum(row["kind"] == kind for row in shuffled[: place + 1])
