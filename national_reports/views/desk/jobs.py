"""Work in the background: what was done, what failed, and trying it anew."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jobs import beside, clock
from jobs.kinds import title_of
from jobs.models import Job
from jobs.services import AlreadyWaiting, NotFailed
from national_reports.services.jobs import retry_job
from parties.formats import listed
from parties.permissions import Access, requires, signed_in_user

SHOWN = 100


@require_safe
@requires(Access.DESK)
def jobs(request: HttpRequest) -> HttpResponse:
    """The last jobs, those that failed told apart."""
    rows = [
        {"job": job, "label": state_label(job.state), "title": title_of(job.kind), "about": _about(job)}
        for job in Job.objects.order_by("-pk")[:SHOWN]
    ]
    failed = Job.objects.filter(state=Job.State.FAILED).count()
    # Looking at what waits starts again who does it, if nobody does.
    beside.resume()
    now = timezone.now()
    context = {
        "rows": rows,
        "failed": failed,
        "shown": SHOWN,
        "clock": clock.regular_work(at=now),
        "clock_is_away": clock.is_away(at=now),
        "beside": not settings.REDIS_URL,
    }
    return render(request, "national_reports/desk/jobs.html", context)


def _about(job: Job) -> str:
    """What a job is about: the number of a row. What only makes it another job, a digest, says nothing to a reader."""
    given = job.arguments
    said = {
        "document": _("document %(n)s"),
        "edition": _("edition %(n)s"),
        "email": _("letter %(n)s"),
        "proposal": _("proposal %(n)s"),
        "report": _("report %(n)s"),
        "review": _("review %(n)s"),
    }
    return listed(words % {"n": given[name]} for name, words in said.items() if name in given)


def state_label(state: str) -> str:
    return {
        Job.State.QUEUED.value: _("Waiting"),
        Job.State.RUNNING.value: _("Running"),
        Job.State.DONE.value: _("Done"),
        Job.State.FAILED.value: _("Failed"),
    }[state]


@require_POST
@requires(Access.DESK)
def job_retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Try a failed job anew."""
    job = get_object_or_404(Job, pk=pk)
    try:
        retry_job(job=job, by=signed_in_user(request), at=timezone.now())
        messages.success(request, _("Job %(number)d is tried anew.") % {"number": job.pk})
    except NotFailed:
        messages.info(request, _("Job %(number)d has not failed, or is being tried already.") % {"number": job.pk})
    except AlreadyWaiting:
        messages.info(request, _("The same work was asked for again meanwhile, and waits already."))
    return redirect("desk:jobs")
