"""One change for many products, taking them away as a file, and the words that they share (SPEC.md K1)."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalogs import queries, services
from catalogs.errors import ProductRefused
from catalogs.forms.product_many import VERBS, ManyForm, ManyVerb
from catalogs.views.choosing import Choices, chosen_products, filters_of, is_choosing, wanted
from wholesale.organizations.access import ActingRequest, selling
from wholesale.organizations.models import Organization
from wholesale.organizations.roles import Permission
from wholesale.sheets.writing import FORMATS, sheet_response
from wholesale.ui.many import chosen_context

LONGEST_WORD = 60


@require_http_methods(["GET", "HEAD", "POST"])
@selling(Permission.MANAGE_PRODUCTS)
def product_many(request: ActingRequest, organization: str, verb: str) -> HttpResponse:
    """Ask what exactly, once, and do it for those that were chosen."""
    if verb not in VERBS:
        raise Http404
    supplier, asked = request.acting.organization, request.POST if request.method == "POST" else request.GET
    form = VERBS[verb].form(asked if request.method == "POST" else None, supplier=supplier)
    if form.is_bound and form.is_valid():
        try:
            return _done(request, VERBS[verb], form)
        except ProductRefused as error:
            form.add_error(None, error.message)
    context = {"verb": VERBS[verb], "form": form, "count": chosen_products(supplier, asked).count()}
    context |= _carried(supplier, asked)
    return render(request, "catalogs/product_many.html", context, status=422 if form.is_bound else 200)


def _done(request: ActingRequest, verb: ManyVerb, form: ManyForm) -> HttpResponse:
    supplier, by = request.acting.organization, request.user
    ids = list(chosen_products(supplier, request.POST).values_list("pk", flat=True))
    if verb.key == "catalog":
        catalog = queries.catalog_for_supplier(supplier, form.cleaned_data["to_catalog"])
        changed = services.put_products(catalog=catalog, product_ids=ids, by=by)
    else:
        changed = services.change_products(supplier=supplier, product_ids=ids, said=form.said, by=by)
    words = ngettext("%(verb)s: %(n)s product is done.", "%(verb)s: %(n)s products are done.", changed)
    messages.success(request, words % {"verb": verb.label, "n": changed})
    if same := len(ids) - changed:
        words = ngettext("%(n)s was so already.", "%(n)s were so already.", same)
        messages.info(request, words % {"n": same})
    return redirect("catalogs:product_list", supplier.slug)


def _carried(supplier: Organization, query: QueryDict) -> dict[str, Any]:
    back = reverse("catalogs:product_list", args=[supplier.slug])
    return chosen_context(
        query, row="product", filters=lambda: filters_of(Choices(supplier), query), back=back
    )


@require_safe
@selling(Permission.VIEW_PRODUCTS)
def product_export(request: ActingRequest, organization: str) -> StreamingHttpResponse | FileResponse:
    supplier = request.acting.organization
    if is_choosing(request.GET):
        found = chosen_products(supplier, request.GET)
    else:
        found = wanted(supplier, filters_of(Choices(supplier), request.GET))
    asked = request.GET.get("as", "")
    return sheet_response(
        services.product_rows(supplier, found),
        headings=services.product_headings(),
        name=f"products-{timezone.localdate().isoformat()}",
        as_format=asked if asked in FORMATS else FORMATS[0],
    )


@require_safe
@selling(Permission.VIEW_PRODUCTS)
def product_words(request: ActingRequest, organization: str) -> HttpResponse:
    """List the categories and brands in use, to rename them or make two of them one."""
    return _words(request)


@require_POST
@selling(Permission.MANAGE_PRODUCTS)
def product_word_renaming_create(request: ActingRequest, organization: str) -> HttpResponse:
    asked = {name: request.POST.get(name, "") for name in ("column", "old", "new")}
    if asked["column"] not in queries.WORDS or not asked["old"] or not _can_be(asked):
        raise Http404
    try:
        changed = services.rename_word(supplier=request.acting.organization, by=request.user, **asked)
    except ProductRefused as error:
        return _words(request, wrong=asked | {"error": error.fields.get("new", error.message)}, status=422)
    words = ngettext("%(n)s product was changed.", "%(n)s products were changed.", changed)
    messages.success(request, words % {"n": changed})
    return redirect("catalogs:product_words", organization)


def _can_be(asked: dict[str, str]) -> bool:
    """Tell whether words may stand in a column at all."""
    return "\x00" not in "".join(asked.values()) and len(asked["old"]) <= LONGEST_WORD


def _words(request: ActingRequest, wrong: dict[str, str] | None = None, status: int = 200) -> HttpResponse:
    supplier = request.acting.organization
    context = {
        "lists": [
            ("category", _("Categories"), queries.words_in_use(supplier, "category")),
            ("brand", _("Brands"), queries.words_in_use(supplier, "brand")),
        ],
        "wrong": wrong,
        "can_edit": request.acting.may(Permission.MANAGE_PRODUCTS),
    }
    return render(request, "catalogs/product_words.html", context, status=status)
