"""A public answer as it is kept: its headers, and its bytes compressed once in each way that browsers take."""

import gzip
from dataclasses import dataclass

import brotli  # type: ignore[import-untyped]  # it has no types
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

# Shorter than this, compression only adds.
LEAST_COMPRESSED = 200
# What the handler and the way there set anew for each answer.
OWN_HEADERS = ("content-length", "etag", "cache-control")
ENCODINGS = ("br", "gzip")


@dataclass(frozen=True)
class KeptPage:
    """`bodies` by encoding: br and gzip, or "" alone for what is too short to compress."""

    headers: dict[str, str]
    bodies: dict[str, bytes]

    @classmethod
    def of(cls, response: HttpResponse) -> "KeptPage":
        content = response.content
        headers = {name: value for name, value in response.headers.items() if name.lower() not in OWN_HEADERS}
        if len(content) < LEAST_COMPRESSED or "Content-Encoding" in headers:
            return cls(headers, {"": content})
        # The quality at which brotli is as quick as gzip, and still smaller.
        return cls(headers, {"br": brotli.compress(content, quality=5), "gzip": gzip.compress(content, 6, mtime=0)})

    def answer(self, request: HttpRequest) -> HttpResponse:
        """The answer to a request: compressed as it takes it, whole or its headers alone."""
        encoding = "" if "" in self.bodies else chosen_encoding(request.headers.get("Accept-Encoding", ""))
        body = self.bodies[encoding] if encoding in self.bodies else gzip.decompress(self.bodies["gzip"])
        response = HttpResponse(b"" if request.method == "HEAD" else body, headers=self.headers)
        response.headers["Content-Length"] = str(len(body))
        if encoding:
            response.headers["Content-Encoding"] = encoding
        else:
            # Nothing may compress it on the way: whoever weighs an encoding with nought does not take it.
            request.META["HTTP_ACCEPT_ENCODING"] = "identity"
        patch_vary_headers(response, ["Accept-Encoding"])
        return response


def chosen_encoding(accepted: str) -> str:
    """br or gzip by the weights of an Accept-Encoding; "" where neither is taken (RFC 9110 §12.5.3)."""
    weights: dict[str, float] = {}
    for part in accepted.lower().split(",")[:20]:
        name, _semicolon, parameter = (piece.strip() for piece in part.partition(";"))
        weights[name] = _weight(parameter)
    taken = {name: weights.get(name, weights.get("*", 0.0)) for name in ENCODINGS}
    best = max(taken, key=lambda name: taken[name])
    return best if taken[best] > 0 else ""


def _weight(parameter: str) -> float:
    name, _equals, value = parameter.partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return float(value[:6])
    except ValueError:
        return 0.0
