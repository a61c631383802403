"""A person's own pages that allauth has not: profile, one device signed out."""

from typing import Any

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wholesale.accounts import queries, services
from wholesale.accounts.forms import ProfileForm


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def profile(request: HttpRequest) -> HttpResponse:
    person: Any = request.user
    initial = {"name": person.name, "language": person.language, "time_zone": person.time_zone}
    form = ProfileForm(request.POST or None, initial=initial)
    if form.is_bound and form.is_valid():
        services.change_profile(person=person, **form.cleaned_data)
        with translation.override(person.language):
            messages.success(request, _("Saved."))
        return redirect("accounts:profile")
    return render(request, "accounts/profile.html", {"form": form}, status=422 if form.is_bound else 200)


@require_POST
@login_required
def session_ending(request: HttpRequest, session_id: int) -> HttpResponse:
    person: Any = request.user
    session = queries.session_of(person, session_id)
    if session.is_current():
        get_adapter(request).logout(request)
        return redirect("account_login")
    services.end_session(session=session)
    messages.success(request, _("That device is signed out."))
    return redirect("usersessions_list")
