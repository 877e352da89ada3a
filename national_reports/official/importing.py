"""A folder of the Secretariat's files to our official-text files: written and stored together, or nothing is.

    app/app-data/bch/report-analyzer/SCHEMA.js   the definition of a cycle, by the schema that our questionnaire names
    app/app-text/…/TEXTS.json                    its English, where the definition says
    i18n/LANGUAGE/app/app-text/…/TEXTS.json      the same in ar, es, fr, ru and zh

What a language lacks is left to our working wording, and told.
"""

import hashlib
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml
from django.conf import settings
from django.db import transaction

from indicators.datafile import DataFileInvalid, Located, Problem
from jobs.services import enqueue
from languages.codes import ENGLISH, LANGUAGES
from languages.told import said_later
from national_reports.loading import FOLDER, OFFICIAL_FILES, load_questionnaires, read_questionnaire
from national_reports.models import Questionnaire
from national_reports.official.joining import JoinedTexts, join
from national_reports.official.modules import ANEW, Module, read_module
from national_reports.official.outline import Outline, outline
from national_reports.official.remarks import Remark
from national_reports.official.text_files import Texts, read_texts

DEFINITIONS = Path("app/app-data/bch/report-analyzer")
TRANSLATIONS = Path("i18n")
HEAD = "# Made by manage.py import_official_texts from the Secretariat's files: theirs, never committed.\n"


class NoDefinitions(ValueError):
    """The folder holds no definition of any of our questionnaires."""


@dataclass(frozen=True)
class OfficialTexts:
    """What a folder holds for our questionnaires: files by name, questions joined by language and cycle, remarks."""

    files: Mapping[str, str]
    joined: Mapping[str, Mapping[str, int]]
    questions: int
    remarks: list[Remark] = field(default_factory=list)


def read_official_texts(folder: Path, *, forms: Path = FOLDER, source: str = "") -> OfficialTexts:
    """Read every cycle in every language; nothing is written.

    `source` is what the files will state as theirs; without it a digest of what was read. Raises NoDefinitions, and
    DataFileInvalid with file, line and what to do.
    """
    questionnaires = [read_questionnaire(path) for path in sorted(forms.glob("nr?.yaml"))]
    files: dict[str, str] = {}
    joined: dict[str, dict[str, int]] = {language: {} for language in LANGUAGES}
    remarks = [Remark("i18n", "", "no_language", name) for name in _unknown_folders(folder / TRANSLATIONS)]
    for form in questionnaires:
        cycle = _Cycle(folder.resolve(), form)
        if not cycle.is_there:
            remarks.append(Remark(form["cycle"], "", "no_definition"))
            continue
        for language, made in cycle.in_languages(remarks).items():
            stated = source or f"public files of the Secretariat, SHA-256 {cycle.digest(language)}"
            files[f"{form['cycle'].lower()}.official.{language}.yaml"] = _written(made, stated)
            joined[language][form["cycle"]] = made.joined
            remarks += made.remarks
    if not files:
        raise NoDefinitions(
            f"{folder} holds no definition of a questionnaire ({DEFINITIONS}/….js): give the folder that has app/ "
            "and i18n/ in it."
        )
    questions = sum(len(form["questions"]) for form in questionnaires)
    return OfficialTexts(files, joined, questions, sorted(set(remarks)))


def store_official_texts(texts: OfficialTexts, *, forms: Path = FOLDER) -> list[str]:
    """Write the files and store what they say; returns the files that are new or otherwise than before.

    Readers see all of it or nothing: one transaction, and no file is in its place before everything was stored. A
    file of an earlier import that is not among these stays. Raises DataFileInvalid.
    """
    target = settings.OFFICIAL_TEXTS
    target.mkdir(parents=True, exist_ok=True)
    changed = [name for name, text in texts.files.items() if not _holds(target / name, text)]
    with TemporaryDirectory(prefix=".import-", dir=target) as made, transaction.atomic():
        for path in target.glob(OFFICIAL_FILES):
            shutil.copy(path, made)
        for name, text in texts.files.items():
            _write(Path(made, name), text)
        before = _digests()
        load_questionnaires(forms, official=Path(made))
        if _digests() != before:
            # Figures rest on what they were computed from, wording included.
            enqueue(kind="compute_progress", reason=said_later("official texts were imported"))
        for name in changed:
            os.replace(Path(made, name), target / name)
    return changed


