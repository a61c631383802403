"""The one entrance of pictures: anybody, by hash."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from wholesale.files import queries


@require_safe
@cache_control(public=True, max_age=31_536_000, immutable=True)
def picture(request: HttpRequest, digest: str) -> HttpResponse:
    """Answer a picture for ever: other bytes have another address."""
    response = HttpResponse(queries.picture_by_digest(digest), content_type="image/png")
    response["Content-Disposition"] = 'inline; filename="logo.png"'
    response["Cross-Origin-Resource-Policy"] = "cross-origin"  # mails are read on other sites
    return response
