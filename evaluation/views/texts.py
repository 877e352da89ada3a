"""What staff write beside the generated sentences, and the masthead."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from evaluation.choices import text_languages
from evaluation.editions.changed_lines import digest_of
from evaluation.editions.drafts import NotDraft
from evaluation.editions.form import FrozenForm
from evaluation.editions.freezing import frozen_form, subjects
from evaluation.editions.missing import CHANGES, Wanted
from evaluation.editions.selectors import form_of
from evaluation.editions.services import (
    AnotherEnglish,
    ChangesMissing,
    MastheadChanged,
    TextChanged,
    masthead_digest,
    open_edition,
    set_masthead,
    translate_changes,
    write_text,
)
from evaluation.forms import ChangeFormSet, MastheadForm, TextForm, changes_in, typed_over
from evaluation.models import Edition, Evaluation, FindingText
from evaluation.places_in_words import facts_changed
from evaluation.views.evaluations import changed_meanwhile, found, missing_of, newest
from figures.query import chosen
from indicators.models.levels import one_of
from languages.codes import ENGLISH
from parties.bounds import A_TEXT, takes
from parties.formats import under
from parties.in_languages import in_reader_language
from parties.permissions import Access, requires, signed_in_user


@require_safe
@requires(Access.DESK)
@takes(A_TEXT)
def texts(request: HttpRequest, slug: str) -> HttpResponse:
    """Every subject with its generated sentence and what was written beside it."""
    held = found(slug)
    edition = newest(held)
    form = form_read(held, edition)
    written: dict[str, list[FindingText]] = {}
    for one in edition.texts.all() if edition else ():
        written.setdefault(one.subject, []).append(one)
    rows = [
        {
            "subject": subject,
            "title": subject_title(form, subject),
            "level": "h2" if subject.startswith("objective") or subject == "whole" else "h3",
            "generated": form["texts"].get(subject, {}).get("generated", {}),
            "written": written.get(subject, []),
            "is_narrative": _is_narrative(form, subject),
        }
        for subject in subjects(form)
    ]
    context = {"evaluation": held, "edition": edition, "rows": rows}
    return render(request, "evaluation/desk/texts.html", context)


@require_safe
@requires(Access.DESK)
def missing(request: HttpRequest, slug: str) -> HttpResponse:
    """The texts still missing, one by one in the plan's order."""
    held = found(slug)
    edition = newest(held)
    if edition is None or not (edition.is_draft and edition.is_frozen):
        raise Http404(_("Texts are missing of a frozen draft only."))
    form = form_of(edition)
    rows = [
        {"url": _text_url(held, *one), "title": subject_title(form, one[0]), "language": one[1]}
        for one in missing_of(edition)
    ]
    return render(request, "evaluation/desk/missing.html", {"evaluation": held, "edition": edition, "rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Access.DESK)
@takes(A_TEXT)
def text(request: HttpRequest, slug: str, subject: str) -> HttpResponse:
    """The narrative of one subject in one language, beside its generated sentence."""
    held = found(slug)
    edition = newest(held)
    form = form_read(held, edition)
    if subject not in subjects(form):
        raise Http404(_("The plan has no such subject."))
    languages = text_languages()
    language = chosen(request, "language", list(languages), "en")
    stored = edition.texts.filter(subject=subject, language=language).first() if edition else None
    typed = TextForm(request.POST or None, initial=_initial(stored), language=language)
    theirs = None
    if request.method == "POST" and typed.is_valid():
        user, now = signed_in_user(request), timezone.now()
        try:
            edition = edition or open_edition(evaluation=held, by=user, at=now)
            write_text(edition=edition, subject=subject, language=language, by=user, at=now, **typed.cleaned_data)
            if typed.cleaned_data["narrative"].strip():
                messages.success(request, _("The text is kept. Sending to review freezes it."))
            else:
                messages.info(request, _("The box of the text was empty: nothing stands there now."))
            following = neighbours(edition, subject, language)["next"] if "next" in request.POST else None
            return redirect(
                _text_url(held, *following) if following else reverse("desk_evaluations:texts", args=[slug])
            )
        except NotDraft:
            typed.add_error(None, _("This edition is in review or published: its texts do not change."))
        except TextChanged as changed:
            theirs = changed.held
            typed = TextForm(typed_over(request.POST, version=theirs.version), language=language)
            typed.add_error(
                None,
                _(
                    "This text was changed after you opened the page; nothing of yours is kept yet. What stands now is "
                    "below yours: keep yours again to put it in its place, or go on from theirs."
                ),
            )
    around = neighbours(edition, subject, language) if edition else {}
    context = {
        **{name: one and _text_url(held, *one) for name, one in around.items()},
        "evaluation": held,
        "edition": edition,
        "subject": subject,
        "title": subject_title(form, subject),
        "language": language,
        "your_text": under(_("Your text"), str(languages[language])),
        "languages_of_text": _tabs(language),
        "generated": _own_first(form["texts"].get(subject, {}).get("generated", {}), language),
        "form": typed,
        "theirs": theirs,
        "is_narrative": _is_narrative(form, subject),
    }
    return render(request, "evaluation/desk/text.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Access.DESK)
@takes(A_TEXT)
def masthead(request: HttpRequest, slug: str) -> HttpResponse:
    """The document symbol, and of a correction what it changes and why."""
    held = found(slug)
    edition = newest(held)
    if edition is None:
        raise Http404(_("No edition is opened yet."))
    language = chosen(request, "language", list(text_languages()), ENGLISH)
    if language != ENGLISH:
        return _masthead_in(request, held, edition, language)
    form = MastheadForm(request.POST or None, initial={"symbol": edition.symbol, "seen": masthead_digest(edition)})
    meanwhile: list[dict[str, str]] = []
    changes = ChangeFormSet(request.POST or None, initial=edition.changes, prefix="change")
    if request.method == "POST" and form.is_valid() and (not edition.corrects_id or changes.is_valid()):
        said = [one.cleaned_data for one in changes if one.cleaned_data] if edition.corrects_id else []
        lines = [{"what": one.get("what", ""), "why": one.get("why", "")} for one in said]
        yours: dict[str, Any] = {"symbol": form.cleaned_data["symbol"], "changes": lines}
        try:
            if edition.corrects_id and not any(one.get("what") for one in said):
                raise ChangesMissing(str(edition))
            set_masthead(
                edition=edition,
                **yours,
                seen=form.cleaned_data["seen"],
                by=signed_in_user(request),
                at=timezone.now(),
            )
            messages.success(request, _("Kept. Freezing again, or sending to review, takes it into the edition."))
            return redirect("desk_evaluations:evaluation", slug=slug)
        except ChangesMissing:
            form.add_error(None, _("Each change needs what changed and why."))
        except NotDraft:
            form.add_error(None, _("This edition is in review or published: it does not change."))
        except MastheadChanged as changed:
            now = {"symbol": changed.held.symbol, "changes": changed.held.changes}
            meanwhile = facts_changed(now, yours, list(yours))
            form = MastheadForm(typed_over(request.POST, seen=masthead_digest(changed.held)))
            form.add_error(None, changed_meanwhile())
    context = {"evaluation": held, "edition": edition, "form": form, "changes": changes, "meanwhile": meanwhile}
    return render(request, "evaluation/desk/masthead.html", context | {"languages_of_text": _tabs(language)})


def _masthead_in(request: HttpRequest, held: Evaluation, edition: Edition, language: str) -> HttpResponse:
    """What a correction changes and why, in another language than English, beside the English lines."""
    if not edition.changes:
        raise Http404(_("Write in English first what this edition changes and why."))
    lines = edition.changes
    forms = changes_in(language, lines, request.POST or None)
    problem = ""
    if request.method == "POST" and forms.is_valid():
        try:
            translate_changes(
                edition=edition,
                language=language,
                said=[one.cleaned_data for one in forms],
                seen=request.POST.get("seen", ""),
                by=signed_in_user(request),
                at=timezone.now(),
            )
            messages.success(request, _("Kept. Freezing again, or sending to review, takes it into the edition."))
            following = neighbours(edition, CHANGES, language)["next"] if "next" in request.POST else None
            return redirect(
                _text_url(held, *following) if following else reverse("desk_evaluations:evaluation", args=[held.slug])
            )
        except ChangesMissing:
            problem = _("Each change needs what changed and why.")
        except AnotherEnglish:
            problem = _("Somebody changed the English lines meanwhile: translate those that stand now.")
            edition.refresh_from_db(fields=["changes"])
            lines = edition.changes
            forms = changes_in(language, lines, None)
        except NotDraft:
            problem = _("This edition is in review or published: it does not change.")
    around = neighbours(edition, CHANGES, language)
    context = {
        **{name: one and _text_url(held, *one) for name, one in around.items()},
        "evaluation": held,
        "edition": edition,
        "language": language,
        "your_text": under(_("Your text"), str(text_languages()[language])),
        "languages_of_text": _tabs(language),
        "lines": list(zip(lines, forms, strict=True)),
        "management_form": forms.management_form,
        "seen": digest_of(lines),
        "problem": problem,
    }
    return render(request, "evaluation/desk/changes_in.html", context)


def _tabs(language: str) -> list[dict[str, Any]]:
    """The languages that a text is written in, as tabs."""
    return [
        {"title": name, "url": f"?language={code}", "current": code == language}
        for code, name in text_languages().items()
    ]


def neighbours(edition: Edition, subject: str, language: str) -> dict[str, Wanted | None]:
    """The texts still missing before and after this one in the plan's order; the first one after the last."""
    if not (edition.is_draft and edition.is_frozen):
        return {"previous": None, "next": None}
    missing = missing_of(edition)
    order = {one: place for place, one in enumerate([CHANGES, *subjects(form_of(edition))])}
    here = (order.get(subject, -1), language)
    others = [(order[one], code) for one, code in missing if one in order]
    before = [place for place in others if place < here]
    after = [place for place in others if place > here] or before[:1]
    named = {place: one for one, place in order.items()}
    return {
        "previous": (named[before[-1][0]], before[-1][1]) if before else None,
        "next": (named[after[0][0]], after[0][1]) if after else None,
    }


def _own_first(generated: Mapping[str, str], language: str) -> dict[str, str]:
    """The sentence of the language that is written in, then the English one, then the others."""
    order = [code for code in dict.fromkeys([language, "en", *text_languages()]) if code in generated]
    return {code: generated[code] for code in order}


def _text_url(evaluation: Evaluation, subject: str, language: str) -> str:
    if subject == CHANGES:
        return reverse("desk_evaluations:masthead", args=[evaluation.slug]) + f"?language={language}"
    return reverse("desk_evaluations:text", args=[evaluation.slug, subject]) + f"?language={language}"


def form_read(evaluation: Evaluation, edition: Edition | None) -> FrozenForm:
    """The frozen form of the edition; from live data where nothing is frozen yet."""
    if edition is not None and edition.is_frozen:
        return form_of(edition)
    return frozen_form(evaluation=evaluation, edition=None, at=timezone.now()).form


def subject_title(form: FrozenForm, subject: str) -> str:
    """What a subject is called on the page."""
    kind, _slash, code = subject.partition("/")
    if kind == CHANGES:
        return _("What changed, and why")
    if kind == "indicator":
        return f"{code} {in_reader_language(form['indicators'][code]['label'])}"
    for goal in form["plan"]["objectives"]:
        if (kind, code) == ("objective", goal["code"]):
            return _named(one_of(form.levels, "strategic_objective"), goal)
        for impact in goal["impacts"]:
            if (kind, code) == ("impact", impact["code"]):
                return _named(one_of(form.levels, "expected_impact"), impact)
        for part in goal["operational"]:
            if (kind, code) == ("operational", part["code"]):
                return _named(one_of(form.levels, "operational_objective"), part)
    return _("The whole plan")


def _named(level: str, held: Mapping[str, Any]) -> str:
    return under(f"{level} {held['code']}", in_reader_language(held["text"]))


def _is_narrative(form: FrozenForm, subject: str) -> bool:
    """Whether only a text can speak for it."""
    kind, _slash, code = subject.partition("/")
    return kind == "indicator" and form.kind(form.headline(code)).is_text


def _initial(stored: FindingText | None) -> dict[str, Any]:
    if stored is None:
        return {"version": 0}
    return {"narrative": stored.narrative, "sources": stored.sources, "version": stored.version}
