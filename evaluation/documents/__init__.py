"""The documents of a frozen edition: what delegates hold in their hands, made from the frozen form alone."""

from evaluation.documents.produced import Links, RenderedDocument
from evaluation.documents.rendering import render_all, render_edition, settable
from evaluation.documents.sums import BadSigningKey, is_signed, public_key_text, sign, signing_key
from evaluation.documents.words import languages

__all__ = [
    "BadSigningKey",
    "Links",
    "RenderedDocument",
    "is_signed",
    "languages",
    "public_key_text",
    "render_all",
    "render_edition",
    "settable",
    "sign",
    "signing_key",
]
