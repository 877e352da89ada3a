"""How the portal is served, everywhere: `gunicorn` alone reads this file; only the address is told beside it."""

from typing import Any

wsgi_app = "strategic_plan.wsgi"
worker_class = "strategic_plan.serving.worker.ReadWhole"
# Whoever turns on the log of requests finds no live link in it.
logger_class = "strategic_plan.serving.access_log.AccessLog"
# Two processes of eight threads. Never preload_app: what renders documents must start after the fork.
workers, threads = 2, 8
backlog = 2048
# Running requests are finished before a process ends.
graceful_timeout = 30
control_socket_disable = True
# Who asked, and by which scheme, is Django's to say (BEHIND_PROXY); no header is believed here.
forwarded_allow_ips = ""
secure_scheme_headers: dict[str, str] = {}


def post_worker_init(worker: Any) -> None:
    """Say at once where the database lets the portal do more than it needs."""
    from portal.database_roles import say_at_start

    say_at_start()
