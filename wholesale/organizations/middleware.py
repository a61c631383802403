"""Remember on this device where a person worked last."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

SEAT_COOKIE = "cratebook_seat"
_HALF_A_YEAR = 180 * 24 * 3600


class LastSeat:
    """Note company and hat in a cookie; it opens nothing, it only says where `/` leads."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        acting: Any = getattr(request, "acting", None)
        if acting and request.method == "GET" and response.status_code == 200 and _is_page(response):
            seat = f"{acting.organization.slug}:{acting.side.value}"
            if request.COOKIES.get(SEAT_COOKIE) != seat:
                response.set_cookie(
                    SEAT_COOKIE,
                    seat,
                    max_age=_HALF_A_YEAR,
                    samesite="Lax",
                    httponly=True,
                    secure=bool(settings.SESSION_COOKIE_SECURE),
                )
        return response


def _is_page(response: HttpResponse) -> bool:
    return response.headers.get("Content-Type", "").startswith("text/html")
