"""A published report of a Party: its page, its changes, its documents; nothing that is not public."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _

from figures.query import chosen
from jobs import beside
from national_reports.models import MadeDocument
from national_reports.services.documents import OthersWait, ask_for_document
from parties.asked import reads
from parties.models import Party
from portal.page_weight import in_pages
from portal.published_reports import (
    Changed,
    HeldVersions,
    NotPublished,
    Page,
    PublishedReport,
    published_report,
    report_address,
)

LOOK_AGAIN_SECONDS = 3
CONTENT_TYPES = {
    MadeDocument.Format.PDF: "application/pdf",
    MadeDocument.Format.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}

ReportView = Callable[..., HttpResponseBase]


def of_a_published_report(view: ReportView) -> Callable[..., HttpResponseBase]:
    """Hand the view the version that is asked for; say 410 of one that was taken off, 404 of what never was public."""

    @wraps(view)
    def found(request: HttpRequest, code: str, cycle: str, part: str = "", **more: str) -> HttpResponseBase:
        party = get_object_or_404(Party.objects.prefetch_related("former_names"), code=code)
        try:
            versions = HeldVersions.of(party, cycle, part)
            report = versions.public or versions.reports[-1]
            number = chosen(request, "version", [str(one.version) for one in versions.reports], str(report.version))
            report = versions.version(number) or report
            if report.is_taken_off:
                return _gone(request, versions, number)
            shown = published_report(versions, report)
        except NotPublished as none:
            said = _("%(party)s has no published report in %(cycle)s.") % {"party": party.name, "cycle": cycle}
            raise Http404(said) from none
        return view(request, shown, **more)

    return found


def _gone(request: HttpRequest, versions: HeldVersions, number: str) -> HttpResponse:
    report = versions.version(number)
    assert report is not None
    instead = versions.public
    context = {
        "nav": "parties",
        "party": versions.party,
        "report": report,
        "taking": report.taking_off,
        "instead": report_address("report", instead) if instead else "",
        "crumbs": _crumbs(versions.party),
    }
    return render(request, "portal/report_gone.html", context, status=HTTPStatus.GONE)


def _crumbs(party: Party) -> list[dict[str, str]]:
    return [
        {"title": _("Parties"), "url": reverse("portal:party-list")},
        {"title": party.name, "url": reverse("portal:party", args=[party.code])},
    ]


def _chosen_page(request: HttpRequest, count: int) -> int:
    return int(chosen(request, "page", map(str, range(1, count + 1)), "1"))


@reads("version", "page")
@of_a_published_report
def report(request: HttpRequest, shown: PublishedReport) -> HttpResponse:
    pages = shown.pages()
    number = _chosen_page(request, len(pages))
    one, before = shown.report, shown.versions.before(shown.report)
    context = {
        "nav": "parties",
        "shown": shown,
        "report": one,
        "content": shown.content,
        "page": pages[number - 1],
        "contents": _contents(shown, pages, number),
        "number": number,
        "of_pages": len(pages),
        "next": _query(shown, page=number + 1) if number < len(pages) else "",
        "previous": _query(shown, page=number - 1) if number > 1 else "",
        "questions": reverse("portal:question-list") + f"{one.cycle.code}/",
        "files": shown.files if one.state == one.State.PUBLISHED else [],
        "versions": [
            {
                "report": held,
                "standing": shown.versions.standings.get(held.pk, ""),
                "address": report_address("report", held) if held.is_seen and held != one else "",
            }
            for held in reversed(shown.versions.reports)
        ],
        "changes": report_address("report-changes", one) if before else "",
        "before": before,
        "earlier": [
            {"cycle": cycle, "url": reverse("portal:party-changes", args=[one.party.code, cycle, one.cycle.code])}
            for cycle in shown.earlier_cycles()
        ],
        "downloads": [
            {"format": "PDF", "url": report_address("report-pdf", one)},
            {"format": "DOCX", "url": report_address("report-docx", one)},
            {"format": "JSON", "url": report_address("report-json", one)},
        ],
        "wrong": urlencode({"party": one.party.code, "cycle": one.cycle.code, "of": "answers"}),
        "crumbs": _crumbs(one.party),
    }
    return render(request, "portal/report.html", context)


def _query(shown: PublishedReport, page: int) -> str:
    """The query of a page of the same version; the first page has none of its own."""
    asked = {} if shown.report.state == shown.report.State.PUBLISHED else {"version": shown.report.version}
    return "?" + urlencode(asked | ({"page": page} if page > 1 else {}))


def _contents(shown: PublishedReport, pages: list[Page], number: int) -> list[dict[str, object]]:
    """Each section once, with where it begins."""
    found: dict[str, dict[str, object]] = {}
    for at, page in enumerate(pages, 1):
        for section in page:
            address = f"{'' if at == number else _query(shown, at)}#section-{section.key}"
            found.setdefault(section.key, {"section": section, "address": address})
    return list(found.values())


@reads("version")
@of_a_published_report
def report_answer(request: HttpRequest, shown: PublishedReport, key: str) -> HttpResponse:
    """Lead to an answer, on whichever page of the report it stands."""
    for number, page in enumerate(shown.pages(), 1):
        if any(entry.key == key for section in page for entry in section.entries):
            path = report_address("report", shown.report).partition("?")[0]
            return HttpResponseRedirect(f"{path}{_query(shown, number).removesuffix('?')}#{key}")
    raise Http404(_("This report was not asked this question."))


@reads("version", "page")
@of_a_published_report
def report_changes(request: HttpRequest, shown: PublishedReport) -> HttpResponse:
    """What this version says otherwise than the public version before it."""
    before = shown.versions.before(shown.report)
    if before is None:
        raise Http404(_("No version before this one was published."))
    pages = in_pages(shown.changed(before), _said) or [[]]
    number = _chosen_page(request, len(pages))
    context = {
        "nav": "parties",
        "shown": shown,
        "report": shown.report,
        "before": before,
        "rows": pages[number - 1],
        "count": sum(map(len, pages)),
        "number": number,
        "of_pages": len(pages),
        "next": _query(shown, page=number + 1) if number < len(pages) else "",
        "previous": _query(shown, page=number - 1) if number > 1 else "",
        "files": [{"label": change.label, "file": file} for change, file in shown.changed_files(before)],
        "address": report_address("report", shown.report),
        "crumbs": [
            *_crumbs(shown.report.party),
            {"title": shown.report.cycle.title, "url": report_address("report", shown.report)},
        ],
    }
    return render(request, "portal/report_changes.html", context)


def _said(change: Changed) -> str:
    sides = (change.before, change.now)
    options = (option for side in sides for option in side.options)
    texts = (text.text for side in sides for text in side.texts)
    return "\n".join((change.question.wording.text, *options, *texts))


@reads("version")
@of_a_published_report
def report_json(request: HttpRequest, shown: PublishedReport) -> HttpResponse:
    return JsonResponse(shown.document(), json_dumps_params={"ensure_ascii": False, "indent": 1})


@reads("version")
@of_a_published_report
def report_pdf(request: HttpRequest, shown: PublishedReport) -> HttpResponseBase:
    return _document(request, shown, MadeDocument.Format.PDF)


@reads("version")
@of_a_published_report
def report_docx(request: HttpRequest, shown: PublishedReport) -> HttpResponseBase:
    return _document(request, shown, MadeDocument.Format.DOCX)


def _document(request: HttpRequest, shown: PublishedReport, kind: MadeDocument.Format) -> HttpResponseBase:
    """The document where it is made; else the page that waits for it, under the same address."""
    try:
        document = ask_for_document(
            report=shown.report, kind=kind, content=shown.content, of=shown.of, by=None, at=timezone.now()
        )
    except OthersWait:
        document = None
    if document is not None and document.is_made:
        one = shown.report
        part = f"-{one.part}" if one.part else ""
        name = f"{one.cycle.code}{part}-{one.party.code}-v{one.version}.{kind}"
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "public, no-cache"}
        response = HttpResponse(bytes(document.content or b""), content_type=CONTENT_TYPES[kind], headers=headers)
        response["ETag"] = etag = f'"{document.sha256}"'
        return get_conditional_response(request, etag=etag, response=response) or response
    beside.resume()
    fault = document.fault if document else ""
    context = {
        "nav": "parties",
        "report": shown.report,
        "format": kind.label,
        "fault": fault,
        "others_wait": document is None,
        "address": report_address("report", shown.report),
        "crumbs": _crumbs(shown.report.party),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if fault else HTTPStatus.ACCEPTED
    response = render(request, "portal/report_document.html", context, status=status)
    response["Cache-Control"] = "no-store"
    if not fault:
        response["Refresh"] = str(LOOK_AGAIN_SECONDS)
    return response
