"""The words of a text that came with HTML in it, as the Clearing-House holds many. Pure."""

import re
from html.parser import HTMLParser

_BREAKS = frozenset({"br", "tr", "dt", "dd"})
_BLOCKS = frozenset({"p", "div", "ul", "ol", "dl", "table", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6"})
_UNREAD = frozenset({"script", "style", "template", "title"})


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self.unread = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.unread += tag in _UNREAD
        if tag == "li":
            self.said.append("\n– ")
        elif tag in _BREAKS or tag in _BLOCKS:
            self.said.append("\n" if tag in _BREAKS else "\n\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNREAD and self.unread:
            self.unread -= 1
        elif tag in _BLOCKS:
            self.said.append("\n\n")

    def handle_data(self, data: str) -> None:
        if not self.unread:
            self.said.append(re.sub(r"\s+", " ", data))


def words_of(text: str) -> str:
    """The text without its tags; paragraphs, lines and list items stay apart. Plain text comes back as it is."""
    if not re.search(r"</?[a-zA-Z][^<>]*>|&[#\w]+;", text):
        return text
    parser = _Words()
    parser.feed(text)
    parser.close()
    lines = re.sub(r"[ \t]*\n[ \t]*", "\n", "".join(parser.said))
    return re.sub(r"\n{3,}", "\n\n", lines).strip()
