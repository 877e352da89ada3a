"""The documents of a frozen edition: what delegates hold in their hands, made from the frozen form alone."""

from evaluation.documents.produced import Links, RenderedDocument
from evaluation.documents.rendering import render_all

__all__ = ["Links", "RenderedDocument", "render_all"]
