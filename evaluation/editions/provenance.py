"""What made an edition: the release, the code that sets its documents with its tools and fonts, and the data read."""

from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from typing import Any

from django.conf import settings

from evaluation.editions.canonical import canonical, sha256
from evaluation.editions.contents import contents, digest_of
from national_reports.models import QuestionMap, Questionnaire
from typesetting.fonts import system_digests

Part = dict[str, Any]

# Everything that a document of an edition is made with; a test holds this to what those modules import.
RENDERER = (
    *("charts", "typesetting", "languages", "evaluation/documents", "templates/evaluation/documents"),
    *("locale", "fixtures/locale"),  # the words of documents, and those of the data in them
    "strategic_plan/template_files.py",  # what it takes out of a template is not in a document
    *("evaluation/editions/canonical.py", "evaluation/editions/changed_lines.py", "evaluation/editions/form.py"),
    "figures/dumbbells.py",
    *("indicators/bindings.py", "indicators/calculations.py", "indicators/evidence.py", "indicators/kinds"),
    *("indicators/findings.py", "indicators/readings.py", "indicators/reasons.py", "indicators/registry.py"),
    *("indicators/rows.py", "indicators/stands.py", "indicators/statements.py", "indicators/strength.py"),
    *("parties/all_parties.py", "parties/spreadsheets.py"),
)
# What writes bytes that end up in a document.
TOOLS = ("django", "lxml", "pikepdf", "pillow", "python-docx", "typst", "xlsxwriter")
FONTS = ("fontpkg-ibm-plex-sans-arabic", "fontpkg-noto-sans", "fontpkg-noto-sans-arabic")


def provenance(form: Mapping[str, Any]) -> Part:
    """What this code would say made a form: part of the form, so that whoever proves it later knows what to look for.

    `data` are SHA-256 digests of the plan, its measures, and the questionnaires and maps of the form's cycles.
    """
    return {**_code(), "data": _data(form)}


def renderer() -> Part:
    """What the documents that this code makes depend on beside the frozen form; equal here means equal bytes."""
    return {name: _code()[name] for name in ("renderer", "tools", "fonts")}


@cache
def _code() -> Part:
    return {
        "release": settings.RELEASE,
        "code": contents(settings.BASE_DIR),
        "renderer": digest_of(settings.BASE_DIR, list(RENDERER)),
        "tools": {name: version(name) for name in TOOLS},
        "fonts": {name: version(name) for name in FONTS} | system_digests(),
    }


def _data(form: Mapping[str, Any]) -> Part:
    cycles = sorted(form["cycles"])
    questionnaires = Questionnaire.objects.in_use().filter(cycle__code__in=cycles).order_by("cycle__code")
    maps = QuestionMap.objects.filter(current__code__in=cycles, previous__code__in=cycles)
    return {
        "plan": sha256(canonical({"plan": form["plan"], "indicators": form["indicators"]})),
        "measures": sha256(canonical(form["measures"])),
        "questionnaires": dict(questionnaires.values_list("cycle__code", "sha256")),
        "maps": {
            f"{one.previous.code}..{one.current.code}": sha256(canonical(one.document))
            for one in maps.select_related("previous", "current")
        },
    }
