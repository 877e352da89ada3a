"""Evaluations, their frozen editions, what is published with them and what followed from them."""

from evaluation.models.adjustments import AdjustedItem, Adjustment
from evaluation.models.editions import Document, DocumentDownloads, Edition, FindingText
from evaluation.models.evaluations import Evaluation, Meeting
from evaluation.models.gate import EditionRefusal, HomeChoice, LeftOutLanguage, RefusalPass, Withdrawal
from evaluation.models.hearing import ObjectionAnswer, PartyRemark, PartyReview
from evaluation.models.proposals import DataProposal
from evaluation.models.queries import Query, QueryAddress, QueryAnswer
from evaluation.models.subscriptions import NoticeRequest, Subscription

__all__ = [
    "AdjustedItem",
    "Adjustment",
    "DataProposal",
    "Document",
    "DocumentDownloads",
    "Edition",
    "EditionRefusal",
    "Evaluation",
    "FindingText",
    "HomeChoice",
    "LeftOutLanguage",
    "Meeting",
    "NoticeRequest",
    "ObjectionAnswer",
    "PartyRemark",
    "PartyReview",
    "Query",
    "QueryAddress",
    "QueryAnswer",
    "RefusalPass",
    "Subscription",
    "Withdrawal",
]
