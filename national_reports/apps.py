from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NationalReportsConfig(AppConfig):
    name = "national_reports"
    verbose_name = "National reports"

    def ready(self) -> None:
        from jobs.services import register
        from national_reports.closed_drafts import refuse_closed_draft
        from national_reports.services import documents
        from parties.permissions import also_asks

        also_asks(refuse_closed_draft)
        register(
            documents.KIND,
            documents.make_document,
            is_long=True,
            is_waited_for=True,
            when_failed=documents.document_failed,
            title=_("Document of a report"),
        )
