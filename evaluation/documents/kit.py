"""The kit: every document of an edition in one folder, with a page that works from a memory stick."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import mark_safe

from evaluation.documents.archives import packed
from evaluation.documents.brief import left_out
from evaluation.documents.masthead import masthead
from evaluation.documents.produced import Links, RenderedDocument, stem
from evaluation.documents.sums import SUMS, sums_of
from evaluation.documents.tables import SHEETS
from evaluation.documents.words import Words, words_of
from evaluation.editions.form import FrozenForm
from languages.codes import ENGLISH, place, tag

STYLE = Path(__file__).with_name("report.css")
INDEX = "index.html"


def index_name(language: str) -> str:
    """The page that opens first is the English one."""
    return INDEX if language == ENGLISH else f"index-{language}.html"


def render_kit(edition: FrozenForm, documents: Sequence[RenderedDocument], links: Links) -> bytes:
    """The archive; the same documents and links give the same bytes."""
    folder = stem(edition)
    files = [(document.name, document.content) for document in documents]
    # A language that has words for a brief alone has none for this page.
    languages = sorted(
        {document.language for document in documents if document.kind == "report"} | {ENGLISH}, key=place
    )
    files += [(index_name(one), _index(edition, documents, links, one, languages)) for one in languages]
    files.append((SUMS, sums_of(files)))
    return packed(((f"{folder}/{name}", content) for name, content in files), on=edition.frozen_on)


def _index(
    edition: FrozenForm, documents: Sequence[RenderedDocument], links: Links, language: str, languages: Sequence[str]
) -> bytes:
    """The page of the kit in a language; every link is to a file beside it but that to the edition itself."""
    words = words_of(edition, language)
    shown: dict[str, list[dict[str, str]]] = {}
    for document in documents:
        named = words_of(edition, document.language or ENGLISH)
        shown.setdefault(document.language, []).append(
            {
                "name": document.name,
                "label": _label(document, named),
                "format": document.name.rpartition(".")[2].upper(),
                "size": named("kit.size", kb=named.number(-(-len(document.content) // 1024))),
            }
        )
    # What is of no language comes last.
    sections = [_section(one, shown[one], edition) for one in sorted(shown, key=lambda one: not one)]
    given = {
        "language": tag(language),
        "direction": "rtl" if words.rtl else "ltr",
        "pages": [
            {"name": index_name(one), "language": tag(one), "title": words_of(edition, one).name}
            for one in languages
            if one != language
        ],
        "masthead": masthead(edition, words),
        "warnings": [words("demonstration")] if edition.is_demonstration else [],
        "lead": words("kit.lead"),
        "left_out": left_out(edition, words),
        "sections": sections,
        "address": links["edition"],
        "sha256": edition.sha256,
        # Ours, from a file beside this module.
        "style": mark_safe(f"<style>{STYLE.read_text(encoding='utf-8')}</style>"),
    }
    with translation.override("en"):
        return str(render_to_string("evaluation/documents/kit.html", given)).encode()


def _label(document: RenderedDocument, words: Words) -> str:
    for sheet in SHEETS if document.kind == "table" else ():
        if document.name.endswith(f"-{sheet}-{document.language}.csv"):
            return words("kit.table", name=words(f"tables.{sheet}.title"))
    return words(f"kit.{document.kind}")


def _section(language: str, held: list[dict[str, str]], edition: FrozenForm) -> dict[str, Any]:
    words = words_of(edition, language or ENGLISH)
    return {
        "language": words.language,
        "direction": "rtl" if words.rtl else "ltr",
        "title": words.name if language else words("data.name"),
        "courtesy": words("masthead.courtesy") if language not in ("", ENGLISH) else "",
        "documents": held,
    }
