"""What the people of a Party are written when one of its authorities brings somebody in or ends an access."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from parties.carers import carer_of
from parties.emails import absolute
from parties.letters import Letter, Link, as_read_by, send_letter
from parties.models import FocalPoint, Invitation, Party, User
from parties.selectors import authorities_of


def tell_of_invitation(invitation: Invitation, *, by: User, at: datetime) -> None:
    """Tell the other authorities of the Party whom one of them invited."""
    party = invitation.party
    assert party is not None
    for person in authorities_of(party, at=at):
        if person == by:
            continue
        with as_read_by(person):
            facts = {"who": by.name, "name": invitation.name, "party": party.name, "address": invitation.email}
            letter = Letter(
                subject=_("A colleague is invited: %(party)s") % facts,
                happened=_("%(who)s invited %(name)s (%(address)s) to the national reports of %(party)s.") % facts,
                then=[_("The role: %(role)s.") % {"role": invitation.offered_role.title}],
                links=[_to_colleagues(party)],
                why=_of_the_party(party),
                ask=carer_of(party),
            )
            send_letter(key=f"colleague-invited/{invitation.pk}/{person.pk}", to=person, letter=letter, at=at)


def tell_of_end(held: FocalPoint, *, by: User, at: datetime) -> None:
    """Tell a person whose access ended, and the other authorities of the Party."""
    party = held.party
    told = [held.user, *(one for one in authorities_of(party, at=at) if one not in (by, held.user))]
    for person in told:
        with as_read_by(person):
            facts = {"who": by.name, "name": held.user.name, "party": party.name}
            if person == held.user:
                letter = Letter(
                    subject=_("Your access has ended: %(party)s") % facts,
                    happened=_("%(who)s ended your access to the national reports of %(party)s.") % facts,
                    then=[_("What you wrote stays, under your name. If this is a mistake, answer to your colleagues.")],
                    ask=carer_of(party),
                )
            else:
                letter = Letter(
                    subject=_("The access of a colleague has ended: %(party)s") % facts,
                    happened=_("%(who)s ended the access of %(name)s to the national reports of %(party)s.") % facts,
                    links=[_to_colleagues(party)],
                    why=_of_the_party(party),
                    ask=carer_of(party),
                )
            send_letter(key=f"colleague-ended/{held.pk}/{person.pk}", to=person, letter=letter, at=at)


def _to_colleagues(party: Party) -> Link:
    return Link(_("The people of your Party"), absolute(reverse("parties:colleagues", args=[party.code])))


def _of_the_party(party: Party) -> str:
    return _("You get this message as a focal point of %(party)s.") % {"party": party.name}