def _unknown_folders(translations: Path) -> list[str]:
    """Folders that no language is read from, such as zh-Hans; hidden ones are a system's own."""
    if not translations.is_dir():
        return []
    names = (one.name for one in translations.iterdir() if one.is_dir() and not one.name.startswith("."))
    return sorted(name for name in names if name not in LANGUAGES or name == ENGLISH)


class _Cycle:
    """The files of one cycle."""

    def __init__(self, folder: Path, form: Located) -> None:
        self.folder, self.form = folder, form
        self.called = (DEFINITIONS / f"{form['schema']}.js").as_posix()
        self.path = folder / self.called
        self.read: dict[str, Path] = {}

    @property
    def is_there(self) -> bool:
        return self.path.is_file()

    def in_languages(self, remarks: list[Remark]) -> dict[str, JoinedTexts]:
        """The texts of every language that there are; what holds in all languages is added to the remarks."""
        module = read_module(self.path, self.called)
        laid = outline(module.sections, self.form, path=self.path, called=self.called)
        texts = self._texts(module)
        self._refuse_what_no_file_has(laid, texts)
        remarks += laid.remarks
        for language in LANGUAGES:
            if language not in texts:
                remarks.append(Remark(self.form["cycle"], language, "no_texts"))
        return {
            language: join(outline=laid, form=self.form, language=language, texts=held, english=texts[ENGLISH])
            for language, held in texts.items()
        }

    def digest(self, language: str) -> str:
        """Of the definition and the texts that a language was read from."""
        whole = hashlib.sha256(self.path.read_bytes() + self.read[language].read_bytes())
        return whole.hexdigest()[:12]

    def _texts(self, module: Module) -> dict[str, Texts]:
        english = Path(os.path.normpath(self.path.parent / module.texts))
        if not english.is_relative_to(self.folder) or not english.resolve().is_relative_to(self.folder):
            raise self._refused(f"Its texts, {module.texts}, lie outside the folder: {ANEW}.")
        place = english.relative_to(self.folder)
        if not english.is_file():
            raise self._refused(f"Its English texts, {place.as_posix()}, are not in the folder: add the file.")
        found: dict[str, Texts] = {}
        for language in LANGUAGES:
            called = place if language == ENGLISH else TRANSLATIONS / language / place
            path = self.folder / called
            if path.is_file():
                found[language] = read_texts(path, called.as_posix())
                self.read[language] = path
        return found

    def _refuse_what_no_file_has(self, laid: Outline, texts: Mapping[str, Texts]) -> None:
        known = {key for held in texts.values() for key in held.held}
        problems = [
            Problem(one.line, f"{at} names a text {one.key}, which no file of texts has: {ANEW}.")
            for at, said in laid.said()
            for one in said.keys
            if one.key not in known
        ]
        if problems:
            raise DataFileInvalid(self.path, problems, called=self.called)

    def _refused(self, reason: str) -> DataFileInvalid:
        return DataFileInvalid(self.path, [Problem(1, reason)], called=self.called)


def _written(made: JoinedTexts, source: str) -> str:
    document: dict[str, Any] = {"cycle": made.document["cycle"], "language": made.document["language"]}
    document |= {"source": source} | made.document
    return HEAD + yaml.dump(document, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=110)


def _holds(path: Path, text: str) -> bool:
    return path.is_file() and path.read_bytes() == text.encode()


def _write(path: Path, text: str) -> None:
    """A file that is whole on the disk before it is put in its place."""
    with path.open("wb") as file:
        file.write(text.encode())
        file.flush()
        os.fsync(file.fileno())


def _digests() -> dict[int, str]:
    return dict(Questionnaire.objects.values_list("pk", "sha256"))
