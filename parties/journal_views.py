"""The page of the journal of sign-ins, for publishers."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from parties.journal import events, people_in
from parties.models import User
from parties.permissions import Access, requires

ON_A_PAGE = 100


@require_safe
@requires(Access.PUBLISH)
def journal(request: HttpRequest) -> HttpResponse:
    """Sign-ins, failures, refusals and changes of sign-in, of one person or of all."""
    number = request.GET.get("person", "")
    person = get_object_or_404(User, pk=int(number)) if number.isdecimal() and len(number) < 10 else None
    page = Paginator(events(person=person), ON_A_PAGE).get_page(request.GET.get("page"))
    shown = list(page)
    people = people_in(shown)
    context = {
        "page": page,
        "person": person,
        "query": f"person={person.pk}&" if person else "",
        "rows": [{"event": event, "person": people.get(event.subject)} for event in shown],
    }
    return render(request, "parties/journal.html", context)
