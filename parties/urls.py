"""Addresses about people, below the language prefix."""

from django.urls import path

from parties import address_views, invitation_views, journal_views, second_step_views, views

app_name = "parties"

urlpatterns = [
    path("invitations/", invitation_views.code_entry, name="invitation-code"),
    path("invitations/<str:secret>/", views.invitation, name="invitation"),
    path("me/", views.me, name="me"),
    path("me/language/", views.choose_language, name="language"),
    path("me/landing/", views.landing, name="landing"),
    path("me/address/", address_views.address, name="address"),
    path("me/address/<str:token>/", address_views.confirmation, name="address-confirmation"),
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
