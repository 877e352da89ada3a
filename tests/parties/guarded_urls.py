"""One page for every access, so that the guard is seen whatever the portal's own pages are."""

from django.http import HttpResponse
from django.urls import path

from parties.permissions import Access, requires, role_for
from strategic_plan.urls import urlpatterns as portal


def page_for(access):
    @requires(access)
    def page(request, party=None):
        return HttpResponse("inside")

    return page


@requires(Access.REPORT_EDIT)
def asks_again(request, party):
    from django.utils import timezone

    role = role_for(request.user, party, timezone.localdate())
    return HttpResponse(role.code if role else "")


urlpatterns = [
    *portal,
    *(path(f"guarded/{access.name}/<str:party>/", page_for(access), name=access.name) for access in Access),
    path("guarded/asks-again/<str:party>/", asks_again),
]
