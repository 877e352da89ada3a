"""The pages of the report form in every state, for whoever is signed in with an account of the demonstration."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from playwright.sync_api import Browser, BrowserContext, Page

# A page of questions on a poor line: everything that it fetches, cold.
MOST_BYTES_OF_SECTION, MOST_REQUESTS_OF_SECTION = 60 * 1024, 5


# What is pressed, in whatever language the page is.
SAVE = "form[data-answers] .page-actions button:not([name])"
COMPLETE = "form[data-answers] button[name=act][value=complete]"
SUBMIT = "form[data-submission] button"
SEND_WORKBOOK = "form[enctype]:has([type=file]) button"
CREATE = "main form.flow[novalidate] > p > button[type=submit]"
SAVE_LINES = "form[data-lines] .page-actions--end button"


def _press(button: str) -> Callable[[Page], None]:
    def press(page: Page) -> None:
        with page.expect_navigation():
            page.locator(button).click()

    return press


def _a_wrong_day(page: Page) -> None:
    """A page without scripts sends what a browser would not have let through."""
    page.locator("#reportPeriodStartDate [type=date]").evaluate("one => { one.type = 'text'; one.value = 'last year' }")
    page.locator("#contact [type=email]").fill("no address")
    _press(SAVE)(page)


def _a_wrong_workbook(page: Page) -> None:
    page.locator("[type=file]").set_input_files(
        {"name": "letter.xlsx", "mimeType": "application/octet-stream", "buffer": b"This is no workbook."}
    )
    _press(SEND_WORKBOOK)(page)


def _open_workbook(page: Page) -> None:
    with page.expect_navigation():
        page.get_by_role("link", name="NR4 filled in.xlsx").first.click()


def _objects_without_words(page: Page) -> None:
    page.locator("input[value='objects']:not(:checked)").first.check()
    _press(SAVE_LINES)(page)


@dataclass(frozen=True)
class ReportPage:
    """An address with the states' Parties in braces, and what is done there before it is looked at."""

    path: str
    act: Callable[[Page], None] | None = None
    account: str = "authority"


def _of(state: str, rest: str = "", act: Callable[[Page], None] | None = None) -> ReportPage:
    return ReportPage(f"/en/reports/{{{state}}}/NR4/{rest}", act)


