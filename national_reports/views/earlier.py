"""Earlier answers: copied, confirmed, or both at once, by buttons that do this alone."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from national_reports.previous import previous_answers
from national_reports.sending import NAME
from national_reports.services.earlier import confirm_copies, copy_answers
from national_reports.services.filling import NotYoursToFill, ReportFrozen, SaveState
from national_reports.views.actions import address_of_what_waits
from national_reports.views.reports import HeldReport, find_report, tell_not_open
from parties.formats import under
from parties.permissions import Access, requires, signed_in_user


@requires(Access.REPORT_EDIT)
@require_POST
def earlier(request: HttpRequest, party: str, cycle: str, section: str) -> HttpResponse:
    """Take earlier answers over into a section, or say of copies that they still hold."""
    held = find_report(party, cycle)
    key = held.section(section)
    keys = [question.key for one in held.form.pages[key] for question in one]
    pages = [str(number) for number in range(1, len(held.form.pages[key]) + 1)]
    page = request.POST.get("page", "")
    back = held.section_address(key, int(page) if page in pages else 1)
    # One question is named with the version that the page showed of it.
    word, _space, name = request.POST.get("act", "").partition(" ")
    if name:
        found = NAME.fullmatch(name)
        if found is None or found["key"] not in keys:
            raise Http404("")
        keys, back = [found["key"]], held.address_of(held.form.fields[found["key"]])
    try:
        _act(request, held, word, keys, read=int(found["version"]) if name and found else None)
    except (ReportFrozen, NotYoursToFill):
        tell_not_open(request)
        return HttpResponseRedirect(back)
    return HttpResponseRedirect(address_of_what_waits(request, held, key) if word == "unchanged" else back)


def _act(request: HttpRequest, held: HeldReport, word: str, keys: list[str], *, read: int | None) -> None:
    match word:
        case "copy":
            said = _in_words(copied=_copy(request, held, keys, read=read))
        case "confirm":
            said = _in_words(confirmed=_confirm(request, held, keys))
        case "unchanged":
            copied = _copy(request, held, keys, read=None)
            # The next page that is shown is of another section.
            title = dict(held.form.chapters)[held.form.fields[keys[0]].section]
            said = under(title, _in_words(copied=copied, confirmed=_confirm(request, held, keys)))
        case _:
            raise Http404("")
    messages.success(request, said)


def _copy(request: HttpRequest, held: HeldReport, keys: list[str], *, read: int | None) -> int:
    """Copy over one answer as it was read, or into those of several questions that nobody has answered yet."""
    answered = {one.question for one in held.report.answers.all() if not one.data.is_empty}
    chosen = keys if read is not None else [key for key in keys if key not in answered]
    earlier = previous_answers(held.report, held.form, chosen)
    saved = copy_answers(
        report=held.report,
        contents={key: (found.copy, found.cycle) for key, found in earlier.items() if found.copy is not None},
        by=signed_in_user(request),
        at=timezone.now(),
        read_versions={} if read is None else dict.fromkeys(keys, read),
    )
    return sum(one.state == SaveState.SAVED for one in saved)


def _confirm(request: HttpRequest, held: HeldReport, keys: list[str]) -> int:
    return confirm_copies(report=held.report, questions=keys, by=signed_in_user(request), at=timezone.now())


def _in_words(*, copied: int | None = None, confirmed: int | None = None) -> str:
    """What was done, in one message."""
    if not copied and not confirmed:
        return _("Nothing was changed: no earlier answer waits to be taken over, or the answer was changed meanwhile.")
    if copied is None:
        return ngettext("%(n)d answer confirmed.", "%(n)d answers confirmed.", confirmed or 0) % {"n": confirmed}
    words = ngettext("%(n)d answer copied", "%(n)d answers copied", copied) % {"n": copied}
    if confirmed is None:
        return ngettext("%(words)s: read it, then confirm it.", "%(words)s: read them, then confirm them.", copied) % {
            "words": words
        }
    return ngettext("%(words)s and %(n)d confirmed.", "%(words)s and %(n)d confirmed.", confirmed) % {
        "words": words,
        "n": confirmed,
    }
