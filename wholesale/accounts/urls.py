"""Addresses of a person's own pages, beside allauth's."""

from django.urls import path

from wholesale.accounts import views

app_name = "accounts"
urlpatterns = [
    path("profile/", views.profile, name="profile"),
    path("sessions/<int:session_id>/ending/", views.session_ending, name="session_ending"),
]
