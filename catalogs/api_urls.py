"""The API's addresses of products, below /api/v1/."""

from django.urls import path

from catalogs import api

PRODUCTS = "<slug:organization>/selling/products/"

app_name = "catalogs-api"
urlpatterns = [
    path(PRODUCTS, api.ProductsApi.as_view(), name="product_list"),
    path(f"{PRODUCTS}<uuid:product_id>/", api.ProductApi.as_view(), name="product_detail"),
]
