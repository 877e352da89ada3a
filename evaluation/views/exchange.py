"""Texts of an edition as one file a language: fetched, sent back, what it changes listed and confirmed."""

import base64
from collections.abc import Container
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from django.views.decorators.http import require_http_methods, require_safe

from evaluation.choices import text_languages
from evaluation.editions import exchange
from evaluation.editions.drafts import NotDraft
from evaluation.editions.exchange import TITLE, Compared, NoSuchLanguage, NotThisFile, OtherThanSeen, Refused, Why
from evaluation.editions.form import FrozenForm
from evaluation.evaluations import ParametersFrozen
from evaluation.models import Edition, Evaluation
from evaluation.views.evaluations import found, newest
from evaluation.views.texts import form_read, subject_title
from foreign_files.xliff import MEDIA_TYPE, XliffRefused, read, write
from languages.codes import ENGLISH, tag
from national_reports.views.xliff_files import rule_in_words, sent_content, too_long
from parties.bounds import A_FILE, takes
from parties.formats import listed, under
from parties.permissions import Access, requires, signed_in_user
from typesetting.text import clean


def why_in_words(refused: Refused) -> str:
    """Why one text is not taken."""
    if refused.why is Why.TOO_LONG:
        return too_long(refused.longest)
    return {
        Why.UNKNOWN: _("The edition has no such text."),
        Why.TWICE: _("It stands in the file twice."),
        Why.CODES: _("It holds a code in the place of text: type what it stands for."),
        Why.ALTERED: _("Its English in the file is not what stands: fetch the file again."),
        Why.CHANGED: _("Somebody changed it after the file was fetched. Theirs stands beside; fetch the file again."),
        Why.NO_BASE: _(
            "The file no longer tells what stood here when it was fetched, as a program dropped its notes: nobody can "
            "see whether it was changed since. Write the text on its own page."
        ),
        Why.EMPTY_TITLE: _(
            "A file does not empty a title: take it away under “Change the parameters”. The English one stays."
        ),
    }[refused.why]


@require_safe
@requires(Access.DESK)
def texts_file(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    """Every text of one language beside the English one, as XLIFF 2.1."""
    if language not in text_languages():
        raise Http404(_("The portal has no such language."))
    held = found(slug)
    edition = newest(held)
    notes = _notes(held, form_read(held, edition))
    given = exchange.given_out(evaluation=held, edition=edition, language=language, notes=notes)
    name = f"{given.original.replace(' ', '-')}-texts-{language}.xlf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(write(given), content_type=MEDIA_TYPE, headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Access.DESK)
@takes(A_FILE)
def texts_exchange(request: HttpRequest, slug: str) -> HttpResponse:
    """The files to fetch and the form for one that comes back; confirmed, it is taken in whole."""
    held = found(slug)
    edition = newest(held)
    context: dict[str, Any] = {
        "evaluation": held,
        "edition": edition,
        "of_texts": [{"code": code, "name": name} for code, name in text_languages().items()],
        "problem": "",
    }
    if request.method != "POST":
        return render(request, "evaluation/desk/exchange.html", context)
    try:
        content = sent_content(request)
        given = read(content)
        languages = list(text_languages())
        if "seen" in request.POST:
            number = exchange.take_in(
                evaluation=held,
                edition=edition,
                given=given,
                languages=languages,
                seen=request.POST["seen"],
                by=signed_in_user(request),
                at=timezone.now(),
            )
            said = ngettext("%(n)d text is taken in.", "%(n)d texts are taken in.", number) % {"n": number}
            messages.success(request, said if number else _("Everything in the file stands already: nothing changed."))
            return redirect("desk_evaluations:texts", slug=slug)
        compared = exchange.compared(evaluation=held, edition=edition, given=given, languages=languages)
        context |= _listed(held, edition, compared, content)
    except XliffRefused as refused:
        context["problem"] = rule_in_words(refused.rule)
    except NotThisFile as another:
        context["problem"] = _(
            "The file holds the texts of “%(given)s”, and this is “%(expected)s”: send it where it was fetched, or "
            "fetch the file of this edition and put the texts into it."
        ) % {"given": another.args[0], "expected": another.args[1]}
    except NoSuchLanguage as unknown:
        context["problem"] = _(
            "The file says that its translation is in “%(given)s”: set its target language to one of %(codes)s."
        ) % {"given": unknown.args[0] or "–", "codes": listed(tag(one) for one in text_languages())}
    except OtherThanSeen:
        context["problem"] = _("Somebody wrote meanwhile: nothing was taken. Send the file again and look at the list.")
    except (NotDraft, ParametersFrozen):
        context["problem"] = _("This edition is in review or published: its texts do not change.")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if context["problem"] else HTTPStatus.OK
    return render(request, "evaluation/desk/exchange.html", context, status=status)


def name_in_words(form: FrozenForm, name: str, *, known: Container[str]) -> str:
    """What a text is called at the desk: “Indicator 1.1.3 … – narrative”; what is none of ours as the file has it."""
    if name == TITLE:
        return _("Title")
    if name not in known:
        return name or _("A text without a name")
    subject, _space, part = name.rpartition(" ")
    return under(subject_title(form, subject), _("Narrative") if part == "narrative" else _("Sources"))


def _notes(evaluation: Evaluation, form: FrozenForm) -> dict[str, str]:
    """What each text is about, and the sentence that it stands beside, in English as the sources are."""
    names = exchange.names(evaluation)
    with override(ENGLISH):
        told = {name: name_in_words(form, name, known=names) for name in names}
        for name in names:
            subject = name.rpartition(" ")[0]
            if sentence := form["texts"].get(subject, {}).get("generated", {}).get(ENGLISH):
                told[name] += "\n" + _("The portal's sentence, which stands beside it: %(sentence)s") % {
                    "sentence": sentence
                }
    return {name: clean(text) for name, text in told.items()}


def _listed(evaluation: Evaluation, edition: Edition | None, compared: Compared, content: bytes) -> dict[str, Any]:
    form, names = form_read(evaluation, edition), set(exchange.names(evaluation))

    def named(name: str) -> str:
        return name_in_words(form, name, known=names)

    return {
        "compared": compared,
        "changes": [{"name": named(one.name), "before": one.before, "after": one.after} for one in compared.changes],
        "language_name": text_languages()[compared.language],
        "refused": [
            {"name": named(one.name), "why": why_in_words(one), "stands": one.stands} for one in compared.refused
        ],
        "content": base64.b64encode(content).decode(),
        "may_take": edition is None or edition.is_draft,
    }
