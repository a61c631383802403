"""Addresses of the endpoints of companies."""

from django.urls import path

from wholesale.organizations import (
    api,
    converters,  # noqa: F401
)

app_name = "organizations_api"
urlpatterns = [
    path("me/", api.TokenApi.as_view(), name="token"),
    path("<slug:organization>/<side:side>/me/", api.MeApi.as_view(), name="me"),
    path("<slug:organization>/<side:side>/agreements/", api.AgreementsApi.as_view(), name="agreements"),
    path(
        "<slug:organization>/<side:side>/agreements/<uuid:agreement_id>/",
        api.AgreementApi.as_view(),
        name="agreement",
    ),
    path("<slug:organization>/<side:side>/members/", api.MembersApi.as_view(), name="members"),
]
