"""Who is counted when sign-in is slowed down: the account as typed, and the address that cannot be made up."""

import ipaddress
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest

UNKNOWN = "0.0.0.0"
IPV6_NETWORK = 64
# No address is longer; of what is, the beginning counts.
LONGEST_ACCOUNT = 254


def address_of(request: HttpRequest) -> str:
    """The client's address: of the connection, or behind our proxy the last one that the proxy wrote.

    Whatever stands before the last entry came from the client and is never believed.
    """
    return address_in(request.META)


def address_in(environ: Mapping[str, Any]) -> str:
    """The same of a request that only the server has seen so far."""
    connection = str(environ.get("REMOTE_ADDR", ""))
    forwarded = str(environ.get("HTTP_X_FORWARDED_FOR", "")).rpartition(",")[2].strip()
    for said in [forwarded, connection] if settings.BEHIND_PROXY else [connection]:
        try:
            return str(ipaddress.ip_address(said))
        except ValueError:
            continue
    return UNKNOWN


def network_of(request: HttpRequest) -> str:
    """The address, or for IPv6 the network of one subscriber, who owns all addresses in it."""
    address = ipaddress.ip_address(address_of(request))
    if address.version == 4:
        return str(address)
    return str(ipaddress.ip_network((address, IPV6_NETWORK), strict=False).network_address)


def account_of(request: HttpRequest, credentials: Mapping[str, Any] | None = None) -> str:
    """The account that a sign-in was tried with, known to us or not."""
    given = credentials or {}
    account = given.get("email") or given.get("username") or request.POST.get("login") or ""
    return str(account).strip().lower()[:LONGEST_ACCOUNT]
