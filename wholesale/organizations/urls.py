"""Addresses of the first page, companies and their Setup."""

from django.urls import path

from wholesale.organizations import agreement_urls, converters, guest_urls  # noqa: F401
from wholesale.organizations.views import accounts, joining, people, setup, start, step_limits

SETUP = "<slug:organization>/<side:side>/setup/"

app_name = "organizations"
urlpatterns = [
    *agreement_urls.urlpatterns,
    *guest_urls.urlpatterns,
    path("", start.root, name="root"),
    path("companies/new/<side:side>/", start.company_create, name="company_create"),
    path("join/", joining.joining, name="joining"),
    path("join/acceptance/", joining.acceptance_create, name="acceptance_create"),
    path("join/account/", accounts.account, name="account"),
    path("join/account/acceptance/", accounts.account_acceptance, name="account_acceptance"),
    path("join/account/<str:token>/", accounts.account_open, name="account_open"),
    path("join/<str:token>/", joining.joining_open, name="joining_open"),
    path(SETUP, setup.setup, name="setup"),
    path(f"{SETUP}checklist/", setup.checklist, name="checklist"),
    path(f"{SETUP}company/", setup.company_update, name="company_update"),
    path(f"{SETUP}company/hats/<side:hat>/", setup.hat_create, name="hat_create"),
    path(f"{SETUP}roles/", setup.role_list, name="role_list"),
    path(f"{SETUP}security/", setup.security_update, name="security_update"),
    path(
        "<slug:organization>/selling/setup/time-limits/",
        step_limits.step_limits_update,
        name="step_limits_update",
    ),
    path(f"{SETUP}people/", people.person_list, name="person_list"),
    path(f"{SETUP}people/invitation/", people.member_invitation_create, name="member_invitation_create"),
    path(
        f"{SETUP}people/invitations/<uuid:invitation_id>/sending/",
        people.member_invitation_sending,
        name="member_invitation_sending",
    ),
    path(
        f"{SETUP}people/invitations/<uuid:invitation_id>/revocation/",
        people.member_invitation_revocation,
        name="member_invitation_revocation",
    ),
    path(f"{SETUP}people/<uuid:member_id>/role/", people.role_update, name="role_update"),
    path(f"{SETUP}people/<uuid:member_id>/removal/", people.member_removal, name="member_removal"),
]
