"""Every named address of the portal, who passes, and what they are answered; written by hand."""

from dataclasses import dataclass, field
from typing import Any

IN, SIGN_IN, TWO_STEP, NO, HIDDEN = "in", "sign in", "two-step", "no", "hidden"

PUBLIC, ENTRANCE, PERSON, READ, FILL_IN, SUBMIT, DESK, PUBLISH = (
    "public",
    "for whoever is not signed in",
    "signed in",
    "read",
    "fill in",
    "submit",
    "desk",
    "publish",
)

# The report is the Party's own. Another Party's people find nothing, whatever they ask for.
WHO = {
    # Who: what becomes of PERSON, READ, FILL_IN, SUBMIT, DESK, PUBLISH.
    "anonymous": (SIGN_IN, SIGN_IN, SIGN_IN, SIGN_IN, SIGN_IN, SIGN_IN),
    "contributor": (IN, IN, IN, NO, NO, NO),
    "contributor of another": (IN, HIDDEN, HIDDEN, HIDDEN, NO, NO),
    "authority": (IN, IN, IN, IN, NO, NO),
    "authority without two-step": (IN, IN, IN, TWO_STEP, NO, NO),
    "authority of another": (IN, HIDDEN, HIDDEN, HIDDEN, NO, NO),
    "staff": (IN, IN, IN, IN, IN, NO),
    "staff without two-step": (IN, TWO_STEP, TWO_STEP, TWO_STEP, TWO_STEP, NO),
    "publisher": (IN, IN, IN, IN, IN, IN),
}
SECRETARIAT = ("staff", "publisher")
_CLASSES = (PERSON, READ, FILL_IN, SUBMIT, DESK, PUBLISH)


def answer_to(who: str, access: str, method: str = "get") -> str:
    if access == READ and method == "post":
        # To read a report is not to write a note in it.
        access = FILL_IN
    return IN if access in (PUBLIC, ENTRANCE) else WHO[who][_CLASSES.index(access)]


@dataclass(frozen=True)
class Address:
    """What whoever passes is answered: to GET, and to POST with a harmless body; None is not asked.

    `refused` is a method that is refused to everybody alike, before anybody is looked at. `staff` stands in the
    place of `post` for the Secretariat, who read a Party's report and change none of it; `others` for single people.
    `shown_back` is a form whose text is shown back (401) to whoever is signed out, with the way to sign in.
    """

    access: str
    get: int
    post: int | None = None
    body: dict[str, Any] = field(default_factory=dict)
    args: dict[str, Any] = field(default_factory=dict)
    refused: str = ""
    staff: tuple[int, int] | None = None
    others: dict[str, tuple[int, int]] = field(default_factory=dict)
    shown_back: bool = False


def public(**args: Any) -> Address:
    return Address(PUBLIC, 200, args=args)


def read(get: int = 200, **more: Any) -> Address:
    """A page of a report that takes no post."""
    return Address(READ, get, 405, **more)


PLAN = {"plan": "cartagena-2011-2020"}
CYCLE = {"cycle": "NR4"}
REPORT = {"party": "KEN"} | CYCLE
KEY = "0f9de7a2-2f0c-4a51-9a0b-6c2c7f3b5f11"
INDICATOR, OBJECTIVE, PARTY = {"code": "2.2.1"} | PLAN, {"code": "2.2"} | PLAN, {"code": "KEN"}
ANSWER = {"Q020~1:en": "other words", "Q020~1:shown": "", "end": "2"}
EDITION = {"slug": "mid-term", "version": "1.0"}
DRAFT = {"slug": "final"}
QUESTION = {"cycle": "NR3", "key": "Q014"}
CHANGES = PARTY | {"baseline": "NR2", "current": "NR3"}
PUBLISHED = PARTY | {"cycle": "NR4"}
CONFIRM = 302  # The account's pages ask for the password again before anything changes.
HAVE_APP = dict.fromkeys(("authority", "authority of another", "staff", "publisher"), (CONFIRM, CONFIRM))
HAVE_APP_200 = dict.fromkeys(HAVE_APP, (200, 200))
# What ends, removes or closes something is asked first (parties/asking_first.py).
SURE = {"sure": "yes"}
NEW_PERSON = {"name": "New", "email": "new@portal.example", "role": "contributor", "party": "KEN"}

