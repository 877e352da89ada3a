"""Somebody who has nothing but a keyboard, and what is held of every place that it leads to on the way.

Whatever has the focus shows it, can be seen, and follows the place before it in the order in which the page is read.
"""

from dataclasses import dataclass, replace

# Where the focus is: in the page's own measures, however far it is scrolled.
STOP = """wanted => {
  const one = document.activeElement
  const [line] = one.getClientRects(), style = getComputedStyle(one)
  // Of a large box the browser shows the line that is typed in.
  const heights = line ? [line.top + 4, line.top + line.height / 2, line.bottom - 4] : []
  const met = heights.map(height => document.elementFromPoint(line.left + line.width / 2, height)).filter(Boolean)
  const regions = [...document.querySelectorAll('nav, main, header, footer, aside')]
  return {
    is_wanted: one.matches(wanted),
    is_page: one === document.body || one === document.documentElement,
    is_seen: met.some(other => one.contains(other) || other.contains(one)),
    // The calendar's button within a day is the browser's own: it has the focus for its box, and shows that by itself.
    outline: one.matches(':focus') ? `${style.outlineStyle} ${style.outlineWidth}` : 'of the browser',
    region: regions.indexOf(one.closest('nav, main, header, footer, aside')),
    left: line ? line.left + scrollX : 0,
    right: line ? line.right + scrollX : 0,
    top: line ? line.top + scrollY : 0,
    bottom: line ? line.bottom + scrollY : 0,
    words: [one.tagName, one.name || one.getAttribute('href'), one.textContent.trim().slice(0, 40)].join(' '),
  }
}"""
# A place that is reached after more steps than this is out of reach.
MOST = 250


class OutOfReach(AssertionError):
    """The keyboard does not get there."""


@dataclass(frozen=True)
class Stop:
    """A place that has the focus: its first line's box in pixels of the page, and how it shows."""

    is_wanted: bool
    is_page: bool
    is_seen: bool
    outline: str
    region: int
    left: float
    right: float
    top: float
    bottom: float
    words: str

    def is_in_line_with(self, other):
        shared = min(self.bottom, other.bottom) - max(self.top, other.top)
        return shared > min(self.bottom - self.top, other.bottom - other.top) / 2


def comes_after(one, other, direction):
    """Whether somebody who reads the page meets one place before the other.

    In a line that is the one nearer to where lines begin, else the higher one, or what a further column holds. Parts
    of the page, as its navigation and its content, are read each for itself.
    """
    if one.region != other.region:
        return True
    here, there = (one, other) if direction == "ltr" else (mirrored(one), mirrored(other))
    if one.is_in_line_with(other):
        return there.left >= here.left - 1
    return other.top >= one.top or there.left >= here.right


def mirrored(stop):
    return replace(stop, left=-stop.right, right=-stop.left)


class Keyboard:
    """The keys of one page's reader, and the stops so far."""

    def __init__(self, page):
        self.page = page

    def stop(self, wanted="*"):
        return Stop(**self.page.evaluate(STOP, wanted))

    def go_to(self, wanted):
        """Press Tab until what is wanted has the focus."""
        before = self.stop(wanted)
        if before.is_wanted:
            return
        direction = self.page.evaluate("getComputedStyle(document.documentElement).direction")
        for _ in range(MOST):
            self.page.keyboard.press("Tab")
            here = self.stop(wanted)
            # The last place of a page leads back to its beginning.
            if not here.is_page:
                self.hold(before, here, direction)
            if here.is_wanted:
                return
            before = here
        raise OutOfReach(wanted)

    def hold(self, before, here, direction):
        assert here.outline in ("solid 3px", "of the browser"), f"does not show that it has the focus: {here}"
        assert here.is_seen, f"is out of sight: {here}"
        assert before.is_page or comes_after(before, here, direction), f"{here}\nis read before\n{before}"

    def type(self, text):
        self.page.keyboard.type(text)

    def press(self, key):
        self.page.keyboard.press(key)

    def follow(self, wanted, key="Enter"):
        """Go to what is wanted and press it; another page is there afterwards."""
        self.go_to(wanted)
        with self.page.expect_navigation():
            self.page.keyboard.press(key)
