"""Evaluations, their frozen editions and what is published with them."""

from evaluation.models.editions import Document, DocumentDownloads, Edition, FindingText
from evaluation.models.evaluations import Evaluation, Meeting

__all__ = ["Document", "DocumentDownloads", "Edition", "Evaluation", "FindingText", "Meeting"]
