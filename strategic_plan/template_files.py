"""Pages are laid out for those who read the template; the layout is not sent."""

import re

from django.template import Origin
from django.template.loaders import filesystem

LINE_END = re.compile(r"\n[ \t\n]*")
# Up to the first ">", be it that of `{% if n > 1 %}`: only line ends are touched, so less is taken out, nothing broken.
START_TAG = re.compile(r"<[a-z][^<>]*>")
LINE_END_IN_TAG = re.compile(r"\n[ \t\n]*(>?)")
# Tags that print nothing themselves, alone on a line. The end of the line before stays: words never run together.
SILENT = "if|elif|else|endif|for|empty|endfor|with|endwith|block|endblock|load|ifchanged|endifchanged|slot|endslot"
ALONE = re.compile(r"^(\{% (?:(?:" + SILENT + r")\b[^%\n]*|[^%\n]* as \w+ )%\})\n", re.MULTILINE)
# These marks write the space that their language has after them.
MARK = re.compile(r"(\{% (?:colon|comma|list_comma|semicolon) %\}(?:</\w+>)*)\s+")
# Chinese has no space after a sentence or a colon.
SENTENCE = re.compile(
    r"""((?:\{% full_stop %\}|\{% translate "[^"\n]*[.:;?!]" %\}|[.:;?!]\s*\{% endblocktranslate %\})(?:</\w+>)*)\s+"""
)


class Loader(filesystem.Loader):
    """Read templates/; HTML without its indentation and without the lines of tags that print nothing."""

    def get_contents(self, origin: Origin) -> str:
        contents = super().get_contents(origin)
        return without_layout(contents) if origin.name.endswith(".html") else contents


def without_layout(contents: str) -> str:
    """Take the layout out of a template; what a browser shows stays the same."""
    on_one_line = START_TAG.sub(lambda tag: LINE_END_IN_TAG.sub(lambda end: end[1] or " ", tag[0]), contents)
    in_lines = ALONE.sub(r"\1", LINE_END.sub("\n", on_one_line)).rstrip("\n")
    return SENTENCE.sub(r"\1{% sentence_space %}", MARK.sub(r"\1", in_lines))
