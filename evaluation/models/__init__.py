"""Evaluations, their frozen editions and what is published with them."""

from evaluation.models.editions import Document, DocumentDownloads, Edition, FindingText
from evaluation.models.evaluations import Evaluation, Meeting
from evaluation.models.subscriptions import Subscription

__all__ = ["Document", "DocumentDownloads", "Edition", "Evaluation", "FindingText", "Meeting", "Subscription"]