ADDRESSES: dict[str, Address] = {
    # -- read by the world
    "portal:accessibility": public(),
    "portal:api-documentation": public(),
    "portal:background": public(page="context", **PLAN),
    "portal:convention": public(**PLAN),
    "portal:data": public(),
    "portal:findings-csv": public(**PLAN),
    "portal:findings-svg": public(**PLAN),
    "portal:home": public(**PLAN),
    "portal:indicator": public(**INDICATOR),
    "portal:indicator-csv": public(**INDICATOR),
    "portal:indicator-json": public(**INDICATOR),
    "portal:indicator-svg": public(**INDICATOR),
    "portal:method": public(),
    "portal:objective": public(**OBJECTIVE),
    "portal:parties-csv": public(),
    "portal:party": public(**PARTY),
    # The file of a draft is not there for the world.
    "portal:party-file": Address(PUBLIC, 404, args=PARTY | {"pk": "attachment"}),
    "portal:party-changes": public(**CHANGES),
    "portal:party-changes-text": public(**CHANGES),
    "portal:party-list": public(),
    # Of Kenya there is a draft alone, which is not there for the world.
    "portal:report": Address(PUBLIC, 404, args=PUBLISHED),
    "portal:report-answer": Address(PUBLIC, 404, args=PUBLISHED | {"key": "Q014"}),
    "portal:report-changes": Address(PUBLIC, 404, args=PUBLISHED),
    "portal:report-docx": Address(PUBLIC, 404, args=PUBLISHED),
    "portal:report-json": Address(PUBLIC, 404, args=PUBLISHED),
    "portal:report-pdf": Address(PUBLIC, 404, args=PUBLISHED),
    "portal:plan": public(**PLAN),
    "portal:plan-audit": public(**PLAN),
    "portal:policy": public(page="terms"),
    "portal:programme": public(**PLAN),
    "portal:programme-calendar": public(**PLAN),
    "portal:question": public(**QUESTION),
    "portal:question-csv": public(**QUESTION),
    "portal:question-texts-csv": public(**QUESTION),
    "portal:question-list": public(),
    "portal:received": public(),
    "portal:deadlines-calendar": public(),
    "portal:reporting": public(),
    "portal:reporting-csv": public(),
    "portal:ledger-csv": public(),
    "portal:reporting-svg": public(),
    "portal:run-detail": public(pk="run"),
    "portal:adjustment-list": public(),
    "portal:adjustments-csv": public(),
    "portal:compare": public(),
    "portal:edition": public(**EDITION),
    "portal:edition-document": public(**EDITION, name="mid-term-1.0-frozen.json"),
    "portal:edition-indicator": public(**EDITION, code="2.2.1"),
    "portal:edition-party": public(**EDITION),
    "portal:evaluation-dashboard": public(slug="mid-term"),
    "portal:editions-atom": public(),
    "portal:evaluation-list": public(),
    "portal:verify": public(),
    # Without a name of what it is of there is nothing to ask.
    "portal:query-new": Address(PUBLIC, 404, 404),
    "portal:query": Address(PUBLIC, 404, 405, args={"token": "x"}),
    "portal:notices": Address(PUBLIC, 200, 200, args={"slug": "mid-term"}),
    "portal:notice-confirmation": Address(PUBLIC, 404, 404, args={"token": "x"}),
    "portal:notice-end": Address(PUBLIC, 404, 404, args={"token": "x"}),
    "api:api-root": Address(PUBLIC, 200, 405),
    "api:docs": Address(PUBLIC, 200, 405),
    "api:edition-list": Address(PUBLIC, 200, 405),
    "api:finding-list": Address(PUBLIC, 200, 405),
    "api:indicator-detail": Address(PUBLIC, 200, 405, args=INDICATOR),
    "api:indicator-list": Address(PUBLIC, 200, 405),
    "api:indicatorvalue-list": Address(PUBLIC, 200, 405),
    "api:not-found": Address(PUBLIC, 404, 404),
    "api:operationalobjective-detail": Address(PUBLIC, 200, 405, args=OBJECTIVE),
    "api:operationalobjective-list": Address(PUBLIC, 200, 405),
    "api:outcome-detail": Address(PUBLIC, 200, 405, args={"code": "1.1-A"}),
    "api:outcome-list": Address(PUBLIC, 200, 405),
    "api:party-detail": Address(PUBLIC, 200, 405, args=PARTY),
    "api:party-list": Address(PUBLIC, 200, 405),
    "api:plan-detail": Address(PUBLIC, 200, 405, args={"slug": "cartagena-2011-2020"}),
    "api:plan-list": Address(PUBLIC, 200, 405),
    "api:report-list": Address(PUBLIC, 200, 405),
    "api:question-list": Address(PUBLIC, 200, 405),
    "api:reportingcycle-detail": Address(PUBLIC, 200, 405, args={"code": "NR4"}),
    "api:reportingcycle-list": Address(PUBLIC, 200, 405),
    "api:schema": Address(PUBLIC, 200, 405),
    "api:strategicobjective-detail": Address(PUBLIC, 200, 405, args={"code": "1"}),
    "api:strategicobjective-list": Address(PUBLIC, 200, 405),
    # Asks for a cycle and a question.
    "api:text-list": Address(PUBLIC, 400, 405),
    "parties:invitation-code": Address(PUBLIC, 200, 200),
    "parties:invitation": Address(PUBLIC, 404, 404, args={"secret": "x" * 43}),
    # -- a Party's report
    "national_reports:mine": Address(PERSON, 200, 405),
    # One's own try of the form: whoever reports for a Party may begin one, and nobody here has.
    "national_reports:practice-opening": Address(
        PERSON, 405, 302, args=CYCLE, staff=(405, 404), others={"staff without two-step": (405, 404)}
    ),
    "national_reports:practice": Address(PERSON, 404, 405, args=CYCLE),
    "national_reports:practice-section": Address(PERSON, 404, 404, args=CYCLE | {"section": "article2"}),
    "national_reports:practice-submission": Address(PERSON, 405, 404, args=CYCLE),
    "national_reports:practice-receipt": Address(PERSON, 404, 405, args=CYCLE),
    "national_reports:practice-print": Address(PERSON, 404, 405, args=CYCLE),
    "national_reports:practice-wiping": Address(PERSON, 405, 302, SURE, CYCLE),
    "national_reports:preparation": Address(FILL_IN, 405, 303, args=REPORT, refused="get", staff=(405, 403)),
    "national_reports:draft-leave": Address(FILL_IN, 405, 303, args=REPORT, refused="get", staff=(405, 403)),
    "national_reports:report": Address(READ, 200, 302, args=REPORT),
    "national_reports:section": Address(
        FILL_IN,
        200,
        302,
        ANSWER,
        REPORT | {"section": "article2"},
        staff=(302, 200),
        shown_back=True,
    ),
    "national_reports:completion": Address(FILL_IN, 405, 302, args=REPORT),
    "national_reports:earlier": Address(FILL_IN, 405, 302, {"act": "copy"}, REPORT | {"section": "article2"}),
    "national_reports:answer": Address(
        FILL_IN, 405, 200, ANSWER, REPORT | {"key": "Q020"}, staff=(405, 403), shown_back=True
    ),
    "national_reports:answer-restoration": Address(
        FILL_IN, 405, 302, {"version": 1, "read": 1}, REPORT | {"key": "Q020"}
    ),
    "national_reports:answer-history": read(args=REPORT | {"key": "Q020"}),
    "national_reports:apart-settlement": Address(FILL_IN, 405, 404, {"act": "discard"}, REPORT | {"pk": 0}),
    "national_reports:conflicts": Address(FILL_IN, 200, 404, {"conflict": 1, "read": 1}, REPORT),
    "national_reports:notes": Address(READ, 405, 303, {"text": "A note", "audience": "both"}, REPORT, shown_back=True),
    "national_reports:note-settlement": Address(READ, 405, 303, args=REPORT | {"pk": "note"}),
    "national_reports:attachments": Address(READ, 200, 302, args=REPORT),
    "national_reports:attachment": read(args=REPORT | {"pk": "attachment"}),
    "national_reports:attachment-removal": Address(FILL_IN, 405, 302, SURE, REPORT | {"pk": "attachment"}),
    "national_reports:search": read(args=REPORT),
    # The Secretariat does not decide this for a Party; a contributor asks, and an authority submits.
    "national_reports:handing": Address(SUBMIT, 200, 422, args=REPORT, staff=(403, 403)),
    "national_reports:handing-end": Address(SUBMIT, 405, 404, args=REPORT, staff=(405, 403)),
    "national_reports:submission-request": Address(FILL_IN, 405, 303, args=REPORT, staff=(405, 403)),
    "national_reports:agreement": Address(READ, 200, 302, args=REPORT, staff=(200, 403)),
    "national_reports:agreement-people": Address(SUBMIT, 405, 303, args=REPORT, staff=(405, 403)),
    "national_reports:dispute": Address(SUBMIT, 200, 422, args=REPORT),
    "national_reports:dispute-release": Address(SUBMIT, 405, 422, args=REPORT),
    "national_reports:check": read(args=REPORT),
    "national_reports:submission": Address(SUBMIT, 302, 422, {"key": KEY, "declared": "yes"}, REPORT, staff=(302, 302)),
    "national_reports:withdrawal": Address(SUBMIT, 405, 302, SURE, REPORT),
    "national_reports:entered": read(404, args=REPORT),
    "national_reports:entry-confirmation": Address(SUBMIT, 405, 303, args=REPORT, staff=(405, 403)),
    "national_reports:entry-correction": Address(SUBMIT, 405, 303, SURE, REPORT, staff=(405, 403)),
    "national_reports:own-draft": Address(FILL_IN, 404, 404, args=REPORT, staff=(403, 403)),
    "national_reports:receipt": read(404, args=REPORT),
    "national_reports:receipt-pdf": read(404, args=REPORT),
    "national_reports:submitted-json": read(404, args=REPORT),
    "national_reports:history": read(args=REPORT),
    "national_reports:differences": read(args=REPORT),
    "national_reports:offline": Address(FILL_IN, 200, 422, args=REPORT),
    "national_reports:workbook": Address(FILL_IN, 200, 405, args=REPORT),
    "national_reports:workbook-differences": Address(FILL_IN, 200, 302, args=REPORT | {"pk": "workbook"}),
    "national_reports:print": read(args=REPORT),
    "national_reports:report-pdf": read(302, args=REPORT),
    "national_reports:report-docx": read(302, args=REPORT),
    "national_reports:document": read(404, args=REPORT | {"pk": 0}),
    "national_reports:document-file": read(404, args=REPORT | {"pk": 0}),
    "national_reports:report-json": read(args=REPORT),
    # The texts of a draft do not stand yet; who reaches those that do: tests/national_reports/reports/test_courtesy.py.
    "national_reports:texts": Address(FILL_IN, 404, 404, args=REPORT | {"pk": "report"}),
    "national_reports:texts-file": Address(FILL_IN, 404, 405, args=REPORT | {"pk": "report", "language": "fr"}),
    # -- what an edition will say of a Party: its own people read it, its authority speaks to it
    "party_reviews:review": Address(READ, 200, refused="post", args={"party": "KEN", "pk": "review"}),
    # Opened by itself it leads to the review.
    "party_reviews:remarks": Address(SUBMIT, 302, 302, args={"party": "KEN", "pk": "review"}, staff=(302, 403)),
    # -- people
    "parties:me": Address(PERSON, 200, refused="post"),
    "parties:landing": Address(PERSON, 302, refused="post"),
    "parties:language": Address(PERSON, 405, 302, {"language": "en"}, refused="get"),
    "parties:time-zone": Address(PERSON, 405, 302, {"time_zone": ""}, refused="get"),
    "parties:colleagues": Address(READ, 200, refused="post", args={"party": "KEN"}),
    "parties:colleague-invitations": Address(SUBMIT, 405, 422, {"email": ""}, {"party": "KEN"}, refused="get"),
    "parties:colleague-letter": Address(SUBMIT, 405, 302, args={"party": "KEN", "pk": "invitation"}, refused="get"),
    "parties:colleague-withdrawal": Address(
        SUBMIT, 405, 302, SURE, {"party": "KEN", "pk": "invitation"}, refused="get"
    ),
    "parties:colleague-end": Address(SUBMIT, 405, 404, SURE, {"party": "KEN", "pk": 0}, refused="get"),
    "parties:people": Address(DESK, 200, 302, NEW_PERSON),
    "parties:address": Address(PERSON, CONFIRM, CONFIRM),
    "parties:address-confirmation": Address(PERSON, 404, 404, args={"token": "x"}),
    # Without an address and a reason nothing changes.
    "parties:person-address": Address(DESK, 200, 422, {"email": ""}, args={"pk": "parties_user"}),
    "parties:offices": Address(SUBMIT, 200, 422, {"email": ""}, {"party": "KEN"}),
    "parties:office-end": Address(SUBMIT, 405, 302, SURE, {"party": "KEN", "pk": "office"}, refused="get"),
    "parties:office-return": Address(DESK, 405, 302, args={"party": "KEN", "pk": "office"}, refused="get"),
    # Without a reason nothing is taken away.
    "parties:second-step-reset": Address(PUBLISH, 200, 422, {"reason": ""}, args={"pk": "parties_user"}),
    # Nobody has this session.
    "parties:session-end": Address(PERSON, 405, 302, args={"pk": 0}, refused="get"),
    "parties:journal": Address(PUBLISH, 200, refused="post"),
    "parties:invitations": Address(DESK, 200, refused="post"),
    # Nothing that is shown is a focal point's but the one invitation.
    "parties:invitations-again": Address(DESK, 405, 302, refused="get"),
    "parties:invitation-list": Address(DESK, 200, args={"pk": "round"}, refused="post"),
    "parties:list-sending": Address(DESK, 405, 302, args={"pk": "round"}, refused="get"),
    "parties:invitation-letter": Address(DESK, 405, 302, args={"pk": "invitation"}, refused="get"),
    "parties:invitation-return": Address(DESK, 405, 302, args={"pk": "invitation"}, refused="get"),
    "parties:invitation-handover": Address(DESK, 405, 200, args={"pk": "invitation"}, refused="get"),
    "auditor:page": Address(PUBLISH, 200, refused="post"),
    "auditor:table": Address(PUBLISH, 200, args={"what": "roles"}, refused="post"),
    "getting-ready:page": Address(DESK, 200, refused="post"),
    "getting-ready:release-data": Address(PUBLISH, 405, 302, refused="get"),
    "getting-ready:test-letter": Address(DESK, 405, 302, refused="get"),
    "getting-ready:restored": Address(DESK, 405, 422, refused="get"),
    "desk_evaluations:cycle-dates": Address(DESK, 200, 422, {"deadline": ""}, args={"cycle": "NR4"}),
    "desk_evaluations:party-name": Address(DESK, 200, 422, {"party": ""}),
    "inviting:differences": Address(DESK, 200, 302),
    "inviting:several": Address(DESK, 200, 200),
    "inviting:from-clearing-house": Address(DESK, 405, 422, refused="get"),
    "inviting:empty-list": Address(DESK, 200, refused="post"),
    "parties:invitation-withdraw": Address(DESK, 405, 302, SURE, {"pk": "invitation"}, refused="get"),
    "parties:role-end": Address(DESK, 405, 302, SURE, {"pk": "role"}, refused="get"),
    # Only a publisher makes or ends staff.
    "parties:staff-end": Address(DESK, 405, 302, SURE, {"pk": "staff"}, refused="get", others={"staff": (405, 403)}),
    # -- the Secretariat's desk: it reads a draft, and can neither return, accept nor publish it
    "desk:monitor": Address(DESK, 200, refused="post"),
    "desk:monitor-csv": Address(DESK, 200, refused="post"),
    "desk:paper": Address(DESK, 200, 200),
    "desk:reminders": Address(DESK, 200, 302),
    "desk:reminder-preview": Address(DESK, 405, 302, refused="get"),
    "desk:reviews": Address(DESK, 200, refused="post"),
    "desk:carers": Address(DESK, 405, 302, refused="get"),
    "desk:wishes": Address(DESK, 200, 200),
    "desk:review-claims": Address(DESK, 405, 303, refused="get"),
    "desk:reviews-together": Address(DESK, 405, 303, body={"act": "accept"}, refused="get"),
    "desk:report-acceptances": Address(DESK, 405, 303, refused="get"),
    "desk:report-publications": Address(PUBLISH, 405, 303, refused="get"),
    "desk:review": Address(DESK, 200, args=REPORT, refused="post"),
    "desk:review-notes": Address(
        DESK, 405, 303, {"text": "A note", "audience": "both"}, REPORT, refused="get", shown_back=True
    ),
    "desk:review-drafts": Address(
        DESK, 405, 303, {"version-Q020": 0, "reason-Q020": "Why?"}, REPORT, refused="get", shown_back=True
    ),
    "desk:review-note-settlement": Address(DESK, 405, 303, args=REPORT | {"pk": "note"}, refused="get"),
    "desk:report-return": Address(
        DESK, 405, 200, {"return": "whole", "reason-whole": "Why?"}, REPORT, refused="get", shown_back=True
    ),
    "desk:report-acceptance": Address(DESK, 405, 303, args=REPORT, refused="get"),
    "desk:report-publication": Address(PUBLISH, 405, 303, args=REPORT, refused="get"),
    "desk:report-without-word": Address(PUBLISH, 405, 303, args=REPORT, refused="get"),
    "desk:report-texts": Address(DESK, 404, 404, args=REPORT | {"pk": "report"}),
    "desk:report-texts-file": Address(DESK, 404, args=REPORT | {"pk": "report", "language": "fr"}, refused="post"),
    # A draft is not public, so that there is nothing to take off.
    "desk:report-taking-off": Address(PUBLISH, 404, 404, args=REPORT),
    "desk:report-taking-off-request": Address(DESK, 404, args=REPORT, refused="post"),
    "desk:report-taking-off-file": Address(DESK, 404, args=REPORT | {"pk": 1}, refused="post"),
    "desk:cycles": Address(DESK, 200, refused="post"),
    "desk:cycle-opening": Address(PUBLISH, 405, 302, args={"cycle": "NR5"}, refused="get"),
    "desk:cycle-closing": Address(PUBLISH, 405, 302, SURE, {"cycle": "NR4"}, refused="get"),
    # No trial is on here: tests/national_reports/desk/test_trials.py.
    "desk:cycle-trial": Address(DESK, 404, args={"cycle": "NR5"}, refused="post"),
    "desk:cycle-trial-remarks": Address(DESK, 404, args={"cycle": "NR5"}, refused="post"),
    "desk:cycle-trial-opening": Address(PUBLISH, 405, 302, args={"cycle": "NR5"}, refused="get"),
    "desk:cycle-trial-ending": Address(PUBLISH, 405, 302, SURE, {"cycle": "NR5"}, refused="get"),
    "desk:cycle-extensions": Address(DESK, 200, args={"cycle": "NR4"}, refused="post"),
    "desk_evaluations:evaluations": Address(DESK, 200, refused="post"),
    "desk_evaluations:new": Address(DESK, 200, 200),
    "desk_evaluations:meetings": Address(DESK, 200, 200),
    "desk_evaluations:adjustments": Address(DESK, 200, refused="post"),
    "desk_evaluations:adjustment-new": Address(DESK, 200, 200),
    "desk_evaluations:adjustment": Address(DESK, 200, 200, args={"number": 1}),
    "desk_evaluations:adjustment-withdrawal": Address(DESK, 405, 302, args={"number": 1}, refused="get"),
    "desk_evaluations:evaluation": Address(DESK, 200, args=DRAFT, refused="post"),
    "desk_evaluations:parameters": Address(DESK, 200, 200, args=DRAFT),
    "desk_evaluations:preview": Address(DESK, 200, args=DRAFT, refused="post"),
    "desk_evaluations:texts": Address(DESK, 200, args=DRAFT, refused="post"),
    "desk_evaluations:text": Address(DESK, 200, 200, args=DRAFT | {"subject": "whole"}),
    "desk_evaluations:texts-exchange": Address(DESK, 200, 422, args=DRAFT),
    "desk_evaluations:texts-file": Address(DESK, 200, args=DRAFT | {"language": "fr"}, refused="post"),
    "desk_evaluations:data-files": Address(DESK, 200, 422),
    "desk_evaluations:data-proposal": Address(DESK, 404, args={"pk": 1}, refused="post"),
    "desk_evaluations:data-declining": Address(DESK, 405, 404, args={"pk": 1}, refused="get"),
    "desk_evaluations:data-taking": Address(PUBLISH, 405, 404, args={"pk": 1}, refused="get"),
    "desk_evaluations:figure-proposal": Address(
        DESK, 405, 422, args={"code": "1.3.1", "key": "headline"}, refused="get"
    ),
    "desk_evaluations:figure-recording": Address(PUBLISH, 405, 404, args={"pk": 1}, refused="get"),
    "desk_evaluations:extension-proposal": Address(DESK, 405, 422, args={"cycle": "NR4"}, refused="get"),
    "desk_evaluations:extension-end-proposal": Address(DESK, 405, 404, args={"cycle": "NR4", "pk": 1}, refused="get"),
    "desk_evaluations:treaty-date-proposal": Address(DESK, 405, 302, args={"pk": "difference"}, refused="get"),
    "desk_evaluations:change-making": Address(PUBLISH, 405, 404, args={"pk": 1}, refused="get"),
    "desk_evaluations:masthead": Address(DESK, 200, 302, {"symbol": "X"}, DRAFT),
    "desk_evaluations:freezing": Address(DESK, 405, 302, args=DRAFT, refused="get"),
    "desk_evaluations:review": Address(DESK, 405, 302, args=DRAFT, refused="get"),
    "desk_evaluations:return": Address(DESK, 405, 302, args=DRAFT, refused="get"),
    # The draft is not in review: there is nothing to confirm.
    "desk_evaluations:publication": Address(PUBLISH, 302, 302, args=DRAFT),
    "desk_evaluations:missing": Address(DESK, 200, args=DRAFT, refused="post"),
    "desk_evaluations:frozen": Address(DESK, 200, args=DRAFT, refused="post"),
    "desk_evaluations:differences": Address(DESK, 200, args=DRAFT, refused="post"),
    "desk_evaluations:hearing": Address(DESK, 200, 200, args=DRAFT),
    "desk_evaluations:queries": Address(DESK, 200, refused="post"),
    "desk_evaluations:query": Address(DESK, 404, 404, args={"pk": 1}),
    "desk_evaluations:objection": Address(DESK, 404, 404, args=DRAFT | {"pk": 1}),
    "desk_evaluations:passes": Address(PUBLISH, 405, 302, args=DRAFT, refused="get"),
    "desk_evaluations:pass-agreement": Address(PUBLISH, 405, 404, args=DRAFT | {"pk": 1}, refused="get"),
    "desk_evaluations:pass-removal": Address(PUBLISH, 405, 302, args=DRAFT | {"pk": 1}, refused="get"),
    "desk_evaluations:left-out-languages": Address(DESK, 405, 302, args=DRAFT, refused="get"),
    "desk_evaluations:left-out-removal": Address(DESK, 405, 302, args=DRAFT | {"language": "ar"}, refused="get"),
    "desk_evaluations:withdrawal": Address(PUBLISH, 200, 200, args=EDITION),
    "desk_evaluations:home-choice": Address(PUBLISH, 405, 302, args=DRAFT, refused="get"),
    "desk_evaluations:correction": Address(DESK, 405, 302, args=DRAFT, refused="get"),
    "desk_evaluations:correction-removal": Address(DESK, 405, 302, args=DRAFT, refused="get"),
    "desk_evaluations:removal": Address(DESK, 405, 200, args=DRAFT, refused="get"),
    "desk_evaluations:document": Address(DESK, 200, args=DRAFT | {"pk": "document"}, refused="post"),
    "indicators:figures": Address(DESK, 200, refused="post"),
    "indicators:figure": Address(DESK, 200, args={"code": "1.3.1", "key": "headline"}, refused="post"),
    "desk:left-out": Address(DESK, 200, refused="post"),
    "desk_policies:policies": Address(DESK, 200, refused="post"),
    "desk_policies:policy-text": Address(
        PUBLISH, 200, 302, {"text": "", "over": 0}, {"page": "terms", "language": "en"}
    ),
    "desk_verification:verification": Address(DESK, 200, 302),
    "desk:jobs": Address(DESK, 200, refused="post"),
    "desk:job-retry": Address(DESK, 405, 302, args={"pk": "job"}, refused="get"),
    # -- the Clearing-House, at the desk
    "clearing-house:syncs": Address(DESK, 200, refused="post"),
    "clearing-house:sync-request": Address(DESK, 405, 302, refused="get"),
    "clearing-house:sync": Address(DESK, 200, args={"pk": "sync"}, refused="post"),
    "clearing-house:statuses": Address(DESK, 200, refused="post"),
    "clearing-house:status-decision": Address(PUBLISH, 405, 302, args={"pk": "difference"}, refused="get"),
    "clearing-house:submissions": Address(DESK, 200, refused="post"),
    "clearing-house:submission": Address(DESK, 200, args={"party": "GHA", "cycle": "NR4"}, refused="post"),
    "clearing-house:counting-decision": Address(
        PUBLISH, 405, 302, args={"party": "GHA", "cycle": "NR4"}, refused="get"
    ),
    "clearing-house:filings": Address(DESK, 200, refused="post"),
    "clearing-house:filing-document": Address(DESK, 404, args=REPORT, refused="post"),
    "clearing-house:filing": Address(PUBLISH, 405, 302, args=REPORT, refused="get"),
    # -- one's own account
    "account_login": Address(ENTRANCE, 302, 302, others={"anonymous": (200, 200)}),
    "account_signup": Address(ENTRANCE, 302, 302, others={"anonymous": (200, 200)}),
    "account_logout": Address(ENTRANCE, 200, 302, others={"anonymous": (302, 302)}),
    "account_inactive": Address(ENTRANCE, 200, 405),
    "account_reset_password": Address(ENTRANCE, 200, 200),
    "account_reset_password_done": Address(ENTRANCE, 200, 405),
    "account_reset_password_from_key": Address(ENTRANCE, 200, 200, args={"uidb36": "1", "key": "x"}),
    "account_reset_password_from_key_done": Address(ENTRANCE, 200, 405),
    "account_change_password": Address(PERSON, 200, 200),
    "account_set_password": Address(PERSON, 302, 302),
    # Whoever has a second step shows that.
    "account_reauthenticate": Address(PERSON, 200, 200, others=HAVE_APP),
    "usersessions_list": Address(PERSON, 200, 302),
    "mfa_authenticate": Address(PERSON, 302, 302),
    "mfa_index": Address(PERSON, 200, 405),
    "mfa_reauthenticate": Address(PERSON, CONFIRM, CONFIRM, others=HAVE_APP_200),
    "mfa_activate_totp": Address(PERSON, CONFIRM, CONFIRM),
    "mfa_deactivate_totp": Address(PERSON, 404, 404, others=HAVE_APP),
    "mfa_list_webauthn": Address(PERSON, 200, 405),
    "mfa_add_webauthn": Address(PERSON, CONFIRM, CONFIRM),
    "mfa_edit_webauthn": Address(PERSON, CONFIRM, CONFIRM, args={"pk": 1}),
    "mfa_remove_webauthn": Address(PERSON, CONFIRM, CONFIRM, args={"pk": 1}),
    "mfa_reauthenticate_webauthn": Address(PERSON, CONFIRM, CONFIRM),
    "mfa_generate_recovery_codes": Address(PERSON, CONFIRM, CONFIRM),
    "mfa_view_recovery_codes": Address(PERSON, 404, 405),
    "mfa_download_recovery_codes": Address(PERSON, 404, 404),
    # -- reference data by hand
    "admin:index": Address(DESK, 200, 200),
    "admin:app_list": Address(DESK, 200, 200, args={"app_label": "parties"}),
    "admin:autocomplete": Address(DESK, 403, 405),
    "admin:jsi18n": Address(DESK, 200, 405),
    "admin:login": Address(DESK, 200, 200),
    "admin:logout": Address(DESK, 405, 302),
    "admin:password_change": Address(DESK, 200, 200),
    "admin:password_change_done": Address(DESK, 200, 405),
    "admin:view_on_site": Address(DESK, 404, 404, args={"content_type_id": 1, "object_id": 1}),
}

