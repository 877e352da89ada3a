"""A report as a Word document that people can go on with.

As a program: the order as JSON on standard input, the file on standard output, with bounded memory.
"""

import json
import resource
import sys
from dataclasses import asdict, replace
from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.document import Document as DocumentType

from national_reports.documents.content import Choice, Entry, Fact, ReportContent, Section, Written, content_from
from typesetting.process import MOST_MEMORY, set_apart
from typesetting.text import in_groups, phrase
from typesetting.word import Writer, prepare


def set_docx(content: ReportContent, *, at: datetime) -> bytes:
    """render_docx() in a process of its own. Raises DocumentTooLarge, DocumentNotRendered."""
    order = {"content": asdict(replace(content, labels=dict(content.labels))), "at": at.isoformat()}
    return set_apart(("-m", "national_reports.documents.docx"), json.dumps(order).encode())


def main() -> None:
    """Read the order, write the file."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    order = json.load(sys.stdin.buffer)
    made = render_docx(content_from(order["content"]), at=datetime.fromisoformat(order["at"]))
    sys.stdout.buffer.write(made)


def render_docx(content: ReportContent, *, at: datetime) -> bytes:
    """Write a report; the same content and time give the same bytes."""
    if at.utcoffset() is None:
        raise ValueError("The time has no zone.")
    document = Document()
    _describe(document, content, at.astimezone(UTC).replace(tzinfo=None, microsecond=0))
    prepare(document, language=content.language)
    _Report(Writer(document, content.language), content).write()
    held = BytesIO()
    document.save(held)
    return _settled(held.getvalue(), at)


def _describe(document: DocumentType, content: ReportContent, at: datetime) -> None:
    known = document.core_properties
    known.title = content.title[:255]
    known.author = content.party[:255]
    known.last_modified_by = content.party[:255]
    known.subject = content.labels["protocol"]
    known.language = content.language
    known.category = content.labels["report"]
    known.comments = " · ".join(content.warnings)
    known.identifier = content.reference
    known.version = str(content.version)
    known.revision = 1
    known.created = known.modified = at


def _settled(made: bytes, at: datetime) -> bytes:
    """The same archive with one time on every part: the library writes the time of the moment."""
    stamp = at.astimezone(UTC).timetuple()[:6]
    held = BytesIO()
    with ZipFile(BytesIO(made)) as source, ZipFile(held, "w") as target:
        for name in source.namelist():
            part = ZipInfo(name, stamp)
            part.compress_type = ZIP_DEFLATED
            target.writestr(part, source.read(name))
    return held.getvalue()


class _Report:
    def __init__(self, writer: Writer, content: ReportContent) -> None:
        self.writer, self.content, self.labels = writer, content, content.labels

    def write(self) -> None:
        content, writer = self.content, self.writer
        writer.running(
            header=f"{content.party} · {content.cycle} · {content.version_in_words}",
            warnings=content.warnings,
            footer=content.labels["protocol"],
            page=content.labels["page"],
        )
        for warning in content.warnings:
            writer.ours(warning, "Warning")
        writer.ours(f"{self.labels['protocol']} · {self.labels['report']}", "Eyebrow")
        writer.ours(content.party, "Title")
        writer.ours(content.cycle, "Subtitle")
        self._facts(content.facts)
        if content.sha256:
            writer.ours(f"{self.labels['sha256']}: {in_groups(content.sha256)}", "Fact")
        for section in content.chapters:
            self._section(section)

    def _section(self, section: Section) -> None:
        self.writer.said(section.title, "Heading 1")
        if section.note:
            self.writer.said(section.note, "Language")
        for entry in section.entries:
            if entry.under:
                self.writer.said(entry.under, "Heading 2")
            self._entry(entry)

    def _entry(self, entry: Entry) -> None:
        self.writer.said(entry.asked, "Heading 3" if entry.grouped else "Heading 2", ahead=entry.number)
        if entry.whose:
            self.writer.ours(entry.whose, "Language")
        if entry.note:
            self.writer.said(entry.note, "Language")
        if not entry.answered:
            self.writer.ours(self.labels["no_answer"], "No Answer")
        for choice in entry.choices:
            self._choice(choice)
        if entry.value:
            self.writer.ours(entry.value, "Answer")
        self._texts(entry.texts)
        self._facts(entry.facts)
        if entry.remark:
            self.writer.ours(entry.remark, "Language")

    def _choice(self, choice: Choice) -> None:
        paragraph = self.writer.said(choice.label, "Answer")
        if choice.amount:
            paragraph.add_run(" ")
            self.writer.add(paragraph, phrase(choice.amount, self.content.language))
        if not choice.known:
            paragraph.add_run(" ")
            self.writer.add(paragraph, phrase(self.labels["unknown_option"], self.content.language), "Key")
        self._texts(choice.texts)

    def _texts(self, texts: tuple[Written, ...]) -> None:
        for text in texts:
            said = (text.language_name, self.labels["courtesy"] if text.courtesy else "", text.by)
            self.writer.ours(" · ".join(filter(None, said)), "Language")
            self.writer.said(text.said, "Answer Text")

    def _facts(self, facts: tuple[Fact, ...]) -> None:
        for fact in facts:
            paragraph = self.writer.said(fact.name, "Fact")
            paragraph.add_run(": ")
            self.writer.add(paragraph, fact.value, "Strong")


if __name__ == "__main__":
    main()
