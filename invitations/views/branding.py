"""The Branding page of Setup: the supplier's logo, colour, sender and words, seen in a mail as one types."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from invitations import queries, services
from invitations.emails import sample_invitation
from invitations.forms import BrandingForm, LogoForm
from invitations.limits import count_logo, count_test_mail
from wholesale.errors import DomainError, StaleVersion
from wholesale.mail.branding import sender_of
from wholesale.mail.frames import in_scheme, mail_body
from wholesale.organizations.access import ActingRequest, selling
from wholesale.organizations.models import Organization
from wholesale.organizations.roles import Permission
from wholesale.organizations.services import change_look, put_logo, remove_logo
from wholesale.ui.replies import is_fragment, reply

SCHEMES = [
    ("", gettext_lazy("As on this device")),
    ("light", gettext_lazy("Light")),
    ("dark", gettext_lazy("Dark")),
]
PAGE, LOGO, TEST = (f"invitations/{name}.html" for name in ("branding", "_branding_logo", "_branding_test"))


@require_http_methods(["GET", "HEAD", "POST"])
@selling(Permission.MANAGE_SETTINGS)
def branding(request: ActingRequest, organization: str, language: str = "") -> HttpResponse:
    form, saved = _form(request, language)
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            _save(request, form)
        except StaleVersion as error:
            form.add_error(None, error.message)
            form.rebase_on(saved)
            differences = form.differences(saved)
            return _page(request, form, status=error.status, differences=differences)
        messages.success(request, _("Saved."))
        return redirect("invitations:branding_in", organization, form.language)
    return _page(request, form, status=status)


@require_POST
@selling(Permission.MANAGE_SETTINGS)
def logo_create(request: ActingRequest, organization: str) -> HttpResponse:
    supplier = request.acting.organization
    form = LogoForm(request.POST, request.FILES)
    if not form.is_valid():
        return _logo(request, supplier, form, status=422)
    try:
        count_logo(supplier.pk)
        supplier = put_logo(organization=supplier, content=form.content(), by=request.user)
    except DomainError as error:
        form.add_error("logo", error.message)
        return _logo(request, supplier, form, status=_shown(error))
    messages.success(request, _("Your mails and your shop carry the new logo."))
    return _logo(request, supplier)


@require_POST
@selling(Permission.MANAGE_SETTINGS)
def logo_removal(request: ActingRequest, organization: str) -> HttpResponse:
    supplier = remove_logo(organization=request.acting.organization, by=request.user)
    messages.success(request, _("The logo is gone, also from mails already sent."))
    return _logo(request, supplier)


@require_POST
@selling(Permission.MANAGE_SETTINGS)
def branding_preview(request: ActingRequest, organization: str, language: str) -> HttpResponse:
    """Show how the mail begins, and what it is as plain text, from what is typed; writes nothing."""
    form, _saved = _form(request, language)
    form.is_valid()
    return render(request, "invitations/_branding_head.html", _seen(request, form) | {"is_swap": True})


@require_http_methods(["GET", "HEAD", "POST"])
@selling(Permission.MANAGE_SETTINGS)
@mail_body
def branding_preview_body(request: ActingRequest, organization: str, language: str) -> HttpResponse:
    """Show the mail, as it is saved or from what is typed; writes nothing."""
    form, _saved = _form(request, language)
    form.is_valid()
    html = _seen(request, form)["mail"].html
    return HttpResponse(in_scheme(html, request.POST.get("scheme", "")))


@require_POST
@selling(Permission.MANAGE_SETTINGS)
def branding_test(request: ActingRequest, organization: str, language: str) -> HttpResponse:
    """Send the mail, from what is typed, to whoever asks; saves nothing."""
    form, _saved = _form(request, language)
    if not form.is_valid():
        return _tested(request, form, error=_("Mend what is marked in red first."), status=422)
    try:
        count_test_mail(request.user.pk)
        services.send_test_mail(
            supplier=form.seen(), wording=form.wording(), language=form.language, by=request.user
        )
    except DomainError as error:
        return _tested(request, form, error=error.message, status=_shown(error))
    return _tested(request, form)


@require_safe
def invitation_example(request: HttpRequest) -> HttpResponse:
    """Say where the button of a mail that was made up would lead; anybody may look."""
    return render(request, "invitations/example.html")


def _form(request: ActingRequest, language: str) -> tuple[BrandingForm, dict[str, Any]]:
    """Return the form of a language, the company's own without one, and what is saved now."""
    supplier = request.acting.organization
    language = language or supplier.language
    if language not in dict(settings.LANGUAGES):
        raise Http404
    saved = BrandingForm.values_of(supplier, *queries.wording_in(supplier.pk, language))
    return BrandingForm(request.POST or None, initial=saved, supplier=supplier, language=language), saved


def _save(request: ActingRequest, form: BrandingForm) -> None:
    supplier, data = request.acting.organization, form.cleaned_data
    change_look(organization=supplier, version=data["version"], by=request.user, **form.look())
    services.change_wording(
        supplier=supplier,
        language=form.language,
        wording=form.wording(),
        version=data["wording_version"],
        by=request.user,
    )


def _seen(request: ActingRequest, form: BrandingForm) -> dict[str, Any]:
    """Return the mail that the form words, with who it comes from."""
    supplier, wording = form.seen(), form.wording()
    mail = sample_invitation(supplier=supplier, wording=wording, language=form.language, by=request.user)
    return {"mail": mail, "sender": sender_of(supplier), "form": form, "spoken": form.language}


def _page(request: ActingRequest, form: BrandingForm, *, status: int = 200, **more: Any) -> HttpResponse:
    supplier = request.acting.organization
    context = {"languages": settings.LANGUAGES, "schemes": SCHEMES, "supplier": supplier}
    context |= {"logo_form": LogoForm()}
    return render(request, PAGE, context | _seen(request, form) | more, status=status)


def _logo(
    request: ActingRequest, supplier: Organization, form: LogoForm | None = None, *, status: int = 200
) -> HttpResponse:
    """Answer with the logo's card, so that what is typed beside it stays; without htmx with the page."""
    if not is_fragment(request) and form is None:
        return redirect("invitations:branding", supplier.slug)
    context = {"supplier": supplier, "logo_form": form or LogoForm()}
    if is_fragment(request):
        return reply(request, page=PAGE, fragment=LOGO, context=context, status=status)
    branding_form = BrandingForm(initial=_form(request, "")[1], supplier=supplier, language=supplier.language)
    return _page(request, branding_form, status=status, **context)


def _tested(
    request: ActingRequest, form: BrandingForm, *, error: str = "", status: int = 200
) -> HttpResponse:
    context = {"test_error": error, "test_sent": not error}
    if is_fragment(request):
        return render(request, TEST, context, status=status)
    return _page(request, form, status=status, **context)


def _shown(error: DomainError) -> int:
    """Return the status of a refusal that htmx puts into the page; of too many it says only that it failed."""
    return 409 if error.status == 429 else error.status
