"""What was decided of editions and of data: refusals that may stand, languages left out, withdrawals, home, data.

Each row is held against the events that wrote it, with who and when: who decided counts as much as what.
"""

from datetime import datetime
from typing import Any

from evaluation.data_files import digest_of_outcome, told_of_proposal
from evaluation.models import DataProposal, HomeChoice, LeftOutLanguage, RefusalPass, Withdrawal
from evaluation.verification.told import Told, gone, held
from parties.checked import Checked
from parties.models import AuditEvent

ASKED, AGREED, TAKEN_BACK = (
    "edition refusal asked to pass",
    "edition refusal passed",
    "edition refusal pass taken back",
)
LEFT_OUT, TAKEN_IN = "edition language left out", "edition language taken in again"


def withdrawals() -> Checked:
    """Why each edition was withdrawn, by whom and when; one that the trail tells of is never gone."""
    checked = Checked("Withdrawals of editions against the trail")
    told: Told = {}
    for subject, by, at, detail in _events("evaluation/", "edition withdrawn"):
        place = f"withdrawal of edition {subject.partition('/')[2]} {detail['version']}"
        told[place] = (detail["reason"], detail["sha256"], by, at)
    for one in Withdrawal.objects.select_related("edition__evaluation").order_by("pk"):
        checked.number += 1
        stands = (one.reason, one.edition.sha256, one.by_id, one.at)
        held(checked, f"withdrawal of edition {one.edition.evaluation.slug} {one.edition.version}", stands, told)
    gone(checked, told)
    return checked


def home_choices() -> Checked:
    """Which evaluation the first page shows: every choice in its order, with the one before it."""
    checked = Checked("Choices for the first page against the trail")
    told: Told = {}
    for subject, by, at, detail in _events("evaluation/", "shown on home"):
        told[_choice(subject.partition("/")[2], at)] = (detail["before"], by)
    last: dict[int, str] = {}
    for one in HomeChoice.objects.select_related("evaluation").order_by("pk"):
        checked.number += 1
        plan, slug = one.evaluation.plan_id, one.evaluation.slug
        held(checked, _choice(slug, one.at), (last.get(plan), one.by_id), told)
        last[plan] = slug
    gone(checked, told)
    return checked


def _choice(slug: str, at: datetime) -> str:
    return f"choice of {slug} for the first page, {at.isoformat()}"


def passes() -> Checked:
    """Refusals that two publishers let stand, as far as each has come; what was taken back is gone."""
    checked = Checked("Refusals that may stand, against the trail")
    told = _passes_told()
    for one in RefusalPass.objects.select_related("edition__evaluation").order_by("pk"):
        checked.number += 1
        place = f"edition {one.edition.evaluation.slug} {one.edition.version}, {one.name}: {one.place}"
        held(checked, place, (one.reason, one.asked_by_id, one.asked_at, one.agreed_by_id, one.agreed_at), told)
    gone(checked, told)
    return checked


def _passes_told() -> Told:
    told: Told = {}
    for subject, action, by, at, detail in _actions("evaluation/", ASKED, AGREED, TAKEN_BACK):
        place = f"edition {subject.partition('/')[2]} {detail['version']}, {detail['refusal']}: {detail['place']}"
        if action == ASKED:
            told[place] = (detail["reason"], by, at, None, None)
        elif action == AGREED and place in told:
            told[place] = (*told[place][:3], by, at)
        elif action == TAKEN_BACK:
            told.pop(place, None)
    return told


def left_out_languages() -> Checked:
    """Languages that editions leave out, by whom and why; what was taken in again is gone."""
    checked = Checked("Languages left out of editions, against the trail")
    told: Told = {}
    for subject, action, by, at, detail in _actions("evaluation/", LEFT_OUT, TAKEN_IN):
        place = f"edition {subject.partition('/')[2]} {detail['version']}, without {detail['language']}"
        if action == LEFT_OUT:
            told[place] = (detail["reason"], by, at)
        else:
            told.pop(place, None)
    for one in LeftOutLanguage.objects.select_related("edition__evaluation").order_by("pk"):
        checked.number += 1
        place = f"edition {one.edition.evaluation.slug} {one.edition.version}, without {one.language}"
        held(checked, place, (one.reason, one.by_id, one.at), told)
    gone(checked, told)
    return checked


def proposals() -> Checked:
    """Data files and figures as they were sent, what was shown of their moves, and who took them in."""
    checked = Checked("Data brought to the desk against the trail")
    sent: Told = {}
    weighed: Told = {}
    decided: Told = {}
    actions = ("data proposed", "data weighed", "data taken in", "data set aside")
    for subject, action, by, at, detail in _actions("data proposal/", *actions):
        if action == "data proposed":
            sent[subject] = (detail, by, at)
        elif action == "data weighed":
            weighed[f"{subject}, what it moves"] = (detail["outcome"], at)
        elif action == "data taken in":
            decided[f"{subject}, taking in"] = (by, at)
        else:
            decided[f"{subject}, setting aside"] = (detail["why"], by, at)
    for one in DataProposal.objects.order_by("pk"):
        checked.number += 1
        held(checked, one.subject, (told_of_proposal(one), one.by_id, one.at), sent)
        if one.weighed_at is not None:
            place = f"{one.subject}, what it moves"
            held(checked, place, (digest_of_outcome(one), one.weighed_at), weighed)
        if one.taken_at is not None:
            held(checked, f"{one.subject}, taking in", (one.taken_by_id, one.taken_at), decided)
        if one.declined_at is not None:
            place = f"{one.subject}, setting aside"
            held(checked, place, (one.declined_why, one.declined_by_id, one.declined_at), decided)
    gone(checked, sent | weighed | decided)
    return checked


def _events(prefix: str, *actions: str) -> list[tuple[str, int | None, datetime, dict[str, Any]]]:
    return [(subject, by, at, detail) for subject, _action, by, at, detail in _actions(prefix, *actions)]


def _actions(prefix: str, *actions: str) -> list[tuple[str, str, int | None, datetime, dict[str, Any]]]:
    """Events with these actions below a subject, in the order of each subject."""
    events = AuditEvent.objects.filter(subject__startswith=prefix, action__in=actions).order_by("subject", "sequence")
    return list(events.values_list("subject", "action", "by", "at", "detail"))
