"""Addresses of imports and exports; `kind` names an importable."""

from django.urls import path

from wholesale.sheets import views

ALL = "<slug:organization>/selling/sheets/<slug:kind>/"
ONE = f"{ALL}<uuid:sheet_import>/"

app_name = "sheets"
urlpatterns = [
    path(ALL, views.import_create, name="import_create"),
    path(f"{ALL}sample/", views.sample, name="sample"),
    path(ONE, views.import_detail, name="import_detail"),
    path(f"{ONE}columns/", views.mapping_update, name="mapping_update"),
    path(f"{ONE}table/", views.table_update, name="table_update"),
    path(f"{ONE}confirmation/", views.confirmation_create, name="confirmation_create"),
    path(f"{ONE}cancellation/", views.cancellation_create, name="cancellation_create"),
    path(f"{ONE}refused/", views.refused_file, name="refused_file"),
]
