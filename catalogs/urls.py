"""Products, prices and terms."""

from django.urls import path

from catalogs.views import products, terms

CUSTOMER = "<slug:organization>/selling/retailers/<uuid:customer>/terms/"
GROUP = "<slug:organization>/selling/retailers/groups/<uuid:group>/terms/"
DEFAULT = "<slug:organization>/selling/setup/terms/"

app_name = "catalogs"
urlpatterns = [
    path("<slug:organization>/selling/products/", products.product_list, name="product_list"),
    path("<slug:organization>/selling/products/new/", products.product_create, name="product_create"),
    path(
        "<slug:organization>/selling/products/<uuid:product_id>/",
        products.product_detail,
        name="product_detail",
    ),
    path(
        "<slug:organization>/selling/products/<uuid:product_id>/edit/",
        products.product_update,
        name="product_update",
    ),
    path(CUSTOMER, terms.customer_terms, name="customer_terms"),
    path(f"{CUSTOMER}edit/", terms.customer_terms_update, name="customer_terms_update"),
    path(GROUP, terms.group_terms, name="group_terms"),
    path(f"{GROUP}edit/", terms.group_terms_update, name="group_terms_update"),
    path(DEFAULT, terms.default_terms, name="default_terms"),
    path(f"{DEFAULT}edit/", terms.default_terms_update, name="default_terms_update"),
]
