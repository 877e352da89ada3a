"""The layout of a template is for those who read it: it is not sent, and what is seen stays the same."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Engine
from django.template.loader import get_template

from strategic_plan.template_files import without_layout


def test_indentation_and_blank_lines_are_not_sent():
    assert without_layout("<ul>\n\n    <li>\n      a\n    </li>\n</ul>\n") == "<ul>\n<li>\na\n</li>\n</ul>"


def test_the_attributes_of_an_element_stand_on_one_line():
    assert without_layout('<a\n  class="b"\n  href="/"\n>c</a>\n') == '<a class="b" href="/">c</a>'


def test_a_comparison_inside_of_an_attribute_stays():
    given = '<b\n  id="{% if n > 1 %}a{% endif %}"\n  lang="en"\n>c</b>'
    drawn = Engine().from_string(without_layout(given)).render(Context({"n": 2}))
    assert drawn.split() == ["<b", 'id="a"', 'lang="en"', ">c</b>"]


def test_every_template_is_read():
    for file in (settings.BASE_DIR / "templates").rglob("*.html"):
        get_template(str(file.relative_to(settings.BASE_DIR / "templates")))


NAME = re.compile(r"[\w.]+=[\w.]*(?:by|user|invitation)\.name(?!\|typed)\b")


def test_the_name_of_a_person_in_a_sentence_says_its_own_direction():
    """A comma and a day after a name in other letters would else be drawn ahead of it."""
    folder = settings.BASE_DIR / "templates"
    assert [(file.name, one) for file in folder.rglob("*.html") for one in NAME.findall(file.read_text())] == []


# What stands on both sides of an arrow of the language, and what one of a code's direction begins with.
ARROW = re.compile(r"(\S+(?: }})?)\s*{% arrow %}\s*(\S+(?: [\w.|]+)?)")
BARE = re.compile(r'(?<!ltr">){{ [\w.]+ }} →')


def test_what_an_arrow_joins_stands_apart():
    """Codes that follow each other run from left to right in every language: an Arabic arrow between them lies."""
    found = []
    for file in (settings.BASE_DIR / "templates").rglob("*.html"):
        source = file.read_text()
        found += BARE.findall(source)
        for before, after in ARROW.findall(source):
            found += [before] if not before.endswith(("</bdi>", "|ltr }}")) else []
            found += [after] if not (after.startswith("<bdi>") or after.endswith("|ltr")) else []
    assert found == []


INCLUDED = re.compile(r'{%\s*include "([^"]+)"(.*?)%}', re.DOTALL)


def holds_a_form(folder: Path, name: str) -> bool:
    """Whether a template, or what it includes, writes the token that a form is refused without."""
    source = (folder / name).read_text()
    return "{% csrf_token %}" in source or any(holds_a_form(folder, one) for one, _given in INCLUDED.findall(source))


def test_a_form_in_an_included_template_is_sent_with_its_token():
    """`only` keeps the token back unless it is named; a client of tests does not ask for one, a browser is refused."""
    folder, without = settings.BASE_DIR / "templates", []
    for file in folder.rglob("*.html"):
        for name, given in INCLUDED.findall(file.read_text()):
            isolated = given.split()[-1:] == ["only"]
            if isolated and "csrf_token=csrf_token" not in given and holds_a_form(folder, name):
                without.append((str(file.relative_to(folder)), name))
    assert without == []


def test_the_line_that_begins_a_text_box_stays():
    given = "<textarea\n  rows=2\n>\n{{ text }}</textarea>"
    assert without_layout(given) == "<textarea rows=2>\n{{ text }}</textarea>"


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("a\n{% if yes %}\n  b\n{% endif %}\nc\n", "a b c"),
        ("a\n{% if no %}\n  b\n{% else %}\n  c\n{% endif %}\nd\n", "a c d"),
        ("a\n{% if no %}\n  b\n{% endif %}\nc\n", "a c"),
        ("{% for one in many %}\n  {{ one }}\n{% endfor %}\nc\n", "1 2 c"),
        ("a\n{% with b=yes %}\n{{ b }}\n{% endwith %}\nc\n", "a True c"),
        ("a{% if yes %}\n  b{% endif %}\nc\n", "a b c"),
        ("{{ yes }}\n{% firstof no yes %}\n{% firstof yes %}\n", "True True True"),
        ('a\n{% firstof "b" as b %}\n{{ b }}\n', "a b"),
    ],
)
def test_words_on_lines_of_their_own_never_run_together(source, words):
    given = Context({"yes": True, "no": False, "many": [1, 2]})
    for text in (source, without_layout(source)):
        assert Engine().from_string(text).render(given).split() == words.split()


@pytest.mark.parametrize(
    ("source", "read"),
    [
        ("a{% colon %}\n  b", "a{% colon %}b"),
        ("<i>a{% comma %}</i>\n  <b>b</b>", "<i>a{% comma %}</i><b>b</b>"),
        ("a{% full_stop %}\n  b", "a{% full_stop %}{% sentence_space %}b"),
        ('<b>{% translate "A:" %}</b> b', '<b>{% translate "A:" %}</b>{% sentence_space %}b'),
        ('{% translate "A" %}\n  b', '{% translate "A" %}\nb'),
        (
            "{% blocktranslate trimmed %}\n  A.\n{% endblocktranslate %}\n{% if yes %}\n  b\n{% endif %}",
            "{% blocktranslate trimmed %}\nA.\n{% endblocktranslate %}{% sentence_space %}{% if yes %}b\n{% endif %}",
        ),
    ],
)
def test_the_space_after_a_mark_is_that_of_the_language(source, read):
    assert without_layout(source) == read


def test_pages_are_read_without_layout_and_other_files_as_they_are():
    assert "\n  " not in get_template("base.html").template.source
    mail = get_template("charts/drawing.svg").template
    with open(mail.origin.name, encoding="utf-8") as file:
        assert mail.source == file.read()
