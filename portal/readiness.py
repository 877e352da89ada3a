"""What a Secretariat has to do before a cycle can begin: what is done, what is not, and the next step."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from evaluation.data_files import UnknownFile, place_of
from indicators.days import is_over
from indicators.models import Plan, ReportingCycle
from languages.told import said_later
from national_reports.models import Questionnaire
from national_reports.trials import is_on_trial
from parties.audit import record
from parties.formats import date_format
from parties.invitations import Reach, is_invited, reach
from parties.letters import Letter, send_letter
from parties.models import AuditEvent, Email, Party, User
from parties.publishers import FEWEST, publishers

# The trail of what is confirmed of the portal as a whole.
SUBJECT = "portal"
RESTORED = "backup restored"
TEST_LETTER = "test/"
# A backup that nobody has restored for longer proves nothing about today's.
RESTORED_WITHIN = timedelta(days=180)
FIXTURES = Path(settings.BASE_DIR) / "fixtures"
LETTERS_LEAVE_BY = "parties.mail_backend.EmailBackend"


@dataclass(frozen=True)
class Step:
    """One thing to do: whether it is done, and what stands or is to be done."""

    key: str
    title: str
    is_done: bool
    says: str
    # Whether a cycle can begin without it.
    can_wait: bool = False


@dataclass(frozen=True)
class Readiness:
    steps: list[Step]

    @property
    def next_step(self) -> Step | None:
        """The first that is not done; of those that can wait only where nothing else is left."""
        left = [step for step in self.steps if not step.is_done]
        return next((step for step in left if not step.can_wait), left[0] if left else None)

    @property
    def done(self) -> int:
        return sum(step.is_done for step in self.steps)


def readiness(*, at: datetime) -> Readiness:
    """Every step as it stands now, in the order in which they are best done."""
    return Readiness(
        [
            _publishers(at),
            _mail(),
            _parties(at),
            _plan(),
            _questionnaire(),
            _official_wording(),
            _dates(at),
            _people(at),
            _backup(at),
            _open(),
        ]
    )


def _publishers(at: datetime) -> Step:
    number = publishers()
    says = _("Publishers: %(n)d.") % {"n": number}
    if number < FEWEST:
        says = _("Invite a second publisher: until then no report and no edition can be published.")
        if is_invited("publisher", at=at):
            says = _(
                "A second publisher is invited and not in yet: until then no report and no edition can be published."
            )
    return Step("publishers", _("A second publisher"), number >= FEWEST, says)


def _mail() -> Step:
    title = _("Letters leave, and arrive")
    if settings.EMAIL_BACKEND != LETTERS_LEAVE_BY:
        says = _("Letters are kept on the server and reach nobody. Whoever runs the portal sets EMAIL_URL.")
        return Step("mail", title, False, says)
    last = Email.objects.filter(key__startswith=TEST_LETTER).defer("body").first()
    if last is None:
        return Step("mail", title, False, _("Send a letter to yourself, and see that it arrives."))
    if last.sent_at is None:
        says = _("The last test letter has not left: %(why)s") % {"why": last.fault or _("waiting to be sent")}
        return Step("mail", title, False, says)
    given = {"email": last.to, "at": date_format(last.sent_at, "DATETIME_FORMAT")}
    return Step("mail", title, True, _("A test letter left for %(email)s, %(at)s.") % given)


def _parties(at: datetime) -> Step:
    number = Party.objects.in_force(timezone.localdate(at)).count()
    says = _("Parties to the Protocol today: %(n)d.") % {"n": number}
    if not number:
        says = _("Take in the files of Parties, treaty dates and groups.")
    return Step("parties", _("Parties"), bool(number), says)


def _plan() -> Step:
    plan = Plan.objects.filter(current=True).first()
    says = plan.title if plan else _("Take in the file of a plan and that of its measures.")
    return Step("plan", _("Plan"), plan is not None, says)


def _questionnaire() -> Step:
    newest = Questionnaire.objects.select_related("cycle").order_by("-cycle__deadline", "-version", "-mended").first()
    says = newest.cycle.title if newest else _("Take in the file of a questionnaire.")
    return Step("questionnaire", _("Questionnaire"), newest is not None, says)


def _official_wording() -> Step:
    is_here = settings.OFFICIAL_TEXTS.is_dir() and any(settings.OFFICIAL_TEXTS.iterdir())
    says = _("The Secretariat’s wording is imported.")
    if not is_here:
        says = _(
            "The questions stand in plain wording of this portal, with the official numbers. Whoever runs the portal "
            "imports the official wording."
        )
    return Step("official-wording", _("Official wording"), is_here, says, can_wait=True)


def next_cycle() -> ReportingCycle | None:
    """The cycle that is being prepared or going on: the last that has a questionnaire."""
    return ReportingCycle.objects.filter(questionnaires__isnull=False).order_by("-deadline").first()


def _dates(at: datetime) -> Step:
    title, cycle = _("Dates of the cycle"), next_cycle()
    if cycle is None or is_over(cycle.deadline, at):
        return Step("dates", title, False, _("No cycle has its due day ahead. Set the dates of the one to be opened."))
    days = {"deadline": cycle.deadline, "population": cycle.population_on, "cut_off": cycle.cut_off}
    says = _("%(cycle)s: due on %(deadline)s, Parties of %(population)s, counted by %(cut_off)s.") % {
        "cycle": cycle.title,
        **{name: date_format(day, "DATE_FORMAT") for name, day in days.items()},
    }
    return Step("dates", title, True, says)


def _people(at: datetime) -> Step:
    reached = reach(list(Party.objects.in_force(timezone.localdate(at))), at=at)
    numbers = [sum(one is kind for one in reached.values()) for kind in Reach]
    given = dict(zip(("in", "invited", "office", "not_reached"), numbers, strict=True))
    says = (
        _(
            "Parties where somebody is in: %(in)d; invited: %(invited)d; reached by their office alone: %(office)d; "
            "not reached: %(not_reached)d."
        )
        % given
    )
    is_done = bool(reached) and not given["not_reached"]
    return Step("people", _("People of the Parties"), is_done, says)


def _backup(at: datetime) -> Step:
    last = AuditEvent.objects.filter(subject=SUBJECT, action=RESTORED).order_by("-sequence").first()
    title = _("A backup that was restored")
    if last is None:
        says = _("Have whoever runs the portal restore a backup elsewhere, look at it there, and note it here.")
        return Step("backup", title, False, says, can_wait=True)
    given = {"at": date_format(last.at, "DATE_FORMAT"), "note": last.detail.get("note", "")}
    is_done = last.at >= at - RESTORED_WITHIN
    return Step("backup", title, is_done, _("Noted on %(at)s: %(note)s") % given, can_wait=True)


def _open() -> Step:
    cycle = next_cycle()
    is_open = cycle is not None and cycle.is_open
    says = cycle.title if cycle and is_open else _("Open the cycle once the steps above are done.")
    if cycle and is_on_trial(cycle):
        says = _("A trial round of %(cycle)s is on. End it first, then open the cycle.") % {"cycle": cycle.title}
    return Step("open", _("The cycle is open"), is_open, says)


def send_test_letter(*, by: User, at: datetime) -> Email:
    """Send somebody a letter, to see that letters leave and arrive."""
    letter = Letter(
        subject=_("A letter to test the Strategic Plan Portal"),
        happened=_(
            "This letter was asked for on the page “Getting ready”. That you read it shows that letters arrive."
        ),
    )
    return send_letter(key=f"{TEST_LETTER}{by.pk}/{at.isoformat()}", to=by, letter=letter, at=at)


def note_restored(*, note: str, by: User, at: datetime) -> None:
    """Keep that a backup was restored and looked at."""
    record(subject=SUBJECT, action=said_later("backup restored"), by=by, at=at, detail={"note": note.strip()})


def release_files() -> dict[str, str]:
    """The data files that came with the release: {name: text}."""
    found = {}
    for path in sorted((FIXTURES / "cycles.yaml", *FIXTURES.glob("*/*.yaml"), *FIXTURES.glob("*/*.csv"))):
        try:
            place = place_of(path.name)
        except UnknownFile:
            continue
        if place == ("" if path.parent == FIXTURES else path.parent.name):
            found[path.name] = path.read_text(encoding="utf-8")
    return found
