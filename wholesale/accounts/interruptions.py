"""allauth interrupts a view by an exception: show once more who you are, too many tries."""

from allauth.account.middleware import AccountMiddleware
from django.http import HttpRequest, HttpResponse

_allauth = AccountMiddleware(lambda _request: HttpResponse())


def answer(request: HttpRequest, error: Exception) -> HttpResponse | None:
    """Return allauth's answer to its own exceptions, None for anybody else's."""
    found: HttpResponse | None = _allauth.process_exception(request, error)
    return found
