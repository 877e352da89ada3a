"""Addresses of evaluations on the Secretariat's desk."""

from django.urls import include, path

from evaluation.views import (
    adjustments,
    changes,
    data,
    decisions,
    evaluations,
    exchange,
    figures,
    gate,
    hearing,
    publishing,
    queries,
    texts,
)

app_name = "desk_evaluations"

of_an_evaluation = [
    path("", evaluations.evaluation, name="evaluation"),
    path("parameters/", evaluations.parameters, name="parameters"),
    path("preview/", evaluations.preview, name="preview"),
    path("texts-exchange/", exchange.texts_exchange, name="texts-exchange"),
    path("texts-exchange/<slug:language>.xlf", exchange.texts_file, name="texts-file"),
    path("texts/", texts.texts, name="texts"),
    path("texts/<path:subject>/", texts.text, name="text"),
    path("missing-texts/", texts.missing, name="missing"),
    path("masthead/", texts.masthead, name="masthead"),
    path("freezing/", decisions.freezing, name="freezing"),
    path("review/", decisions.review, name="review"),
    path("return/", decisions.edition_return, name="return"),
    path("publication/", decisions.publication, name="publication"),
    path("correction/", decisions.correction, name="correction"),
    path("correction/removal/", decisions.correction_removal, name="correction-removal"),
    path("removal/", decisions.removal, name="removal"),
    path("frozen/", publishing.frozen_pages, name="frozen"),
    path("differences/", publishing.changes_since, name="differences"),
    path("hearing/", hearing.hearing, name="hearing"),
    path("hearing/objections/<int:pk>/", hearing.objection, name="objection"),
    path("passes/", gate.passes, name="passes"),
    path("passes/<int:pk>/agreement/", gate.pass_agreement, name="pass-agreement"),
    path("passes/<int:pk>/removal/", gate.pass_removal, name="pass-removal"),
    path("left-out-languages/", gate.left_out_languages, name="left-out-languages"),
    path("left-out-languages/<slug:language>/removal/", gate.left_out_removal, name="left-out-removal"),
    path("editions/<str:version>/withdrawal/", gate.withdrawal, name="withdrawal"),
    path("home-choice/", gate.home_choice, name="home-choice"),
    path("documents/<int:pk>/", evaluations.document, name="document"),
]

urlpatterns = [
    path("", evaluations.evaluations, name="evaluations"),
    path("new/", evaluations.new, name="new"),
    path("meetings/", evaluations.meetings, name="meetings"),
    path("data-files/", data.data_files, name="data-files"),
    path("data-files/<int:pk>/", data.data_proposal, name="data-proposal"),
    path("data-files/<int:pk>/taking/", data.data_taking, name="data-taking"),
    path("data-files/<int:pk>/recording/", figures.figure_recording, name="figure-recording"),
    path("data-files/figures/<str:code>/<slug:key>/", figures.figure_proposal, name="figure-proposal"),
    path("data-files/<int:pk>/setting-aside/", data.data_declining, name="data-declining"),
    path("data-files/<int:pk>/making/", changes.change_making, name="change-making"),
    path("data-files/cycle-dates/<str:cycle>/", changes.cycle_dates, name="cycle-dates"),
    path("data-files/party-names/", changes.party_name, name="party-name"),
    path("data-files/due-days/<str:cycle>/", changes.extension_proposal, name="extension-proposal"),
    path(
        "data-files/due-days/<str:cycle>/<int:pk>/end/", changes.extension_end_proposal, name="extension-end-proposal"
    ),
    path("data-files/treaty-dates/<int:pk>/", changes.treaty_date_proposal, name="treaty-date-proposal"),
    path("adjustments/", adjustments.adjustments, name="adjustments"),
    path("adjustments/new/", adjustments.new, name="adjustment-new"),
    path("adjustments/<int:number>/", adjustments.adjustment, name="adjustment"),
    path("adjustments/<int:number>/withdrawal/", adjustments.withdrawal, name="adjustment-withdrawal"),
    path("queries/", queries.queries, name="queries"),
    path("queries/<int:pk>/", queries.query, name="query"),
    path("<slug:slug>/", include(of_an_evaluation)),
]
