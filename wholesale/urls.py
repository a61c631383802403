"""Where every address leads. The side stands in it, so that two tabs never mix."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("accounts/", include("wholesale.accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("", include("wholesale.ui.urls")),
    path("", include("wholesale.files.urls")),
    path("", include("wholesale.mail.urls")),
    path("", include("wholesale.api.urls")),
    path("api/v1/", include("retailers.api_urls")),
    path("api/v1/", include("invitations.api_urls")),
    path("api/v1/", include("catalogs.api_urls")),
    path("api/v1/", include("inventory.api_urls")),
    path("api/v1/", include("orders.api_urls")),
    path("api/v1/", include("wholesale.organizations.api_urls")),
    path("api/v1/", include("wholesale.sheets.api_urls")),
    path("", include("retailers.urls")),  # first: a company that buys signs up with its directory entry
    path("", include("wholesale.organizations.urls")),  # before the shops: .../buying/setup/ is no supplier
    path("", include("wholesale.audit.urls")),
    path("", include("wholesale.sheets.urls")),
    path("", include("catalogs.urls")),
    path("", include("invitations.urls")),
    path("", include("inventory.urls")),
    path("", include("orders.urls")),
]
