"""Addresses of the screen itself."""

from django.conf import settings
from django.urls import path

from wholesale.ui import styleguide, views

app_name = "ui"
urlpatterns = [
    path("preferences/theme/", views.theme_update, name="theme"),
    path("preferences/language/", views.language_update, name="language"),
    path("brand/<slug:slug>.css", views.brand_css, name="brand_css"),
    path("<slug:organization>/<str:side>/search/", views.search, name="search"),
    path("<slug:organization>/<str:side>/help/", views.help_page, name="help"),
]
if settings.DEVELOPMENT:
    urlpatterns += [path("_design/", styleguide.styleguide, name="styleguide")]
