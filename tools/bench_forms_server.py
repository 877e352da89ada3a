"""The portal with an empty view, telling with each answer how many milliseconds it took inside."""

from collections.abc import Iterable
from time import perf_counter
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

import bench_urls


def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    begin = perf_counter()

    def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
        spent = (perf_counter() - begin) * 1000
        return start_response(status, [*headers, ("Server-Timing", f"app;dur={spent:.3f}")], *rest)

    return bench_urls.application(environ, start)
