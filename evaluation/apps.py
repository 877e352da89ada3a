from datetime import timedelta

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _

# Runs that follow each other are compared once.
SETTLES = timedelta(seconds=5)


class EvaluationConfig(AppConfig):
    name = "evaluation"
    verbose_name = "Evaluation"

    def ready(self) -> None:
        from evaluation import guards
        from evaluation.data_files import weigh
        from evaluation.editions.building import build_edition
        from evaluation.hearing.letters import (
            LETTERS,
            SOURCE,
            send_party_review_letters,
            subjects_of_reviews,
            write_to_who_joined,
        )
        from evaluation.hearing.told import objections_told
        from evaluation.notices import send_edition_notices, send_withdrawal_notices
        from evaluation.since import KIND, compare_editions
        from jobs.left_out import word_subjects
        from jobs.services import register
        from national_reports.services.told import also_tells
        from parties.people import role_given

        register("build_edition", build_edition, is_long=True, title=_("Documents of an edition"))
        register("send_edition_notices", send_edition_notices, is_long=True, title=_("Notices of an edition"))
        register(LETTERS, send_party_review_letters, is_long=True, title=_("Letters of a review of Parties"))
        register(KIND, compare_editions, is_long=True, settles=SETTLES, title=_("What has moved since each edition"))
        register("send_withdrawal_notices", send_withdrawal_notices, is_long=True, title=_("Notices of a withdrawal"))
        register("weigh_data", weigh, is_long=True, title=_("What data files would move"))
        also_tells(objections_told)
        word_subjects(SOURCE, subjects_of_reviews)
        role_given.connect(write_to_who_joined, dispatch_uid="evaluation.hearing")
        pre_migrate.connect(guards.take_down, sender=self)
        post_migrate.connect(guards.set_up, sender=self)
