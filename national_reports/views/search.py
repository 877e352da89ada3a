"""Find a question of the questionnaire by its words."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from national_reports.finding import found_in
from national_reports.views.navigator import where_one_is
from national_reports.views.reports import find_report
from parties.permissions import Access, requires

LONGEST = 100


@requires(Access.REPORT_READ)
@require_safe
def search(request: HttpRequest, party: str, cycle: str) -> HttpResponse:
    """The questions in which every word that was typed occurs, with the way to each."""
    held = find_report(party, cycle)
    words = request.GET.get("q", "")[:LONGEST].strip()
    titles = dict(held.form.chapters)
    rows = [
        {"question": one, "url": held.address_of(one), "section": titles[one.section]}
        for one in found_in(held.form, words)
    ]
    context = {**held.context, **where_one_is(held), "words": words, "rows": rows}
    return render(request, "national_reports/search.html", context)
