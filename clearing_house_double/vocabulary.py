"""The thesaurus of the double: domains, terms and what is broader than each. No database is asked.

Identifiers that the questionnaires and measures know are the real ones; every other is made from its name.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from clearing_house_double.countries import code_of
from parties.services import PartyFiles

REGIONS = {
    "africa": ("D50FE62D-8A5E-4407-83F8-AFCAAF708EA4", "CBD Regional Groups - Africa"),
    "asia-pacific": ("5E5B7AA4-2420-4147-825B-0820F7EC5A4B", "CBD Regional Groups - Asia and the Pacific"),
    "eastern-europe": ("942E40CA-4C23-4D3A-A0B4-736CD0EFCD54", "CBD Regional Groups - Central and Eastern Europe"),
    "grulac": ("3D0CCC9A-A0A1-4399-8FA2-41D4D649DB0E", "CBD Regional Groups - Latin America and the Caribbean"),
    "weog": ("0EC2E5AE-25F3-4D3A-B71F-8019BB62ED4B", "CBD Regional Groups - Western Europe and Others Group"),
}
ALL_REGIONS = ("E6566232-EE63-4C7B-AF8B-46A26CC295A5", "CBD Regional Groups")
EUROPEAN_UNION = ("bd12d7fb-91f7-4b2d-996c-e70f18a51f0e", "European Union")
LANGUAGES = ("en", "fr", "es", "ar", "ru", "zh")

# Domains by name: identifier (empty: made from the name), and terms as (name, identifier, name of the broader term).
DOMAINS: Mapping[str, tuple[str, tuple[tuple[str, str, str], ...]]] = {
    "cpbThematicAreas": (
        "043C7F0D-2226-4E54-A56F-EE0B74CCC984",
        (
            ("Institutional capacity and human resources", "BB3CA716-E122-4445-9FAD-9F6B440363BD", ""),
            (
                "Integration of biosafety into laws, policies and institutions",
                "68250AA6-75F1-470D-A8E7-85ECDF703D00",
                "",
            ),
            ("Scientific and technical expertise", "7C980FF4-3C5B-4711-81F9-BA6F28C12598", ""),
            ("Risk assessment", "FBAF958B-14BF-45DD-BC6D-D34A9953BCEF", "Scientific and technical expertise"),
            ("Risk management", "B6B916B4-1700-430C-BCFB-FCE81D6F1349", ""),
            ("Public awareness, education and participation", "8419162A-8A34-46AC-8AF2-3D2905F9BA08", ""),
            ("Access to information", "", "Public awareness, education and participation"),
            ("Information exchange and data management", "AF59E45F-3AC2-4F71-889C-B42E83F75A8A", ""),
            ("Technology transfer", "6F6C058C-6741-4878-A448-AE56299821A8", ""),
            ("Detection and identification", "0FF8F112-C0E9-4A18-83E1-40D4EF61503E", ""),
            ("Socio-economic considerations", "76DB23A3-F880-4AC8-8602-DF9DC45EECAF", ""),
            ("Documentation requirements", "A16727EE-FE61-43FF-8530-35A9C7261247", ""),
            ("Confidential information", "3E7615C5-7DFC-4E04-9D26-6C80B4B1DED8", ""),
            ("Unintentional transboundary movements", "D9AC6B7F-316B-483B-8E74-A5EC87343C81", ""),
            ("Liability and redress", "667CD9B1-4571-4C2A-A459-F78E004D7D96", ""),
        ),
    ),
    "cpbSubjectAreas": (
        "",
        (
            ("Living modified organisms", "FE1AA9E9-3320-4112-9F9C-A22AD6563AE1", ""),
            ("Transboundary movement", "1DCBA126-60F1-440D-BBB0-CC9CCC91C283", "Living modified organisms"),
            ("Contained use", "", "Living modified organisms"),
            ("Food, feed or processing", "", "Living modified organisms"),
            ("Risk assessment and risk management", "", ""),
            ("Liability and redress", "", ""),
            ("Labelling and documentation", "", ""),
            ("Public participation", "", ""),
        ),
    ),
    "resourceTypesVlr": (
        "A762DF7E-B8D1-40D6-9DAC-D25E48C65528",
        (
            ("Guidance and tools", "", ""),
            ("Toolkits", "", "Guidance and tools"),
            ("Guidelines", "", "Guidance and tools"),
            ("Learning resources", "", ""),
            ("Training materials", "", "Learning resources"),
            ("Online courses", "", "Learning resources"),
            ("Publications", "", ""),
            ("Case studies", "", "Publications"),
            ("Good practices and lessons learned", "", "Publications"),
            ("Articles and reports", "", "Publications"),
            ("Videos and presentations", "", ""),
        ),
    ),
    "decisionTypes": (
        "",
        (
            ("Intentional introduction into the environment", "E8C5A15C-A736-4fb7-A1B6-192412BE7E45", ""),
            ("Direct use as food, feed or for processing", "BE64016A-C3BD-4C61-9620-C3FEF96B2A24", ""),
            ("Simplified procedure", "", ""),
            ("Transit", "", ""),
            ("Contained use", "", ""),
            ("Other communications", "", ""),
        ),
    ),
    "decisionResults": (
        "",
        (
            ("Approval without conditions", "3B9ECE67-B35C-40FF-8C06-4EA5FF762899", ""),
            ("Approval with conditions", "3EFF4792-A896-4DC7-9945-04FE9C8B5B4F", ""),
            ("Prohibition", "6DD1B161-4CDB-4900-BD31-DBB97E86B2AE", ""),
            ("Additional information requested", "8D91ACEE-C6B3-4204-8FE6-00AE424013FF", ""),
        ),
    ),
    "cpbScopes": (
        "",
        (
            ("Direct use as food", "91BEAF12-ABE1-4294-AD3B-507935894C78", ""),
            ("Direct use as feed", "1D96153B-1625-44E4-AD5E-D26429044B29", ""),
            ("Processing", "6430E4F4-9E5F-48BE-B4ED-9E1A4FED981E", ""),
            ("Contained use", "42A3DCAE-5FD8-4218-941D-DF11D4AE65FA", ""),
            ("Field trials", "D6B59E8A-D82C-4516-917A-A745ACDA5931", ""),
        ),
    ),
    "lawTypes": (
        "",
        (("Law", "57217527-3732-437F-9AD8-45BEF4429FD5", ""), ("Regulation", "", ""), ("Guideline", "", "")),
    ),
    "jurisdictions": ("", (("National", "7437F880-7B12-4F26-AA91-CED37250DD0A", ""), ("Regional", "", ""))),
    "detectionMethods": ("", (("Nucleic acid based", "", ""), ("Protein based", "", ""))),
    "fundingSourceTypes": ("", (("Multilateral", "", ""), ("Bilateral", "", ""), ("National budget", "", ""))),
}


@dataclass(frozen=True)
class Term:
    identifier: str
    name: str
    title: Mapping[str, str]
    broader: tuple[str, ...] = ()


@dataclass
class Thesaurus:
    """Terms by domain; `aliases` leads from a domain's identifier or other name to its name."""

    domains: dict[str, list[Term]] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)

    @cached_property
    def by_identifier(self) -> dict[str, Term]:
        return {term.identifier: term for terms in self.domains.values() for term in terms}

    @cached_property
    def narrower(self) -> dict[str, list[str]]:
        narrower: dict[str, list[str]] = {}
        for term in self.by_identifier.values():
            for above in term.broader:
                narrower.setdefault(above, []).append(term.identifier)
        return narrower

    def domain(self, named: str) -> list[Term] | None:
        """The terms of a domain by its name or identifier, without regard to case; None where there is none."""
        name = self.aliases.get(named.lower())
        return self.domains[name] if name is not None else None

    def identifiers(self, domain: str) -> list[str]:
        return [term.identifier for term in self.domains[domain]]

    def related(self, identifiers: Iterable[str]) -> list[str]:
        """The terms themselves and everything broader, as a field `…_REL_ss` holds them: broader ones first."""
        found: dict[str, None] = {}
        for identifier in identifiers:
            term = self.by_identifier.get(identifier)
            for above in self.related(term.broader) if term else ():
                found[above] = None
            found[identifier] = None
        return list(found)

    def row(self, term: Term, *, relations: bool = False) -> dict[str, Any]:
        """A term as the API gives it."""
        below = self.narrower.get(term.identifier, [])
        row: dict[str, Any] = {
            "termId": 900000 + list(self.by_identifier).index(term.identifier),
            "identifier": term.identifier,
            "name": term.name,
            "title": dict(term.title),
            "shortTitle": {},
            "description": "",
            "longDescription": {},
            "source": "Demonstration",
            "broaderTerms": list(term.broader),
            "narrowerTerms": list(below),
            "relatedTerms": [],
            "nonPreferedTerms": [],
        }
        if relations:
            row["expandedNarrowerTerms"] = self._below(term.identifier)
            row["expandedRelatedTerms"] = self._below(term.identifier)
        return row

    def _below(self, identifier: str) -> list[str]:
        below = self.narrower.get(identifier, [])
        return [*below, *(deeper for one in below for deeper in self._below(one))]


