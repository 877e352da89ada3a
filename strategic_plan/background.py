"""How work in the background is done, and what is done regularly; the same in every environment."""

from celery.schedules import crontab

CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A web request never waits long for a broker that is away: the job row is kept and swept up later.
CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_connect_timeout": 1, "socket_timeout": 5, "max_retries": 1}
# Days' work stands at hours, not at intervals: those begin anew with every container. Missed hours are made up for.
CELERY_BEAT_SCHEDULE = {
    "sweep-jobs": {"task": "jobs.tasks.sweep", "schedule": 30.0},
    "compute-progress": {"task": "figures.tasks.compute_progress", "schedule": crontab(hour="4", minute="30")},
    # After the heads are exported, and before anything is read or computed anew: what was changed by hand would
    # then stand in the figures as if it had always been so.
    "verify": {"task": "portal.tasks.verify", "schedule": crontab(hour="0", minute="45")},
    "sync-clearing-house": {"task": "bch_sync.tasks.sync", "schedule": crontab(hour="1", minute="30")},
    # Now and then everything is read anew: what a changed record does not tell of itself.
    "sync-clearing-house-whole": {
        "task": "bch_sync.tasks.sync_all",
        "schedule": crontab(hour="3", minute="30", day_of_week="sunday"),
    },
    "export-audit-heads": {"task": "portal.tasks.export_audit_heads", "schedule": crontab(hour="0", minute="15")},
    "forget-unconfirmed": {"task": "evaluation.tasks.forget_unconfirmed", "schedule": crontab(hour="2", minute="15")},
    "tidy-files": {"task": "national_reports.tasks.tidy_files", "schedule": crontab(hour="2", minute="45")},
    "take-up-names": {"task": "parties.tasks.take_up_names", "schedule": crontab(hour="0", minute="5")},
    "clear-sessions": {"task": "parties.tasks.clear_sessions", "schedule": crontab(hour="2", minute="10")},
    "forget-kept-texts": {
        "task": "national_reports.tasks.forget_kept_texts",
        "schedule": crontab(hour="2", minute="20"),
    },
    "wipe-practice": {"task": "national_reports.tasks.wipe_practice", "schedule": crontab(hour="2", minute="25")},
    # A day ends everywhere on Earth at noon.
    "follow-party-reviews": {
        "task": "evaluation.tasks.follow_party_reviews",
        "schedule": crontab(hour="12", minute="5"),
    },
    # Who wishes one letter a day gets it in the morning, whoever wishes more within the hour.
    "tell-people": {"task": "national_reports.tasks.tell_people", "schedule": crontab(minute="5")},
    "send-reminders": {"task": "national_reports.tasks.send_reminders", "schedule": crontab(hour="6", minute="0")},
}
