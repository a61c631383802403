"""What a person chose about the screen itself: language, theme, list or grid; remembered on the device."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

THEME_COOKIE = "cratebook_theme"
THEMES = ("light", "dark")
SHOP_VIEW_COOKIE = "cratebook_shop_view"
SHOP_VIEWS = ("list", "grid")
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


def shop_view_of(request: HttpRequest) -> str:
    """Return how the person looks at shops: as asked for in this address, else as last time; at first as a list."""
    asked = request.GET.get("view", "")
    chosen = asked if asked in SHOP_VIEWS else request.COOKIES.get(SHOP_VIEW_COOKIE, "")
    return chosen if chosen in SHOP_VIEWS else SHOP_VIEWS[0]


def keep_shop_view(request: HttpRequest, response: HttpResponse) -> None:
    """Remember on this device how shops are looked at, if this address asks for one way."""
    if request.GET.get("view", "") in SHOP_VIEWS:
        response.set_cookie(
            SHOP_VIEW_COOKIE,
            shop_view_of(request),
            max_age=_A_YEAR,
            samesite="Lax",
            secure=_is_secure(),
            httponly=True,
        )


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
