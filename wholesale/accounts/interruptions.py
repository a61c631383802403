"""A view is interrupted by an exception: allauth asks who you are once more, or a thing has moved."""

from allauth.account.middleware import AccountMiddleware
from django.http import HttpRequest, HttpResponse

from wholesale.errors import MergedAway

_allauth = AccountMiddleware(lambda _request: HttpResponse())


def answer(request: HttpRequest, error: Exception) -> HttpResponse | None:
    """Return allauth's answer to its own exceptions, a redirect to what was merged, None for the rest."""
    if isinstance(error, MergedAway):
        return error.redirect(request)
    found: HttpResponse | None = _allauth.process_exception(request, error)
    return found
