"""Pages of tokens, and the API's description; every app's endpoints stand in its own api_urls.py."""

from django.urls import path
from drf_spectacular.views import SpectacularAPIView

from wholesale.api import views
from wholesale.organizations import converters  # noqa: F401

TOKENS = "<slug:organization>/<side:side>/setup/tokens/"

app_name = "api"
urlpatterns = [
    path(TOKENS, views.token_list, name="token_list"),
    path(f"{TOKENS}new/", views.token_create, name="token_create"),
    path(f"{TOKENS}<uuid:token_id>/revocation/", views.revocation_create, name="revocation_create"),
    path("api/v1/schema/", SpectacularAPIView.as_view(), name="schema"),
    path("api/v1/docs/", views.docs, name="docs"),
]
