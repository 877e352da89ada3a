"""Find the terms of the thesaurus that the words of the filters mean, and keep them."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from bch_sync.client import ClearingHouse
from bch_sync.counts import NamedFilter
from bch_sync.models import ResolvedTerm

# Terms seldom change; after so long they are looked up again.
KEPT = timedelta(days=30)


def resolve_terms(house: ClearingHouse, filters: Iterable[NamedFilter], *, at: datetime, anew: bool) -> list[str]:
    """Look up each domain of which a word is unknown or known for long. Returns the words that mean nothing there."""
    words: dict[str, set[str]] = {}
    for named in filters:
        for condition in named.filter.conditions:
            if condition.terms is not None:
                words.setdefault(condition.terms.domain, set()).update(condition.terms.containing)
    missing: list[str] = []
    for domain, wanted in sorted(words.items()):
        held = ResolvedTerm.objects.filter(domain=domain, word__in=wanted)
        fresh = set(held.filter(resolved_at__gte=at - KEPT).values_list("word", flat=True))
        if not anew and wanted <= fresh:
            continue
        terms = [(term["identifier"], name) for term in house.terms(domain) if (name := _name(term))]
        found = [
            ResolvedTerm(domain=domain, word=word, identifier=identifier, name=name[:200], resolved_at=at)
            for word in sorted(wanted)
            for identifier, name in dict(terms).items()
            if word in name.lower()
        ]
        known = {term.word for term in found}
        with transaction.atomic():
            # A word that means nothing any more keeps what it meant: a fault there must not empty a figure here.
            held.filter(word__in=known).delete()
            ResolvedTerm.objects.bulk_create(found)
        missing += [f"{word} ({domain})" for word in sorted(wanted - known)]
    return missing


def _name(term: Mapping[str, Any]) -> str:
    """The English name of a term with a usable identifier; else empty."""
    title = term.get("title")
    name = title.get("en") if isinstance(title, Mapping) else None
    name = name or term.get("name")
    usable = isinstance(term.get("identifier"), str) and 0 < len(term["identifier"]) <= 128
    return name if usable and isinstance(name, str) else ""
