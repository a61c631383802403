from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "wholesale.ui"
