from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "wholesale.files"
