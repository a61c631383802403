"""Addresses as a mail must carry them: whole."""

from django.conf import settings


def absolute(path: str) -> str:
    """Return the whole address of a path on this site."""
    return f"{settings.BASE_URL}/{path.lstrip('/')}"
