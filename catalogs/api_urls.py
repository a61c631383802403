"""The API's addresses of products, below /api/v1/."""

from django.urls import path

from catalogs.api import products

PRODUCTS = "<slug:organization>/selling/products/"

app_name = "catalogs-api"
urlpatterns = [
    path(PRODUCTS, products.ProductsApi.as_view(), name="product_list"),
    path(f"{PRODUCTS}<uuid:product_id>/", products.ProductApi.as_view(), name="product_detail"),
]
