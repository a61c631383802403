"""Addresses of a supplier's customers and of the directory."""

from django.urls import path

from retailers.views import adding, buying, customers

LIST = "<slug:organization>/selling/retailers/"
ONE = f"{LIST}<uuid:customer>/"

app_name = "retailers"
urlpatterns = [
    # Before the platform's own sign-up, which knows no directory.
    path("companies/new/buying/", buying.company_create, name="company_create"),
    path("<slug:organization>/buying/setup/directory/", buying.own_entry, name="own_entry"),
    path(LIST, customers.customer_list, name="customer_list"),
    path(f"{LIST}export/", customers.customer_export, name="customer_export"),
    path(f"{LIST}search/", adding.customer_search, name="customer_search"),
    path(f"{LIST}new/", adding.directory_create, name="directory_create"),
    path(f"{LIST}directory/<uuid:retailer>/", adding.customer_add, name="customer_add"),
    path(f"{LIST}distributor/", customers.bulk_distributor, name="bulk_distributor"),
    path(ONE, customers.customer_detail, name="customer_detail"),
    path(f"{ONE}details/", customers.customer_update, name="customer_update"),
    path(f"{ONE}entry/", customers.entry_update, name="entry_update"),
    path(f"{ONE}activity/", customers.customer_activity, name="customer_activity"),
    path(f"{ONE}activation/", customers.activation_create, name="activation_create"),
    path(f"{ONE}deactivation/", customers.deactivation_create, name="deactivation_create"),
]