REPORT_PAGES = {
    "report-mine": ReportPage("/en/reports/"),
    "report-not-begun": _of("not_begun"),
    "report-draft": _of("draft"),
    "report-submitted": _of("submitted"),
    "report-returned": _of("returned"),
    "report-published": _of("published"),
    "report-amended": _of("amended"),
    "report-section-cover": _of("draft", "sections/cover/"),
    "report-section-of-choices": _of("draft", "sections/article2/"),
    "report-section-first-page": _of("draft", "sections/articles7-10/"),
    "report-section-last-page": _of("draft", "sections/articles7-10/?page=2"),
    "report-section-of-numbers": _of("draft", "sections/article15-16/"),
    "report-section-of-boxes": _of("draft", "sections/article22/"),
    "report-section-of-records": _of("draft", "sections/article20/"),
    "report-section-redress": _of("draft", "sections/liabilityredress/"),
    "report-section-returned": _of("returned", "sections/article2/"),
    "report-section-invalid": _of("complete", "sections/cover/", _a_wrong_day),
    "report-section-blocked": _of("draft", "sections/article22/?page=2", _press(COMPLETE)),
    "report-check-blocking": _of("draft", "check/"),
    "report-check-clear": _of("complete", "check/"),
    "report-check-undeclared": _of("complete", "check/", _press(SUBMIT)),
    "report-conflicts": _of("draft", "conflicts/"),
    "report-answer-history": _of("draft", "answers/Q020/history/"),
    "report-files": _of("draft", "attachments/"),
    "report-offline": _of("draft", "offline/"),
    "report-offline-problems": _of("draft", "offline/", _a_wrong_workbook),
    "report-workbook": _of("draft", "offline/", _open_workbook),
    "report-receipt": _of("submitted", "receipt/"),
    "report-history": _of("published", "history/"),
    "report-differences": _of("amended", "differences/"),
    "report-print": _of("draft", "print/"),
    "report-texts": _of("published", "texts/{texts}/"),
    "account-sign-in": ReportPage("/en/accounts/login/", account=""),
    "account-password-forgotten": ReportPage("/en/accounts/password/reset/", account=""),
    "account-password": ReportPage("/en/accounts/password/change/"),
    "account-sessions": ReportPage("/en/accounts/sessions/"),
    "account-sign-out": ReportPage("/en/accounts/logout/"),
    "account-me": ReportPage("/en/me/"),
    "account-two-step": ReportPage("/en/accounts/2fa/"),
    "desk-monitor": ReportPage("/en/desk/", account="secretariat"),
    "desk-reviews": ReportPage("/en/desk/reviews/", account="secretariat"),
    "desk-review": ReportPage("/en/desk/reviews/{submitted}/NR4/", account="secretariat"),
    "desk-review-texts": ReportPage("/en/desk/reviews/{published}/NR4/texts/{texts}/", account="secretariat"),
    "desk-taking-off": ReportPage("/en/desk/reviews/{published}/NR4/taking-off/", account="publisher"),
    "desk-paper": ReportPage("/en/desk/paper/?cycle=NR4", account="secretariat"),
    "desk-reminders": ReportPage("/en/desk/reminders/", account="secretariat"),
    "desk-cycles": ReportPage("/en/desk/cycles/", account="secretariat"),
    "desk-extensions": ReportPage("/en/desk/cycles/NR4/extensions/", account="publisher"),
    "desk-people": ReportPage("/en/desk/people/", account="secretariat"),
    "desk-auditor": ReportPage("/en/desk/auditor/", account="publisher"),
    "desk-left-out": ReportPage("/en/desk/left-out/", account="secretariat"),
    "desk-jobs": ReportPage("/en/desk/jobs/", account="secretariat"),
    "desk-verification": ReportPage("/en/desk/verification/", account="secretariat"),
    "desk-figures": ReportPage("/en/desk/figures/", account="secretariat"),
    "desk-clearing-house": ReportPage("/en/desk/clearing-house/", account="secretariat"),
    "desk-clearing-house-reading": ReportPage("/en/desk/clearing-house/readings/1/", account="secretariat"),
    "desk-clearing-house-dates": ReportPage("/en/desk/clearing-house/treaty-dates/", account="secretariat"),
    "desk-clearing-house-several": ReportPage("/en/desk/clearing-house/several-reports/", account="secretariat"),
    "desk-clearing-house-filings": ReportPage("/en/desk/clearing-house/filings/", account="secretariat"),
    "desk-evaluations": ReportPage("/en/desk/evaluations/", account="secretariat"),
    "desk-evaluation-new": ReportPage("/en/desk/evaluations/new/", _press(CREATE), account="secretariat"),
    "desk-evaluation": ReportPage("/en/desk/evaluations/final/", account="secretariat"),
    "desk-evaluation-preview": ReportPage("/en/desk/evaluations/final/preview/", account="secretariat"),
    "desk-evaluation-texts": ReportPage("/en/desk/evaluations/final/texts/", account="secretariat"),
    "desk-evaluation-text": ReportPage("/en/desk/evaluations/final/texts/indicator/1.1.3/", account="secretariat"),
    "desk-evaluation-missing": ReportPage("/en/desk/evaluations/final/missing-texts/", account="secretariat"),
    "desk-evaluation-exchange": ReportPage("/en/desk/evaluations/final/texts-exchange/", account="secretariat"),
    "desk-evaluation-parameters": ReportPage("/en/desk/evaluations/final/parameters/", account="secretariat"),
    "desk-data-files": ReportPage("/en/desk/evaluations/data-files/", account="secretariat"),
    "desk-evaluation-masthead": ReportPage("/en/desk/evaluations/final/masthead/", account="secretariat"),
    "party-review": ReportPage("/en/reviews/{not_begun}/{review}/"),
    "party-review-faults": ReportPage("/en/reviews/{not_begun}/{review}/", _objects_without_words),
    "party-review-read": ReportPage("/en/reviews/{not_begun}/{review}/", account="secretariat"),
    "query": ReportPage("/en/queries/{trace}/", account=""),
    "desk-hearing": ReportPage("/en/desk/evaluations/final/hearing/", account="secretariat"),
    "desk-objection": ReportPage("/en/desk/evaluations/final/hearing/objections/{objection}/", account="secretariat"),
    "desk-queries": ReportPage("/en/desk/evaluations/queries/", account="secretariat"),
    "desk-query": ReportPage("/en/desk/evaluations/queries/{query}/", account="secretariat"),
    "desk-adjustments": ReportPage("/en/desk/evaluations/adjustments/", account="secretariat"),
    "desk-adjustment-new": ReportPage("/en/desk/evaluations/adjustments/new/", account="secretariat"),
    "desk-meetings": ReportPage("/en/desk/evaluations/meetings/", account="secretariat"),
    "account-two-step-absent": ReportPage("/en/accounts/2fa/", account="contributor"),
}


# How many codes are tried: an app shows the next one after thirty seconds.
CODES = 3


def sign_in(page: Page, base: str, account: str, password: str, code: Callable[[str], str]) -> None:
    """Both steps; the second where the portal asks for it."""
    page.goto(f"{base}/en/accounts/login/")
    page.locator("[name=login]").fill(f"{account}@demonstration.invalid")
    page.locator("[name=password]").fill(password)
    with page.expect_navigation():
        page.locator("[name=password]").press("Enter")
    # A code is of thirty seconds, and works once: on a busy machine the first may be of a moment ago.
    for _ in range(CODES):
        if "/2fa/authenticate/" not in page.url:
            return
        page.locator("[name=code]").fill(code(account))
        with page.expect_navigation():
            page.locator("[name=code]").press("Enter")


class SignedIn:
    """Contexts of accounts that have signed in, each once."""

    def __init__(self, browser: Browser, base: str, password: str, code: Callable[[str], str]) -> None:
        self.browser, self.base, self.password, self.code = browser, base, password, code
        self.states: dict[str, object] = {"": None}

    def context(self, account: str, **options: object) -> BrowserContext:
        if account not in self.states:
            first = self.browser.new_context()
            page = first.new_page()
            sign_in(page, self.base, account, self.password, self.code)
            assert "/accounts/" not in page.url, page.url
            self.states[account] = first.storage_state()
            first.close()
        return self.browser.new_context(storage_state=self.states[account], **options)  # type: ignore[arg-type]


def address(one: ReportPage, parties: Mapping[str, str]) -> str:
    return one.path.format(**parties)
