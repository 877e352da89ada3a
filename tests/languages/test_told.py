"""What is stored in English is said in each reader's language; what nobody translated stays marked as English."""

import re

import pytest
import yaml
from django.utils import translation
from message_files import INTERFACE, path_of, read

from languages.codes import LANGUAGES
from languages.told import CONTEXT, said_again, said_later
from parties.templatetags.local import told
from tests.conftest import FIXTURES

OTHERS = [code for code in LANGUAGES if code != "en"]
# Isolates, and what keeps a code whole.
UNSEEN = dict.fromkeys(map(ord, "\u2060\u2066\u2068\u2069"))


def test_a_sentence_is_stored_in_english_and_said_in_the_reader_s_language():
    stored = said_later("The file is larger than {most_bytes} MB.", most_bytes=64)
    assert stored == "The file is larger than 64 MB."
    assert said_again(stored, "fr") == "Le fichier dépasse 64 Mo."
    assert said_again(stored, "en") == stored


def test_what_is_put_in_is_isolated_and_said_too_where_it_is_a_sentence_itself():
    assert said_again("edition sent to review", "ru") == "редакция: направлено на рассмотрение"
    assert "\u2068S010~x\u2069" in said_again("S010~x: the form has no such question.", "ar")


@pytest.mark.parametrize("language", OTHERS)
def test_every_stored_text_is_found_again_by_its_own_form(language):
    """Of two forms that fit a sentence the one that says more is taken: each text must find itself."""
    folder = {"zh": "zh_Hans"}.get(language, language)
    held = {m.id: m.string for m in read(path_of(INTERFACE, folder), folder) if m.context == CONTEXT}
    assert len(held) > 150
    for text, said in held.items():
        put_in = {name: f"7{name[0]}7" for name in re.findall(r"\{(\w+)\}", text)}
        wanted = said.format(**put_in)
        found = said_again(text.format(**put_in), language)
        assert found.translate(UNSEEN) == wanted, text


@pytest.mark.parametrize("language", OTHERS)
def test_every_reason_of_a_map_is_said_in_every_language(language):
    for path in FIXTURES.glob("questionnaires/map-*.yaml"):
        for row in yaml.safe_load(path.read_text(encoding="utf-8"))["links"]:
            if why := row.get("not_comparable"):
                assert said_again(why, language) is not None, why


def test_a_sentence_that_nobody_translated_is_marked_as_english():
    with translation.override("fr"):
        shown = told("The file is empty.\nSomething of long ago <b>.")
    assert shown == 'Le fichier est vide.\n<span lang="en" dir="ltr">Something of long ago &lt;b&gt;.</span>'
