"""Addresses of the audit log."""

from django.urls import path

from wholesale.audit import views
from wholesale.organizations.urls import SETUP

app_name = "audit"
urlpatterns = [path(f"{SETUP}audit/", views.entry_list, name="entry_list")]
