"""Addresses about people, below the language prefix."""

from django.urls import include, path, re_path

from parties import (
    address_views,
    colleague_views,
    invitation_views,
    journal_views,
    office_views,
    second_step_views,
    views,
)

app_name = "parties"

of_a_party = [
    path("", colleague_views.colleagues, name="colleagues"),
    path("invitations/", colleague_views.colleague_invitations, name="colleague-invitations"),
    path("invitations/<int:pk>/letter/", colleague_views.colleague_letter, name="colleague-letter"),
    path("invitations/<int:pk>/withdrawal/", colleague_views.colleague_withdrawal, name="colleague-withdrawal"),
    path("roles/<int:pk>/end/", colleague_views.colleague_end, name="colleague-end"),
]

urlpatterns = [
    path("invitations/", invitation_views.code_entry, name="invitation-code"),
    path("invitations/<str:secret>/", views.invitation, name="invitation"),
    # Of the shape of a code: anything else is not there, and never reaches the database.
    re_path(r"^colleagues/(?P<party>[A-Z]{3})/", include(of_a_party)),
    path("me/", views.me, name="me"),
    path("me/language/", views.choose_language, name="language"),
    path("me/time-zone/", views.choose_time_zone, name="time-zone"),
    path("me/landing/", views.landing, name="landing"),
    path("me/address/", address_views.address, name="address"),
    path("me/address/<str:token>/", address_views.confirmation, name="address-confirmation"),
    path("offices/<str:party>/", office_views.offices, name="offices"),
    path("offices/<str:party>/<int:pk>/removal/", office_views.office_end, name="office-end"),
    path("offices/<str:party>/<int:pk>/return/", office_views.office_return, name="office-return"),
    path("me/sessions/<int:pk>/end/", second_step_views.end_session, name="session-end"),
    path("desk/people/<int:pk>/second-step/", second_step_views.reset_second_step, name="second-step-reset"),
    path("desk/people/<int:pk>/address/", address_views.person_address, name="person-address"),
    path("desk/people/", views.desk_people, name="people"),
    path("desk/people/sign-ins/", journal_views.journal, name="journal"),
    path("desk/people/invitations/", invitation_views.invitations, name="invitations"),
    path("desk/people/invitations/again/", invitation_views.send_again, name="invitations-again"),
    path("desk/people/invitations/lists/<int:pk>/", invitation_views.invitation_list, name="invitation-list"),
    path("desk/people/invitations/lists/<int:pk>/sending/", invitation_views.list_sending, name="list-sending"),
    path("desk/people/invitations/<int:pk>/withdrawal/", invitation_views.withdraw, name="invitation-withdraw"),
    path("desk/people/invitations/<int:pk>/letter/", invitation_views.letter, name="invitation-letter"),
    path("desk/people/invitations/<int:pk>/return/", invitation_views.came_back, name="invitation-return"),
    path("desk/people/invitations/<int:pk>/code/", invitation_views.code, name="invitation-handover"),
    path("desk/people/roles/<int:pk>/end/", views.end_role, name="role-end"),
    path("desk/people/staff/<int:pk>/end/", views.end_staff, name="staff-end"),
]
