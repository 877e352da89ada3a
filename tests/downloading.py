"""Download a document of a report as a browser does: asked for, made by a job, fetched."""

from jobs.models import Job
from jobs.services import run


def make_documents() -> None:
    """Do the jobs that make documents, as the process beside the server does."""
    for job in Job.objects.filter(kind="make_document", state=Job.State.QUEUED):
        run(job_id=job.pk)


def download(client, place):
    """The answer that holds the file, or the page that says why there is none."""
    asked = client.get(place)
    if asked.status_code != 302:
        return asked
    make_documents()
    waited = client.get(asked["Location"])
    return client.get(asked["Location"] + "file/") if waited.status_code == 200 else waited
