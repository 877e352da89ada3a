"""Who wants to be told of an evaluation's editions by e-mail."""

from django.db import models
from django.db.models.functions import Lower

from evaluation.models.evaluations import Evaluation


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    def confirmed(self) -> "SubscriptionQuerySet":
        return self.filter(confirmed_at__isnull=False)


class Subscription(models.Model):
    """An address for one evaluation; nothing is sent before its owner confirms, and stopping removes it."""

    evaluation = models.ForeignKey(Evaluation, models.CASCADE, related_name="subscriptions")
    email = models.EmailField()
    language = models.CharField(max_length=8)
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint("evaluation", Lower("email"), name="subscription_once")]

    def __str__(self) -> str:
        return f"{self.evaluation_id} {self.pk}"
