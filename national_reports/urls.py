"""Addresses of a Party's reports, below the language prefix."""

from django.urls import include, path, re_path

from national_reports.views import (
    agreement,
    answers,
    apart,
    attachments,
    conflicts,
    dispute,
    documents,
    earlier,
    entered,
    handing,
    history,
    notes,
    offline,
    practice,
    preparing,
    search,
    sections,
    submission,
    tasks,
    texts,
)

app_name = "national_reports"

of_a_report = [
    path("", tasks.report, name="report"),
    path("sections/completion/", tasks.completion, name="completion"),
    path("sections/<slug:section>/", sections.section, name="section"),
    path("sections/<slug:section>/earlier-answers/", earlier.earlier, name="earlier"),
    path("answers/<str:key>/", answers.answer, name="answer"),
    path("answers/<str:key>/restoration/", answers.answer_restoration, name="answer-restoration"),
    path("answers/<str:key>/history/", answers.answer_history, name="answer-history"),
    path("kept-apart/<int:pk>/settlement/", apart.apart_settlement, name="apart-settlement"),
    path("conflicts/", conflicts.conflicts, name="conflicts"),
    path("notes/", notes.notes, name="notes"),
    path("notes/<int:pk>/settlement/", notes.note_settlement, name="note-settlement"),
    path("attachments/", attachments.attachments, name="attachments"),
    path("attachments/<int:pk>/", attachments.attachment, name="attachment"),
    path("attachments/<int:pk>/removal/", attachments.attachment_removal, name="attachment-removal"),
    path("search/", search.search, name="search"),
    path("preparation/", preparing.preparation, name="preparation"),
    path("draft-leave/", preparing.draft_leave, name="draft-leave"),
    path("handing/", handing.handing, name="handing"),
    path("handing/end/", handing.handing_end, name="handing-end"),
    path("submission-request/", handing.submission_request, name="submission-request"),
    path("agreement/", agreement.agreement, name="agreement"),
    path("agreement/people/", agreement.agreement_people, name="agreement-people"),
    path("dispute/", dispute.dispute, name="dispute"),
    path("dispute/release/", dispute.dispute_release, name="dispute-release"),
    path("check/", tasks.check, name="check"),
    path("submission/", submission.submission, name="submission"),
    path("withdrawal/", submission.withdrawal, name="withdrawal"),
    path("entered/", entered.entered, name="entered"),
    path("entered/confirmation/", entered.confirmation, name="entry-confirmation"),
    path("entered/correction/", entered.correction, name="entry-correction"),
    path("own-draft/", entered.own_draft, name="own-draft"),
    path("receipt/", submission.receipt, name="receipt"),
    path("receipt.pdf", submission.receipt_pdf, name="receipt-pdf"),
    path("submitted.json", submission.submitted_json, name="submitted-json"),
    path("history/", history.history, name="history"),
    path("differences/", history.differences, name="differences"),
    path("offline/", offline.offline, name="offline"),
    path("offline/workbook.xlsx", offline.workbook, name="workbook"),
    path("offline/<int:pk>/", offline.workbook_differences, name="workbook-differences"),
    path("texts/<int:pk>/", texts.texts, name="texts"),
    path("texts/<int:pk>/<slug:language>.xlf", texts.texts_file, name="texts-file"),
    path("print/", documents.report_print, name="print"),
    path("documents/<int:pk>/", documents.report_document, name="document"),
    path("documents/<int:pk>/file/", documents.report_document_file, name="document-file"),
    path("report.pdf", documents.report_pdf, name="report-pdf"),
    path("report.docx", documents.report_docx, name="report-docx"),
    path("report.json", documents.report_json, name="report-json"),
]

# Of whoever asks, and of nobody else: no address names a person.
of_a_practice = [
    path("", practice.practice, name="practice"),
    path("opening/", practice.practice_opening, name="practice-opening"),
    path("sections/<slug:section>/", practice.practice_section, name="practice-section"),
    path("submission/", practice.practice_submission, name="practice-submission"),
    path("receipt/", practice.practice_receipt, name="practice-receipt"),
    path("print/", practice.practice_print, name="practice-print"),
    path("wiping/", practice.practice_wiping, name="practice-wiping"),
]

urlpatterns = [
    path("reports/", tasks.mine, name="mine"),
    re_path(r"^reports/practice/(?P<cycle>\w{1,12})/", include(of_a_practice)),
    # Of the shape of a code: anything else is not there, and never reaches the database.
    re_path(r"^reports/(?P<party>[A-Z]{3})/(?P<cycle>\w{1,12})/", include(of_a_report)),
]
