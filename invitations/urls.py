"""Addresses of invitations."""

from django.urls import path

from invitations.views import accepting, company, sending, testing

ONE = "<slug:organization>/selling/retailers/<uuid:customer>/invitations/"
TESTS = "<slug:organization>/selling/retailers/tests/"
BUYING = "<slug:organization>/buying/invitations/"

app_name = "invitations"
urlpatterns = [
    path("invitation/", accepting.invitation, name="invitation"),
    path("invitation/acceptance/", accepting.acceptance_create, name="acceptance_create"),
    path("invitation/registration/", accepting.registration_create, name="registration_create"),
    path("invitation/<str:token>/", accepting.invitation_open, name="invitation_open"),
    path(TESTS, testing.test_customer_list, name="test_customer_list"),
    path(f"{TESTS}<uuid:customer>/removal/", testing.test_customer_removal, name="test_customer_removal"),
    path(ONE, sending.customer_invitations, name="customer_invitations"),
    path(f"{ONE}invitation/", sending.invitation_create, name="invitation_create"),
    path(f"{ONE}<uuid:invitation>/sending/", sending.invitation_sending, name="invitation_sending"),
    path(f"{ONE}<uuid:invitation>/revocation/", sending.invitation_revocation, name="invitation_revocation"),
    path(BUYING, company.company_invitation_list, name="company_invitation_list"),
    path(f"{BUYING}<slug:supplier>/acceptance/", company.company_acceptance, name="company_acceptance"),
]
