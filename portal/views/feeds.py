"""Editions as an Atom feed (RFC 4287): what is published, and what was withdrawn since."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from evaluation.editions.selectors import published_editions, withdrawal_of
from evaluation.models import Edition
from parties.asked import reads
from parties.emails import absolute


@reads()
def editions_atom(request: HttpRequest) -> HttpResponse:
    """Every published edition, what happened last first; of one withdrawn the entry says so, and why."""
    feed = Atom1Feed(
        title=_("Editions of evaluations"),
        link=absolute(reverse("portal:evaluation-list")),
        description="",
        language=get_language(),
        feed_url=absolute(request.path),
    )
    for edition in sorted(published_editions(), key=changed_at, reverse=True):
        feed.add_item(
            title=_title(edition),
            link=absolute(reverse("portal:edition", args=[edition.evaluation.slug, edition.version])),
            description=_summary(edition),
            # The same whatever the edition's address and language: a withdrawal changes an entry and adds none.
            unique_id=f"urn:sha256:{edition.sha256}",
            pubdate=edition.published_at,
            updateddate=changed_at(edition),
            categories=[_("withdrawn")] if withdrawal_of(edition) else [],
        )
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def changed_at(edition: Edition) -> datetime:
    """When it was withdrawn, else when it was published."""
    withdrawal = withdrawal_of(edition)
    at = withdrawal.at if withdrawal else edition.published_at
    assert at is not None, "Only published editions are listed."
    return at


def _title(edition: Edition) -> str:
    named = {"title": edition.evaluation.title, "version": edition.version}
    if withdrawal_of(edition):
        return _("Withdrawn: %(title)s, edition %(version)s") % named
    return _("%(title)s, edition %(version)s") % named


def _summary(edition: Edition) -> str:
    withdrawal = withdrawal_of(edition)
    if withdrawal:
        return _("The Secretariat withdrew this edition: %(reason)s") % {"reason": withdrawal.reason}
    if edition.corrects:
        return _("It corrects edition %(version)s.") % {"version": edition.corrects.version}
    return f"SHA-256 {edition.sha256}"
