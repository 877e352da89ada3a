"""What the people of a Party are written about their work together on a report."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from languages.codes import ENGLISH
from national_reports.models import Report
from national_reports.selectors import form_for
from national_reports.services.letters import address
from parties.carers import carer_of
from parties.emails import absolute
from parties.letters import Letter, Link, Quote, as_read_by, send_letter
from parties.models import User
from parties.selectors import authorities_of

# What a letter says in the language of the moment: its subject, what happened, and what that means for its reader.
Said = tuple[str, str, str]


def tell_authorities(
    report: Report, what: str, *, by: User, at: datetime, words: str = "", but: User | None = None
) -> None:
    """Tell every authority of the Party what somebody did with its report: a word of `_SAID`.

    Whoever did it is told too, as a receipt, unless they are `but`. `words` are theirs, and are quoted.
    """
    for person in authorities_of(report.party, at=at):
        if person != but:
            _tell(person, report, what, by=by, at=at, words=words)


def tell_carer(report: Report, what: str, *, by: User, at: datetime, words: str = "") -> None:
    """Tell whoever of the Secretariat looks after the Party."""
    carer = carer_of(report.party)
    if carer is not None and carer != by:
        _tell(carer, report, what, by=by, at=at, words=words)


def tell_of_sections(report: Report, what: str, sections: Sequence[str], *, to: User, by: User, at: datetime) -> None:
    """Tell a colleague which sections were handed to them or taken back."""
    with as_read_by(to):
        titles = dict(form_for(report.cycle, get_language() or ENGLISH).chapters)
        _tell(to, report, what, by=by, at=at, lines=[titles.get(one, one) for one in sections])


def tell_of_agreement(
    report: Report, named: Collection[User], *, before: Collection[User], by: User, at: datetime
) -> None:
    """Tell the other authorities, and those who are named or were before, whose agreement the reports need now."""
    what, names = ("agreement", sorted(one.name for one in named)) if named else ("alone", [])
    concerned = dict.fromkeys([*authorities_of(report.party, at=at), *named, *before])
    for person in (one for one in concerned if one != by):
        _tell(person, report, what, by=by, at=at, lines=names)


def _tell(
    person: User,
    report: Report,
    what: str,
    *,
    by: User,
    at: datetime,
    words: str = "",
    lines: Sequence[str] = (),
) -> None:
    with as_read_by(person):
        facts = {
            "who": by.name,
            "cycle": report.cycle.title,
            "party": report.party.name,
            "version": report.version,
        }
        subject, happened, meaning = _SAID[what]()
        letter = Letter(
            subject=subject % facts,
            happened=happened % facts,
            quotes=[Quote(by.name, words)] if words else [],
            then=[*(["\n".join(f"– {line}" for line in lines)] if lines else []), meaning],
            links=[Link(_("Go to the report"), _address(report, person))],
            why="" if person.is_staff else _("You get this message as a focal point of %(party)s.") % facts,
            ask=None if person.is_staff else carer_of(report.party),
        )
        key = f"{what}/{report.pk}/{at:%Y%m%d%H%M%S%f}/{person.pk}"
        send_letter(key=key, to=person, letter=letter, at=at)


def _address(report: Report, person: User) -> str:
    if person.is_staff:
        return absolute(reverse("desk:review", args=[report.party.code, report.cycle.code]))
    return address(report)


def _submitted() -> Said:
    return (
        _("Submitted: %(cycle)s, %(party)s"),
        _("%(who)s submitted this report: %(cycle)s, %(party)s, version %(version)d."),
        _("Until the review begins, an authority of your Party can withdraw it or hold it."),
    )


def _withdrawn() -> Said:
    return (
        _("Withdrawn: %(cycle)s, %(party)s"),
        _("%(who)s withdrew this report: %(cycle)s, %(party)s, version %(version)d."),
        _("The Secretariat does not review it. To go on, open the next version."),
    )


def _amended() -> Said:
    return (
        _("The next version is begun: %(cycle)s, %(party)s"),
        _("%(who)s opened version %(version)d of this report: %(cycle)s, %(party)s."),
        _("It begins with the answers, files and open notes of the version before. What is published stays meanwhile."),
    )


def _held() -> Said:
    return (
        _("Held: %(cycle)s, %(party)s"),
        _("%(who)s holds this report, because it is in dispute: %(cycle)s, %(party)s, version %(version)d."),
        _("Until it is released it is neither submitted, accepted nor published. What is published stays."),
    )


def _released() -> Said:
    return (
        _("Released: %(cycle)s, %(party)s"),
        _("%(who)s released this report, which was held: %(cycle)s, %(party)s, version %(version)d."),
        _("It goes on its way."),
    )


def _asked() -> Said:
    return (
        _("Please submit: %(cycle)s, %(party)s"),
        _("%(who)s asks you to submit this report: %(cycle)s, %(party)s, version %(version)d."),
        _("Read the answers, then submit the report from the page “Check”."),
    )


def _handed() -> Said:
    return (
        _("Sections for you: %(cycle)s, %(party)s"),
        _("%(who)s hands these sections of the report to you: %(cycle)s, %(party)s."),
        _("They stand first on the report’s page. A contributor writes in these sections and reads the others."),
    )


def _taken_back() -> Said:
    return (
        _("Sections taken back: %(cycle)s, %(party)s"),
        _("%(who)s took these sections of the report back from you: %(cycle)s, %(party)s."),
        _("What you wrote stays, under your name."),
    )


def _agreement() -> Said:
    return (
        _("Who agrees before the reports are submitted: %(party)s"),
        _("%(who)s changed whose agreement your Party’s reports need before they are submitted: %(party)s."),
        _("Everybody who is asked agrees section by section on the report’s page."),
    )


def _alone() -> Said:
    subject, happened, _meaning = _agreement()
    return subject, happened, _("One authority alone submits your Party’s reports.")


_SAID: Mapping[str, Callable[[], Said]] = {
    "handed-in": _submitted,
    "withdrawn": _withdrawn,
    "amended": _amended,
    "held": _held,
    "released": _released,
    "please-submit": _asked,
    "sections-handed": _handed,
    "sections-taken-back": _taken_back,
    "agreement": _agreement,
    "alone": _alone,
}
