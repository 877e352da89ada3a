"""The server's own lines in the format of all others, and its log of requests (off unless asked for) without links."""

from pathlib import Path
from typing import Any

from gunicorn.glogging import Logger

from strategic_plan.live_links import without_live_links
from strategic_plan.log_lines import chosen, formatter

BASE = Path(__file__).resolve().parent.parent.parent


class AccessLog(Logger):  # type: ignore[misc]  # gunicorn is not typed
    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        name = chosen(BASE)
        # The lines of its log of requests have a format of their own, which whoever turns it on may choose.
        logs = (self.error_log, self.access_log) if name == "json" else (self.error_log,)
        for log in logs:
            for handler in log.handlers:
                handler.setFormatter(formatter(name))

    def atoms(self, resp: Any, req: Any, environ: Any, request_time: Any) -> dict[str, Any]:
        """What a line may be made of; headers and the environment too."""
        said: dict[str, Any] = super().atoms(resp, req, environ, request_time)
        return {name: without_live_links(one) if isinstance(one, str) else one for name, one in said.items()}
