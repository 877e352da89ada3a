"""The one way in which tests start the server; how it serves stands in gunicorn.conf.py, as for everybody."""

import sys


def serve_command(port: int, *more: str) -> list[str]:
    """What `make run` starts, on another port and quietly; to be run in the project's folder."""
    return [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--log-level", "warning", *more]
