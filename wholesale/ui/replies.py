"""Answers of views: the page, or for htmx the fragment of it with its toasts; a redirect that both follow."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.template.loader import render_to_string

TONES = {
    messages.SUCCESS: ("ok", "check"),
    messages.INFO: ("info", "info-circle"),
    messages.WARNING: ("warn", "alert-triangle"),
    messages.ERROR: ("bad", "alert-circle"),
    messages.DEBUG: ("idle", "info-circle"),
}


def is_fragment(request: HttpRequest) -> bool:
    """Tell whether htmx asks for a piece of a page, not for a whole one."""
    headers = request.headers
    return (
        headers.get("HX-Request") == "true"
        and headers.get("HX-Boosted") != "true"
        and headers.get("HX-History-Restore-Request") != "true"
    )


def reply(
    request: HttpRequest, *, page: str, fragment: str, context: Mapping[str, Any], status: int = 200
) -> HttpResponse:
    """Render the fragment for htmx, followed by the toasts, and the whole page for everyone else."""
    if not is_fragment(request):
        html: str = render_to_string(page, dict(context), request)
    else:
        html = render_to_string(fragment, dict(context), request) + toasts(request)
    response = HttpResponse(html, status=status)
    response["Vary"] = "HX-Request"
    return response


def toasts(request: HttpRequest) -> str:
    """Render the waiting messages as toasts that htmx adds to the page."""
    return render_to_string("ui/_toasts.html", {"is_swap": True}, request)


def see_other(request: HttpRequest, to: Any, *args: Any, **kwargs: Any) -> HttpResponse:
    """Send the reader on after a change; htmx loads the whole page anew."""
    url = resolve_url(to, *args, **kwargs)
    if is_fragment(request):
        response = HttpResponse(status=204)
        response["HX-Redirect"] = url
        return response
    return HttpResponseRedirect(url)


def undoable(request: HttpRequest, text: str, undo_url: str) -> None:
    """Say in a toast what was done, with an Undo button that posts to this address."""
    messages.success(request, text, extra_tags=f"undo:{undo_url}")
