"""Entrances of the screen itself: theme, language, brand colours, the search and help pages, the style guide."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from wholesale.organizations.access import ActingRequest, any_side
from wholesale.ui import brand, parts, preferences, queries, services
from wholesale.ui.context import resolved
from wholesale.ui.help_parts import HELP


@require_POST
def theme_update(request: HttpRequest) -> HttpResponse:
    response = HttpResponseRedirect(_back(request))
    preferences.keep_theme(response, request.POST.get("theme", ""))
    return response


@require_POST
def language_update(request: HttpRequest) -> HttpResponse:
    language = request.POST.get("language", "")
    if language not in dict(settings.LANGUAGES) or not check_for_language(language):
        return HttpResponseBadRequest()
    response = HttpResponseRedirect(_back(request))
    preferences.keep_language(response, language)
    if request.user.is_authenticated:
        services.set_language(person=request.user, language=language)
    return response


@require_safe
@cache_control(public=True, max_age=300)
def brand_css(request: HttpRequest, slug: str) -> HttpResponse:
    return HttpResponse(brand.stylesheet(queries.brand_colour_of(slug)), content_type="text/css")


@require_safe
@any_side(None)
def search(request: ActingRequest, organization: str, side: str) -> HttpResponse:
    words = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:200]
    groups = [
        {"key": part.key, "label": part.label, "url": url}
        for part in parts.SEARCH[side]
        if (url := resolved((part.url_name,), organization=organization, side=side))
        and (not part.permission or request.acting.may(part.permission))
    ]
    return render(request, "ui/search.html", {"words": words, "groups": groups})


@require_safe
@any_side(None)
def help_page(request: ActingRequest, organization: str, side: str) -> HttpResponse:
    topics = [
        {"topic": topic, "url": url}
        for topic in HELP[side]
        if (url := resolved((topic.url_name,), organization=organization, side=side, **topic.more))
        and request.acting.may(topic.permission)
    ]
    return render(request, "ui/help.html", {"topics": topics, "contact": settings.HELP_EMAIL})


def _back(request: HttpRequest) -> str:
    """Return where the person was, if that is one of our pages."""
    target = request.POST.get("next", "")
    hosts = {request.get_host()}
    is_ours = url_has_allowed_host_and_scheme(target, hosts, require_https=request.is_secure())
    return target if is_ours and target.startswith("/") else "/"
