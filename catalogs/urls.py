"""Products and prices."""

from django.urls import path

from catalogs import views

app_name = "catalogs"
urlpatterns = [
    path("<slug:organization>/selling/products/", views.product_list, name="product_list"),
    path("<slug:organization>/selling/products/new/", views.product_create, name="product_create"),
    path(
        "<slug:organization>/selling/products/<uuid:product_id>/", views.product_detail, name="product_detail"
    ),
    path(
        "<slug:organization>/selling/products/<uuid:product_id>/edit/",
        views.product_update,
        name="product_update",
    ),
]
