"""What staff are told of a review of Parties with their other news: who objects, and to how many lines."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evaluation.models import Edition, PartyRemark
from national_reports.services.told import Also
from parties.formats import under
from parties.models import User


def objections_told(since: datetime, until: datetime, but: User) -> Sequence[Also]:
    """One line for each Party and edition, in the language of the moment; one query."""
    remarks = PartyRemark.objects.filter(verdict=PartyRemark.Verdict.OBJECTS, at__gt=since, at__lte=until)
    remarks = remarks.exclude(by=but).select_related("party", "review__edition__evaluation").order_by("pk")
    found = Counter((one.party, one.review.edition) for one in remarks.defer("review__content"))
    return [
        Also(party.pk, _("Objections of Parties"), under(party.name, _lines_of(edition, n)))
        for (party, edition), n in found.items()
    ]


def _lines_of(edition: Edition, n: int) -> str:
    said = ngettext("%(n)d line of %(edition)s", "%(n)d lines of %(edition)s", n)
    return said % {"n": n, "edition": f"{edition.evaluation.title} {edition.version}"}
