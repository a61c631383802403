"""Addresses of pictures; below /brand/, where nothing depends on who reads."""

from django.urls import path

from wholesale.files import views

app_name = "files"
urlpatterns = [path("brand/pictures/<slug:digest>.png", views.picture, name="picture")]
