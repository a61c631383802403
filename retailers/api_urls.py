"""The API's addresses of the directory and of customers, below /api/v1/."""

from django.urls import path

from retailers.api import customers, directory

SELLING = "<slug:organization>/selling/"

app_name = "retailers-api"
urlpatterns = [
    path(f"{SELLING}directory/", directory.DirectoryApi.as_view(), name="directory"),
    path(f"{SELLING}customers/", customers.CustomersApi.as_view(), name="customers"),
    path(
        f"{SELLING}customers/distributor/",
        customers.DistributorAssignmentApi.as_view(),
        name="distributor_assignment",
    ),
    path(f"{SELLING}customers/export/", customers.CustomerExportApi.as_view(), name="customer_export"),
    path(f"{SELLING}customers/<uuid:customer>/", customers.CustomerApi.as_view(), name="customer"),
]
