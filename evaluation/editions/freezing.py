"""Build the frozen form of an edition from evidence gathered and computed afresh (method.md §7)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from evaluation.editions.canonical import canonical, plain, sha256
from evaluation.editions.evidence_frozen import frozen_evidence
from evaluation.editions.form import FrozenForm
from evaluation.editions.leaving_out import left_out_of
from evaluation.editions.passing import passed_of
from evaluation.editions.plan_frozen import frozen_indicators, frozen_plan
from evaluation.editions.provenance import provenance
from evaluation.editions.sensitivity import sensitivity
from evaluation.editions.sentences import generated_texts
from evaluation.editions.summaries import coverage, summaries
from evaluation.models import Edition, Evaluation, FindingText
from indicators.calculations import METHOD_VERSION
from languages.codes import short
from parties.emails import permanent
from parties.selectors import is_demonstration

FORMAT = 3


@dataclass(frozen=True)
class Frozen:
    """A frozen form, its canonical bytes and their SHA-256."""

    form: FrozenForm
    content: bytes
    sha256: str


def frozen_form(*, evaluation: Evaluation, edition: Edition | None, at: datetime) -> Frozen:
    """The frozen form of an evaluation as of now; without an edition a preview, with no texts of staff."""
    # What is frozen is English, whatever language it is frozen in; sentences are made in each.
    with override(settings.LANGUAGE_CODE):
        return _frozen(evaluation, edition, at)


def _frozen(evaluation: Evaluation, edition: Edition | None, at: datetime) -> Frozen:
    form: dict[str, Any] = {
        "format": FORMAT,
        "edition": _edition(evaluation, edition, at),
        "parameters": plain(evaluation.parameters),
        "method": {"version": METHOD_VERSION},
        "links": _links(evaluation, edition),
        "plan": frozen_plan(evaluation.plan),
        "indicators": frozen_indicators(evaluation.plan),
        **frozen_evidence(evaluation, at=at),
    }
    form["made_by"] = provenance(form)
    read = FrozenForm(form)
    form["summaries"] = summaries(read)
    form["coverage"] = coverage(read)
    form["sensitivity"] = sensitivity(form)
    form["transitions"] = {measure: moved for measure in sorted(form["measures"]) if (moved := read.moved(measure))}
    form["texts"] = _texts(read, edition.texts.all() if edition else ())
    content = canonical(form)
    return Frozen(FrozenForm.of(content), content, sha256(content))


def _links(evaluation: Evaluation, edition: Edition | None) -> dict[str, str]:
    """Addresses that documents print: frozen too, so that they are made the same wherever they are made anew."""
    place = [evaluation.slug, edition.version] if edition else [evaluation.slug]
    with override("en"):
        return {
            "portal": permanent("/"),
            "edition": permanent(reverse(f"portal:{'edition' if edition else 'evaluation-dashboard'}", args=place)),
            "verify": permanent(reverse("portal:verify")),
            "method": permanent(reverse("portal:method")),
        }


def _edition(evaluation: Evaluation, edition: Edition | None, at: datetime) -> dict[str, Any]:
    meeting = evaluation.meeting
    left_out = left_out_of(edition) if edition else {}
    titles = {short(code): said for code, said in evaluation.titles.items()}
    described: dict[str, Any] = plain(
        {
            "evaluation": evaluation.slug,
            "version": edition.version if edition else "",
            "kind": evaluation.kind,
            "title": {"en": evaluation.title} | {code: said for code, said in titles.items() if code not in left_out},
            "symbol": edition.symbol if edition else "",
            "meeting": meeting
            and {
                "code": meeting.code,
                "title": meeting.title,
                "place": meeting.place,
                "starts_on": meeting.starts_on,
                "ends_on": meeting.ends_on,
            },
            "agenda_item": evaluation.agenda_item,
            "frozen_on": timezone.localdate(at),
            "corrects": edition.corrects.version if edition and edition.corrects else None,
            "changes": edition.changes if edition else [],
            "passed": passed_of(edition) if edition else [],
            "left_out": [{"language": language, "reason": reason} for language, reason in left_out.items()],
            "demonstration": is_demonstration(),
        }
    )
    return described


def _texts(form: FrozenForm, held: Iterable[FindingText]) -> dict[str, Any]:
    """Generated sentences in every language that is not left out, and what staff wrote beside them."""
    texts: dict[str, dict[str, Any]] = {}
    for language in (code for code, _name in settings.LANGUAGES if short(code) not in form.left_out):
        for subject, sentence in generated_texts(form, language).items():
            text = texts.setdefault(subject, {"generated": {}, "narrative": {}, "sources": ""})
            text["generated"][short(language)] = sentence
    written = (one for one in held if short(one.language) not in form.left_out)
    for one in sorted(written, key=lambda one: (one.subject, one.language != "en", one.language)):
        text = texts.setdefault(one.subject, {"generated": {}, "narrative": {}, "sources": ""})
        if one.narrative:
            # Chinese texts written before 0.3 are kept as zh-hans.
            text["narrative"][short(one.language)] = one.narrative
        text["sources"] = text["sources"] or one.sources
    return texts


def subjects(form: Mapping[str, Any]) -> list[str]:
    """Every subject that a text can be written for, in the plan's order."""
    found = ["whole"]
    for goal in form["plan"]["objectives"]:
        found.append(f"objective/{goal['code']}")
        found += [f"impact/{impact['code']}" for impact in goal["impacts"]]
        for part in goal["operational"]:
            if part["code"] != goal["code"]:
                found.append(f"operational/{part['code']}")
            found += [f"indicator/{code}" for code in part["indicators"]]
    return found
