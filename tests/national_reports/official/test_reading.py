"""Definitions and texts are read as data; what is not understood is refused with its line and what to do."""

import time

import pytest

from indicators.datafile import DataFileInvalid
from national_reports.official.modules import Joined, TextKey, read_module
from national_reports.official.plain import plain, tags
from national_reports.official.text_files import MOST_CHARACTERS, read_texts

MODULE = """import held from '../texts.json' with {type:'json'};
import { merged } from './merged.js';

/* const t = not this; */
const t = merged(held);
export const form = [
  {"key": 'S', "title": t.one, // a comment
    questions: [{"key":"Q1","mandatory":true,"number":-2.5,"footnote": t.a + '<br>' + t.b__2,}, ],
  },
]"""


def module(tmp_path, text):
    path = tmp_path / "form.js"
    path.write_text(text, encoding="utf-8")
    return read_module(path, "app/form.js")


def test_a_definition_is_read_whatever_its_quotes_commas_and_comments(tmp_path):
    read = module(tmp_path, MODULE)
    assert read.texts == "../texts.json"
    (section,) = read.sections
    assert (section["title"], section.line) == (TextKey("one", 7), 7)
    (question,) = section["questions"]
    assert question["footnote"] == Joined((TextKey("a", 8), "<br>", TextKey("b__2", 8)))
    assert (question["mandatory"], question["number"]) == (True, -2.5)


@pytest.mark.parametrize("behind", [";", "\nexport const frozen = form;\n", "; // the end\n/* or not */\n"])
def test_what_stands_behind_the_array_may_only_export_it_again(tmp_path, behind):
    assert len(module(tmp_path, MODULE + behind).sections) == 1


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ("t.one,", "translated(t.one),", 7, "“translated” is not understood"),
        ("t.one,", "other.one,", 7, "“other.one” is not understood"),
        ("t.one,", "`one`,", 7, "“`one`"),
        ("t.one,", "t.one + 5,", 7, "other than texts is joined"),
        ("\"key\": 'S'", '"key": \'S\', "key": "T"', 7, "“key” stands twice"),
        ("\"key\": 'S', ", "\"key\": 'S' ", 7, "is expected"),
        ("[{", "[" * 30 + "{", 8, "More than 16 levels"),
        ("  },\n]", "  },\n", 10, "“the end of the file”"),
        ("\n]", "\n];\nform.push(1);", 11, "“form.push(1);” behind the array"),
        ("import held from '../texts.json'", "import held from '../texts.js'", 1, "It imports 0 files of texts"),
        ("export const form =", "export const form = () =>", 1, "No array of sections begins here"),
    ],
)
def test_anything_else_in_a_definition_is_refused_with_its_line(tmp_path, old, new, line, reason):
    with pytest.raises(DataFileInvalid) as refused:
        module(tmp_path, MODULE.replace(old, new, 1))
    said = str(refused.value)
    assert said.startswith(f"app/form.js: line {line}: ")
    assert reason in said
    assert "take the file anew" in said


def texts(tmp_path, content):
    path = tmp_path / "texts.json"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_texts(path, "i18n/fr/texts.json")


def test_texts_are_read_with_or_without_a_mark_at_their_beginning(tmp_path):
    assert texts(tmp_path, b'\xef\xbb\xbf{"a": "b"}').held == {"a": "b"}
    assert texts(tmp_path, '{"a": "b"}').translated_from is None


@pytest.mark.parametrize(
    "meta", ['"new"', '{"algorithm": "sha1", "hashes": {"a": "x"}}', '{"algorithm": "md5", "hashes": {"a": 1}}']
)
def test_what_a_translation_was_made_from_is_not_known_where_the_file_says_it_in_another_way(tmp_path, meta):
    read = texts(tmp_path, f'{{"a": "b", "#meta": {meta}}}')
    assert read.translated_from is None
    assert not read.is_stale("a", "anything")
    assert "#meta" not in read.held


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        ("[1]", 1, "but a list"),
        ('{\n"a": "b",\n}', 3, "No JSON from character 1 on"),
        ('{\n"a": "b",\n"a": "c"}', 3, "The key a stands twice"),
        ('{"a": "b",\n"c": {"d": "e"}}', 2, "c is no text"),
        ('{"a": "' + "x" * (MOST_CHARACTERS + 1) + '"}', 1, "has 4,001 characters"),
        ("[" * 100_000, 1, "No file of texts"),
        (b'{"a": "\xff"}', 1, "The file is not UTF-8"),
        (" " * (4 * 1024 * 1024 + 1), 1, "larger than 4 MB"),
    ],
)
def test_a_bad_file_of_texts_is_refused_with_its_place(tmp_path, content, line, reason):
    with pytest.raises(DataFileInvalid) as refused:
        texts(tmp_path, content)
    assert str(refused.value).startswith(f"i18n/fr/texts.json: line {line}: ")
    assert reason in str(refused.value)
    assert "take the file anew" in str(refused.value)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (
            "<i>Trees</i><sup>12</sup>,  see <a <a target='_blank' href='https://x.example/'>the list</a>. ",
            "Trees¹², see the list.",
        ),
        ("one \r\n two<br>three", "one\ntwo\nthree"),
        ("l’été : oui", "l’été : oui"),
        ("5 < 6 & 7 > 4", "5 < 6 & 7 > 4"),
        ("a<script>alert(1)</script><img src=x onerror='alert(1)'>b", "ab"),
        ("a<style>p{}", "a"),
        ("&lt;b&gt; &amp;&#8238; x", "<b> & x"),
        ("turned \u202ewrong\u2066 way\x00", "turned wrong way"),
        ("\ud800half", "half"),
    ],
)
def test_markup_becomes_plain_text(source, text):
    assert plain(source).text == text


def test_what_is_let_go_of_is_told():
    assert plain("<a href='https://x.example/a'>x</a>").addresses == ("https://x.example/a",)
    assert plain("a\u202eb").hid_something
    assert not plain(" a\r\nb ").hid_something
    assert tags("<I>a</i><!-- <b> -->") == {"i": 2}


@pytest.mark.parametrize("source", ["<a" * 2000, "<a '" * 1000, "<script" * 570, "<!--" * 1000, "<p " * 1300])
def test_a_text_of_many_beginnings_takes_no_longer_than_another(source):
    begun = time.process_time()
    plain(source)
    assert time.process_time() - begun < 2
