"""The API's addresses of invitations, below /api/v1/."""

from django.urls import path

from invitations import api

SELLING = "<slug:organization>/selling/"

app_name = "invitations-api"
urlpatterns = [
    path(f"{SELLING}test-customers/", api.TestCustomersApi.as_view(), name="test_customers"),
    path(f"{SELLING}test-customers/<uuid:customer>/", api.TestCustomerApi.as_view(), name="test_customer"),
    path(
        f"{SELLING}customers/<uuid:customer>/invitations/", api.InvitationsApi.as_view(), name="invitations"
    ),
    path(
        f"{SELLING}invitations/<uuid:invitation>/sending/", api.InvitationSendingApi.as_view(), name="sending"
    ),
    path(
        f"{SELLING}invitations/<uuid:invitation>/revocation/",
        api.InvitationRevocationApi.as_view(),
        name="revocation",
    ),
]
