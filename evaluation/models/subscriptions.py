"""Who wants to be told of an evaluation's editions by e-mail."""

from django.db import models

from evaluation.models.evaluations import Evaluation


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    def confirmed(self) -> "SubscriptionQuerySet":
        return self.filter(confirmed_at__isnull=False)


class Subscription(models.Model):
    """An address for one evaluation; nothing is sent before its owner confirms, and stopping removes it.

    `mailbox` is where its letters arrive: the address in lower case, without what follows a + before the @.
    """

    evaluation = models.ForeignKey(Evaluation, models.CASCADE, related_name="subscriptions")
    email = models.EmailField()
    mailbox = models.EmailField(db_index=True)
    language = models.CharField(max_length=8)
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["evaluation", "mailbox"], name="subscription_once")]

    def __str__(self) -> str:
        return f"{self.evaluation_id} {self.pk}"


class NoticeRequest(models.Model):
    """That somebody asked for notices: from which network, as a digest, and when. Kept for a day."""

    asker = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["asker", "at"], name="asked_lately")]

    def __str__(self) -> str:
        return f"{self.asker[:8]} {self.at:%Y-%m-%d}"
