"""What a person chose about the screen itself: language and theme, remembered on the device."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

THEME_COOKIE = "cratebook_theme"
THEMES = ("light", "dark")
_A_YEAR = 365 * 24 * 3600


def theme_of(request: HttpRequest) -> str:
    """Return light or dark if the person chose one, else nothing: the device decides."""
    chosen = request.COOKIES.get(THEME_COOKIE, "")
    return chosen if chosen in THEMES else ""


def keep_theme(response: HttpResponse, theme: str) -> None:
    """Remember the theme on this device; anything but light and dark forgets it."""
    if theme in THEMES:
        # The script that reads it before the first paint cannot read an HttpOnly cookie.
        response.set_cookie(THEME_COOKIE, theme, max_age=_A_YEAR, samesite="Lax", secure=_is_secure())
    else:
        response.delete_cookie(THEME_COOKIE, samesite="Lax")


def keep_language(response: HttpResponse, language: str) -> None:
    """Remember the language on this device."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=_A_YEAR,
        samesite="Lax",
        secure=_is_secure(),
        httponly=True,
    )


def _is_secure() -> bool:
    return bool(settings.SESSION_COOKIE_SECURE)