def made_identifier(*named: str) -> str:
    return str(uuid5(NAMESPACE_URL, "/".join(("demonstration", *named)))).upper()


def build_thesaurus(files: PartyFiles, regions: Mapping[str, str]) -> Thesaurus:
    """The terms of every domain; regions and countries are those of the Parties."""
    thesaurus = Thesaurus(aliases={"subject areas": "cpbSubjectAreas"})
    for domain, (identifier, entries) in DOMAINS.items():
        _add(thesaurus, domain, identifier, _terms(domain, entries))
    groups = [
        Term(ALL_REGIONS[0], ALL_REGIONS[1], {"en": ALL_REGIONS[1]}),
        Term(EUROPEAN_UNION[0], EUROPEAN_UNION[1], {"en": EUROPEAN_UNION[1]}),
        *(Term(code, name, {"en": name}, (ALL_REGIONS[0],)) for code, name in REGIONS.values()),
    ]
    _add(thesaurus, "regions", ALL_REGIONS[0], groups)
    countries = [
        Term(
            code_of(row).lower(),
            row["name_en"],
            {language: row[f"name_{language}"] for language in LANGUAGES},
            (REGIONS[regions[row["code"]]][0],) if row["code"] in regions else (),
        )
        for row in files.parties
    ]
    _add(thesaurus, "countries", "", countries)
    return thesaurus


def _terms(domain: str, entries: Sequence[tuple[str, str, str]]) -> list[Term]:
    known = {name: identifier or made_identifier(domain, name) for name, identifier, _ in entries}
    return [Term(known[name], name, {"en": name}, (known[above],) if above else ()) for name, _, above in entries]


def _add(thesaurus: Thesaurus, domain: str, identifier: str, terms: list[Term]) -> None:
    thesaurus.domains[domain] = terms
    thesaurus.aliases |= {domain.lower(): domain, (identifier or made_identifier(domain)).lower(): domain}
