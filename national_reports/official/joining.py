"""An outline with the texts of a language: what an official-text file holds, and what does not join. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from languages.codes import ENGLISH
from national_reports.official.modules import TextKey
from national_reports.official.outline import Asked, Outline, Said
from national_reports.official.plain import plain, tags
from national_reports.official.remarks import Remark
from national_reports.official.text_files import Texts


@dataclass
class JoinedTexts:
    """The official texts of a cycle in a language; `document` is what its file holds but for the source."""

    document: dict[str, Any]
    remarks: list[Remark] = field(default_factory=list)

    @property
    def joined(self) -> int:
        """How many questions have their text and every option's."""
        return len(self.document["questions"])


def join(*, outline: Outline, form: Mapping[str, Any], language: str, texts: Texts, english: Texts) -> JoinedTexts:
    """Put the texts of a language where they belong; a question of which one text is missing is left to ours."""
    joining = _Joining(form["cycle"], language, texts, english)
    legends = joining.legends(outline)
    parts = {
        "sections": joining.sections(outline),
        "groups": joining.groups(outline, form),
        "legends": legends,
        "legends_before": {key: outline.legends[key].before for key in legends},
    }
    document = {"cycle": form["cycle"], "language": language}
    document |= {name: held for name, held in parts.items() if held}
    return JoinedTexts(document | {"questions": joining.questions(outline, form)}, sorted(joining.remarks))


class _Joining:
    def __init__(self, cycle: str, language: str, texts: Texts, english: Texts) -> None:
        self.cycle, self.language = cycle, language
        self.texts, self.english = texts, english
        self.remarks: set[Remark] = set()
        self.told: dict[str, str] = {}
        if language != ENGLISH and texts.translated_from is None:
            self._tell("stale_unknown")

    def _tell(self, why: str, key: str = "", detail: str = "") -> None:
        self.remarks.add(Remark(self.cycle, self.language, why, key, detail))

    def sections(self, outline: Outline) -> dict[str, dict[str, str]]:
        found = {}
        for key, heading in outline.sections.items():
            title = self._said(heading.title)
            if title is None:
                self._tell("heading_missing", key)
                continue
            notes = {"description": heading.description, "footnote": heading.footnote}
            found[key] = {"title": title} | self._notes(key, notes)
        return found

    def groups(self, outline: Outline, form: Mapping[str, Any]) -> dict[str, str]:
        """The lead of each group: a title of its own, or the first line of the text of its first question."""
        found: dict[str, str] = {}
        for group in form.get("groups", {}):
            under = [asked for asked in outline.questions.values() if asked.group == group]
            stem = self._said(outline.groups[group]) if group in outline.groups else self._stem_above(group, under)
            if stem:
                found[group] = stem
            elif group in outline.groups or any(_is_split(asked.text, self.english) for asked in under):
                self._tell("stem_missing", group)
            else:
                self.remarks.add(Remark(self.cycle, "", "no_stem", group))
        return found

    def _stem_above(self, group: str, under: list[Asked]) -> str:
        said = [self._said(asked.text) for asked in under]
        stems = [text.partition("\n")[0] for text in said if text and "\n" in text]
        if len(set(stems)) > 1:
            self._tell("stems_differ", group)
        if 0 < len(stems) < len([text for text in said if text]):
            self._tell("stem_whole", group)
        return stems[0] if stems else ""

    def legends(self, outline: Outline) -> dict[str, str]:
        return self._notes("", {key: legend.text for key, legend in outline.legends.items()})

    def questions(self, outline: Outline, form: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
        found = {}
        for question in form["questions"]:
            key = question["key"]
            asked = outline.questions[key]
            text = self._said(asked.text)
            labels = {code: self._said(asked.options[code]) for code in question.get("options", {})}
            missing = [] if text else _names(asked.text)
            missing += [name for code, label in labels.items() if not label for name in _names(asked.options[code])]
            if text is None or missing:
                self._tell("text_missing", key, ", ".join(dict.fromkeys(missing)))
                continue
            if len(set(labels.values())) < len(labels):
                self._tell("alike", key)
            if asked.group:
                text = text.partition("\n")[2] or text
            entry: dict[str, Any] = {"text": text}
            if labels:
                entry["options"] = labels
            entry |= self._notes(key, {"footnote": asked.footnote})
            if captions := self._notes(key, asked.captions):
                entry["captions"] = captions
            found[key] = entry
        return found

    def _notes(self, key: str, notes: Mapping[str, Said | None]) -> dict[str, str]:
        """The notes that have a text in the language; what lacks is told."""
        found = {}
        for name, said in notes.items():
            text = self._said(said) if said else None
            if text:
                found[name] = text
            elif said:
                self._tell("note_missing", key or name, ", ".join(_names(said)))
        return found

    def _said(self, said: Said) -> str | None:
        """A text in the language; None where any part of it is missing."""
        if not all(self._text(part.key) for part in said.keys):
            return None
        parts = (self._text(part.key) if isinstance(part, TextKey) else _between(part) for part in said.parts)
        return "".join(parts).strip() or None

    def _text(self, key: str) -> str:
        """The plain text of a key, told of once; empty where the file has none."""
        if key not in self.told:
            self.told[key] = self._cleaned(key)
        return self.told[key]

    def _cleaned(self, key: str) -> str:
        source = self.texts.held.get(key, "")
        made = plain(source)
        if not made.text:
            return ""
        if made.hid_something:
            self._tell("hidden_dropped", key)
        for address in made.addresses:
            self._tell("links_dropped", key, address[:200])
        english = self.english.held.get(key)
        if self.language != ENGLISH and english is not None:
            if self.texts.is_stale(key, english):
                self._tell("stale", key)
            if made.text == plain(english).text and any(letter.isalpha() for letter in made.text):
                self._tell("left_in_english", key)
            if tags(source) != tags(english):
                self._tell("tags_differ", key)
        return made.text


def _between(source: str) -> str:
    """What the definition itself puts between texts, as '<br>', with its blanks."""
    return plain(f"|{source}|").text[1:-1]


def _names(said: Said) -> list[str]:
    return [one.key for one in said.keys]


def _is_split(said: Said, texts: Texts) -> bool:
    return any("\n" in plain(texts.held.get(one.key, "")).text for one in said.keys)
