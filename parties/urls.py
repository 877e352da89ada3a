"""Addresses about people, below the language prefix."""

from django.urls import path

from parties import views

app_name = "parties"

urlpatterns = [
    path("invitations/<str:secret>/", views.invitation, name="invitation"),
    path("me/", views.me, name="me"),
    path("me/language/", views.choose_language, name="language"),
    path("me/landing/", views.landing, name="landing"),
    path("desk/people/", views.desk_people, name="people"),
    path("desk/people/invitations/<int:pk>/withdrawal/", views.withdraw, name="invitation-withdraw"),
    path("desk/people/roles/<int:pk>/end/", views.end_role, name="role-end"),
    path("desk/people/staff/<int:pk>/end/", views.end_staff, name="staff-end"),
]
