"""The people of one report, their seats at one browser, their letters, and what is looked at where they go."""

from collections import Counter
from dataclasses import dataclass

from tests.browser.looking import CUT, PIECES, READ, TOO_WIDE
from tests.browser.mail import LINK, letters_to
from tests.browser.people import code_of
from tests.keeping.servers import until
from tests.languages.english_left import english_in, english_words
from tests.people_factories import PASSWORD

CYCLE = "NR5"
WIDTHS = (360, 1280)
# What a letter is read in: the window of a telephone, and of a program for mail.
LETTER_WIDTHS = (360, 700)


@dataclass(frozen=True)
class Case:
    language: str
    browser: str
    party: str
    # Who takes part, each under the word that tests call them by.
    authority: str
    first: str
    second: str
    officer: str
    publisher: str
    word: str
    reason: str
    mended: str


class Together:
    """The people of one report in one browser, what they were written, and what was wrong with what they saw."""

    def __init__(self, browser, portal, post, case):
        self.browser, self.portal, self.post, self.case = browser, portal, post, case
        self.secrets: dict[str, str] = {}
        self.used = Counter[str]()
        self.faults: list[str] = []
        self.reports = f"/{case.language}/reports/{case.party}/{CYCLE}/"

    # -- who sits there ------------------------------------------------------------------------------

    def sit_down(self, who):
        self.browser.turn_to(who)

    def address_of(self, who):
        return f"{who}-{self.case.language}@portal.example"

    def sign_in(self, who):
        """Both steps."""
        self.sit_down(who)
        self.go("/accounts/login/")
        self.browser.write("[name=login]", self.address_of(who))
        self.browser.write("[name=password]", PASSWORD)
        self.browser.click("main form button[type=submit]")
        self.show_second_step(who)

    def show_second_step(self, who):
        """With a code that was not used before: each counts once."""
        self.used[who] += 1
        self.browser.write("[name=code]", code_of(self.secrets[who], ahead=(1, -1, 0)[self.used[who] % 3]))
        self.browser.click("main form button[type=submit]")

    def letters(self, who):
        return letters_to(self.post.messages, self.address_of(who))

    def letter_saying(self, who, words):
        """The letter to somebody that holds these words, once it is there."""
        return until(lambda: [one for one in self.letters(who) if words in one.text], f"a letter: {words}")[0]

    # -- where they go -------------------------------------------------------------------------------

    def go(self, place):
        """Open a page by its address below the language's."""
        self.browser.go(f"{self.portal}/{self.case.language}{place}")

    def go_to_report(self, rest=""):
        self.go(f"/reports/{self.case.party}/{CYCLE}/{rest}")

    def look(self):
        """What is wrong with the page that is open, at each width."""
        where = self.browser.where().removeprefix(self.portal)
        for width in WIDTHS:
            self.browser.set_width(width)
            if (wide := self.browser.run(TOO_WIDE)) > 0:
                self.faults.append(f"{where} is {wide} px wider than {width}")
            self.faults += [f"{where} cuts {one} at {width}" for one in self.browser.run(CUT)]
        self.faults += [f"{where} {one}" for one in self.browser.violations()]
        self.faults += [f"{where} says {one}" for one in english_in(self.browser.content(), self.case.language)]
        if self.case.language == "ar":
            self.faults += [f"{where} turns {one}" for one in self.browser.run(READ, PIECES) if one[0] != one[1]]

    def look_at_letters(self, folder):
        """Each letter to anybody of the report: as it says it, and as it is drawn."""
        for who in ("authority", "first", "second", "officer", "publisher"):
            for n, letter in enumerate(self.letters(who)):
                self.look_at_letter(letter, folder / f"{self.case.language}-{who}-{n}")

    def look_at_letter(self, letter, place):
        """A letter's text holds no English, and its picture fits where it is read."""
        language, said = self.case.language, f"{letter.to} “{letter.subject}”"
        # What a browser calls itself is told as it is.
        itself = self.browser.run("() => navigator.userAgent")
        lines = [letter.subject, *letter.text.replace(itself, "").splitlines()]
        self.faults += [f"{said} says {line}" for line in lines if english_words(LINK.sub("", line), language)]
        self.faults += [f"{said} says {one}" for one in english_in(letter.html.replace(itself, ""), language)]
        page = place.with_suffix(".html")
        page.write_text(letter.html)
        place.with_suffix(".txt").write_text(f"{letter.subject}\n\n{letter.text}")
        self.browser.go(page.as_uri())
        for width in LETTER_WIDTHS:
            self.browser.set_width(width)
            if (wide := self.browser.run(TOO_WIDE)) > 0:
                self.faults.append(f"{said} is {wide} px wider than {width}")
            self.browser.picture(place.with_name(f"{place.name}-{width}.png"))
        if language == "ar":
            self.faults += [f"{said} turns {one}" for one in self.browser.run(READ, PIECES) if one[0] != one[1]]
