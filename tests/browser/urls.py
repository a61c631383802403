"""The product's addresses and the style guide, which otherwise exists in development only."""

from django.urls import include, path

from wholesale.ui.styleguide import styleguide

urlpatterns = [path("_design/", styleguide), path("", include("wholesale.urls"))]
