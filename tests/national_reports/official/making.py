"""Files as the Secretariat publishes them, in their shapes, with sentences that are ours."""

import json
from collections.abc import Iterable, Mapping
from hashlib import md5
from pathlib import Path
from typing import Any

import yaml

from national_reports.loading import FOLDER

# A few words of each language: what is in which one can be told.
SAID = {
    "en": "Invented sentence {n}",
    "fr": "Phrase inventée {n} : l’été",
    "es": "Frase inventada {n}",
    "ru": "Придуманная фраза {n}",
    "ar": "جملة مخترعة {n}",
    "zh": "虚构的句子 {n}",
}
# Groups of flat questions whose files have no lead at all.
NO_LEAD = ("Q094", "Q124")


class Texts:
    """Texts of a form, numbered as they come, in every language."""

    def __init__(self) -> None:
        self.keys: dict[str, str] = {}

    def key(self, name: str, shape: str = "{said}") -> str:
        """A key of a text; the shape is put round its sentence in every language."""
        key = name.replace("-", "_")
        self.keys[key] = shape.replace("{n}", str(len(self.keys)))
        return f"t.{key}"

    def write(self, folder: Path, place: str, languages: Iterable[str]) -> None:
        english = self.said("en")
        for language in languages:
            said: dict[str, Any] = dict(self.said(language))
            if language != "en":
                hashes = {key: md5(text.encode(), usedforsecurity=False).hexdigest() for key, text in english.items()}
                said["#meta"] = {"hashedOn": "2030-01-01T00:00:00Z", "algorithm": "md5", "hashes": hashes}
            put(folder, place if language == "en" else f"i18n/{language}/{place}", json.dumps(said, ensure_ascii=False))

    def said(self, language: str) -> dict[str, str]:
        return {
            key: shape.replace("{said}", SAID[language].format(n=number)).replace(
                "{lead}", SAID[language].format(n="zero")
            )
            for number, (key, shape) in enumerate(self.keys.items())
        }


def put(folder: Path, place: str, text: str) -> Path:
    path = folder / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def write_all(folder: Path, languages: Iterable[str] = tuple(SAID)) -> int:
    """All of our questionnaires as the Secretariat would publish them; returns how many questions they have."""
    forms = [yaml.safe_load(path.read_text()) for path in sorted(FOLDER.glob("nr?.yaml"))]
    for form in forms:
        write_form(folder, form, languages)
    return sum(len(form["questions"]) for form in forms)


def write_form(folder: Path, form: Mapping[str, Any], languages: Iterable[str] = tuple(SAID)) -> None:
    """One questionnaire: older ones put the lead of a group above each part's text, newer ones in a sub-section."""
    texts, is_newer = Texts(), form["cycle"] in ("NR4", "NR5")
    sections = [_section(form, section, texts, is_newer) for section in form["sections"]]
    place = f"app/app-text/{'views/forms' if form['cycle'] == 'NR5' else 'report-analyzer'}/{form['schema']}.json"
    name = "questions" if is_newer else form["schema"]
    lines = [
        f"import held from '../../../{place.removeprefix('app/')}' with {{type:'json'}};",
        "import { merged } from '../../../services/merged.js';",
        "const t = merged(held);",
        f"{'' if is_newer else 'export '}const {name} = [{','.join(sections)}]",
    ]
    if is_newer:
        lines += [f"export const {form['schema']} = questions;", f"export const {form['schema']}Frozen = questions;"]
    put(folder, f"app/app-data/bch/report-analyzer/{form['schema']}.js", "\n".join(lines))
    texts.write(folder, place, languages)


def _section(form: Mapping[str, Any], section: Mapping[str, str], texts: Texts, is_newer: bool) -> str:
    entries, group = [], ""
    for question in form["questions"]:
        if question["section"] != section["key"]:
            continue
        under = question.get("group", "")
        if is_newer and under and under != group:
            parts = [one for one in form["questions"] if one.get("group") == under]
            asked = ",".join(_question(one, texts, is_newer) for one in parts)
            title = texts.key(f"lead_{under}")
            entries.append(f'{{"key":"{under}","type":"sub-section","title":{title},"questions":[{asked},]}}')
        elif not (is_newer and under):
            entries.append(_question(question, texts, is_newer))
        group = under
    title = texts.key(f"section_{section['key']}", "{said}<sup>3</sup>")
    return f'{{"key":"{section["key"]}","title":{title},"questions":[\n{",".join(entries)}\n]}}'


def _question(question: Mapping[str, Any], texts: Texts, is_newer: bool) -> str:
    key, group = question["key"], question.get("group", "")
    shape = "{lead}\r\n{said}" if group and not is_newer and group not in NO_LEAD else "{said}"
    title = texts.key(f"{key}_title", shape)
    options = ",".join(
        f'{{"value":"{code}","title":{texts.key(f"{key}_options{place}_title")}}}'
        for place, code in enumerate(question.get("options", {}))
    )
    return f'{{"key":"{key}","number":"1","type":"{question["type"]}","title":{title},"options":[{options}]}}'
