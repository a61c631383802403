"""Products and prices."""

from django.urls import path

from catalogs.views import products

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
]