# Model of the administration: changelist, add, change, delete, history, each answered alike to GET and POST
# but where a pair says otherwise. What is not the Secretariat's to change is closed to staff as well.
# Whoever asks for the history of nothing is led to the first page.
NONE_HELD = 200
ADMINISTRATION: dict[str, tuple[Any, Any, Any, Any, Any]] = {
    "parties_party": (200, 403, (200, 403), 403, 200),
    "parties_partygroup": (200, 403, (200, 403), 403, 200),
    "parties_user": (200, 403, (200, 403), 403, 200),
    "indicators_reportingcycle": (200, 403, (200, 403), 403, 200),
    "national_reports_questionnaire": (200, 403, (200, 403), 403, 200),
    "national_reports_questionmap": (200, 403, (200, 403), 403, 200),
    "national_reports_report": (200, 403, (200, 403), 403, 200),
    "account_emailaddress": (403, 403, 403, 403, 403),
    "mfa_authenticator": (403, 403, 403, 403, 403),
    "usersessions_usersession": (403, 403, 403, 403, NONE_HELD),
    "auth_group": (403, 403, 403, 403, NONE_HELD),
    "axes_accessattempt": (403, 403, 403, 403, NONE_HELD),
    "axes_accessfailurelog": (403, 403, 403, 403, NONE_HELD),
    "axes_accesslog": (403, 403, 403, 403, NONE_HELD),
}
for _model, _answers in ADMINISTRATION.items():
    for _page, _answer in zip(("changelist", "add", "change", "delete", "history"), _answers, strict=True):
        _get, _post = _answer if isinstance(_answer, tuple) else (_answer, _answer)
        _args = {} if _page in ("changelist", "add") else {"object_id": _model}
        ADDRESSES[f"admin:{_model}_{_page}"] = Address(DESK, _get, _post, args=_args)
