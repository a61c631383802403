"""The platform staff's entrance to Django admin: behind allauth's sign-in, and never without a second factor."""

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from wholesale.tenancy.contexts import acting
from wholesale.tenancy.roles import Role


class StaffSite(AdminSite):
    """Pages that exist only in the staff's context, which the resolver gives."""

    site_header = site_title = _("Cratebook staff")
    index_title = _("Platform")

    def has_permission(self, request: HttpRequest) -> bool:
        """Tell whether whoever asks is staff, and has shown a second factor."""
        context = acting()
        return context is not None and context.role == Role.STAFF

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Lead a visitor to our own sign-in, and staff without a second factor to where it is set up."""
        user: Any = request.user
        if not user.is_authenticated:
            return redirect_to_login(request.GET.get("next", request.get_full_path()))
        if not user.is_staff:
            raise Http404
        return render(request, "accounts/staff_second_factor.html", status=403)
