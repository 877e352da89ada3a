"""The entry point of web servers."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "strategic_plan.settings")
application = get_wsgi_application()


def _resume_jobs() -> None:
    """Start what a server that ended before left undone."""
    from django.db import connection

    from jobs import beside

    beside.resume()
    connection.close()


_resume_jobs()
