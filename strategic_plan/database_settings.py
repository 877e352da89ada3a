"""How the portal reaches its database, from an address and, apart from it, a password."""

from typing import Any

# An answer waits for a computation that another process writes, rather than fail.
SQLITE = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
}


def databases(address: dict[str, Any], *, password: str) -> dict[str, dict[str, Any]]:
    """Settings of the one database; a password of any characters counts before the one in the address."""
    told = address | ({"PASSWORD": password} if password else {})
    if told["ENGINE"].endswith("sqlite3"):
        told["OPTIONS"] = SQLITE
    return {"default": told | {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}}
