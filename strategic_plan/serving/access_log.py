"""The server's own log of requests, off unless it is asked for: without live links."""

from typing import Any

from gunicorn.glogging import Logger

from strategic_plan.live_links import without_live_links


class AccessLog(Logger):  # type: ignore[misc]  # gunicorn is not typed
    def atoms(self, resp: Any, req: Any, environ: Any, request_time: Any) -> dict[str, Any]:
        """What a line may be made of; headers and the environment too."""
        said: dict[str, Any] = super().atoms(resp, req, environ, request_time)
        return {name: without_live_links(one) if isinstance(one, str) else one for name, one in said.items()}
