"""The API's addresses of imports, below /api/v1/."""

from django.urls import path

from wholesale.sheets import api

ALL = "<slug:organization>/selling/sheets/<slug:kind>/"
ONE = f"{ALL}<uuid:sheet_import>/"

app_name = "sheets-api"
urlpatterns = [
    path(ALL, api.ImportsApi.as_view(), name="imports"),
    path(ONE, api.ImportApi.as_view(), name="import"),
    path(f"{ONE}rows/", api.ImportRowsApi.as_view(), name="import_rows"),
    path(f"{ALL}sample/", api.ImportSampleApi.as_view(), name="import_sample"),
    path(f"{ONE}refused/", api.ImportRefusedApi.as_view(), name="import_refused"),
    path(f"{ONE}table/", api.ImportTableApi.as_view(), name="import_table"),
    path(f"{ONE}columns/", api.ImportColumnsApi.as_view(), name="import_columns"),
    path(f"{ONE}confirmation/", api.ImportConfirmationApi.as_view(), name="import_confirmation"),
    path(f"{ONE}cancellation/", api.ImportCancellationApi.as_view(), name="import_cancellation"),
]
