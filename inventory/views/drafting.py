"""A transfer is written: from where, to where, what; by hand, or filled in from days of cover (SPEC.md I5, I12)."""

from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction as database
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from catalogs.queries import ids_by_sku, products_kept_for
from inventory import queries, services
from inventory.errors import InsufficientStock
from inventory.forms import SuggestionForm, TransferForm
from inventory.models import Transfer
from inventory.queries import Place
from inventory.services import TransferDraft
from inventory.views.boxes import boxes, offered
from inventory.views.once import is_new
from inventory.views.transfers import PREFIXES, common_context
from wholesale.errors import DomainError
from wholesale.organizations.access import ActingRequest, any_side, selling
from wholesale.organizations.enums import Side
from wholesale.organizations.models import Organization
from wholesale.organizations.queries import suppliers_of
from wholesale.organizations.roles import Permission


@require_http_methods(["GET", "HEAD", "POST"])
@any_side(Permission.TRANSFER_STOCK)
def transfer_create(request: ActingRequest, organization: str, side: str) -> HttpResponse:
    return _Desk(request).answer()


@require_http_methods(["GET", "HEAD", "POST"])
@any_side(Permission.TRANSFER_STOCK)
def transfer_update(request: ActingRequest, organization: str, side: str, transfer_id: UUID) -> HttpResponse:
    found = queries.transfer_for(request.acting.organization, Side(side), transfer_id)
    return _Desk(request, found).answer()


@dataclass
class _Desk:
    """Where a transfer is written."""

    request: ActingRequest
    transfer: Transfer | None = None

    @cached_property
    def supplier(self) -> Organization:
        """Return whose stock it is: the company itself, or the supplier that the address names, else the first."""
        acting = self.request.acting
        if acting.side == Side.SELLING:
            return acting.organization
        if self.transfer is not None:
            owner: Organization = self.transfer.supplier
            return owner
        suppliers = list(suppliers_of(acting.organization))
        slug = self.request.GET.get("of")
        found = next((each for each in suppliers if each.slug == slug), None)
        if found is None and (slug or not suppliers):
            raise Http404
        return found or suppliers[0]

    @cached_property
    def places(self) -> list[Place]:
        if self.request.acting.side == Side.SELLING:
            return queries.places_of(self.supplier)
        return queries.ends_for(self.request.acting.organization, self.supplier)

    @cached_property
    def sources(self) -> list[Place]:
        if self.request.acting.side == Side.SELLING:
            return [place for place in self.places if place.is_own or not place.has_account]
        return [place for place in self.places if place.keeper == self.request.acting.organization]

    @cached_property
    def destinations(self) -> list[Place]:
        is_selling = self.request.acting.side == Side.SELLING
        return self.places[1:] + self.places[:1] if is_selling else self.places

    @cached_property
    def offered(self) -> tuple[list[dict[str, Any]], bool]:
        return offered(products_kept_for(self.supplier), self.request.POST, list(self.units))

    @cached_property
    def units(self) -> dict[UUID, int]:
        if self.transfer is None:
            return {}
        return dict(self.transfer.lines.values_list("product_id", "sent_units"))

    @cached_property
    def form(self) -> TransferForm:
        wanted = self.request.GET.get("to", "")
        initial: dict[str, Any] = {
            "destination": next((place.key for place in self.places if place.keeper.slug == wanted), None)
        }
        if self.transfer is not None:
            initial = {
                "source": self.transfer.source_id,
                "destination": self.transfer.destination_id,
                "note": self.transfer.note,
                "version": self.transfer.version,
            }
        return TransferForm(
            self.request.POST or None,
            products=self.offered[0],
            units=self.units,
            initial=initial,
            sources=self.sources,
            destinations=self.destinations,
            ids_by_sku=partial(ids_by_sku, self.supplier),
        )

    def answer(self) -> HttpResponse:
        form, slug = self.form, self.request.acting.organization.slug
        only_looks, status = "look" in self.request.POST, 200
        if form.is_bound and not only_looks:
            if form.is_valid() and self.transfer is None and not is_new(self.request, form):
                messages.info(self.request, _("This transfer was saved already."))
                return redirect(f"{PREFIXES[self.request.acting.side]}_list", slug)
            saved, status = self._save()
            if saved is not None:
                return redirect(f"{PREFIXES[self.request.acting.side]}_detail", slug, saved.pk)
        context = common_context(self.request) | {
            "form": form,
            "transfer": self.transfer,
            "supplier": self.supplier,
            "rows": boxes(form, self.sources, self.supplier.pk),
            "has_destinations": len(self.places) > 1,
            "is_large": self.offered[1],
            "find": self.request.POST.get("find", ""),
            "has_errors": not only_looks,
        }
        return render(self.request, "inventory/transfer_edit.html", context, status=status)

    def _save(self) -> tuple[Transfer | None, int]:
        """Keep the draft, and send it where that was pressed: both or neither."""
        form, by = self.form, self.request.user
        if not form.is_valid():
            return None, 422
        try:
            with database.atomic():
                saved = services.save_transfer(
                    supplier=self.supplier,
                    draft=self._draft(),
                    transfer=self.transfer,
                    version=form.cleaned_data["version"],
                    by=by,
                )
                if "send" in self.request.POST:
                    saved = services.send_transfer(transfer=saved, by=by)
        except InsufficientStock as error:
            for shortage in error.shortages:
                box = f"units-{shortage.product_id}"
                form.add_error(box if box in form.fields else None, shortage.message)
            return None, error.status
        except DomainError as error:
            form.add_error(None, error.message)
            return None, error.status
        sent = _("Transfer %(number)s is sent.") % {"number": saved.number}
        messages.success(self.request, sent if saved.number else _("The draft is saved."))
        return saved, 200

    def _draft(self) -> TransferDraft:
        data = self.form.cleaned_data
        ends = [queries.place_for(self.places, UUID(data[name])) for name in ("source", "destination")]
        source, destination = (services.warehouse_of(place) for place in ends)
        return TransferDraft(source, destination, self.form.units_by_product(), data["note"])


@require_http_methods(["GET", "HEAD", "POST"])
@selling(Permission.TRANSFER_STOCK)
def suggestion_create(request: ActingRequest, organization: str) -> HttpResponse:
    """Fill a draft with what a distributor needs to have enough for so many days."""
    desk = _Desk(request)
    others = [place for place in desk.destinations if not place.is_own]
    initial = {"destination": next((p.key for p in others if p.keeper.slug == request.GET.get("to")), None)}
    form = SuggestionForm(request.POST or None, initial=initial, sources=desk.sources, destinations=others)
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        source, destination = (queries.place_for(desk.places, key) for key in form.ends())
        try:
            saved = services.suggest_transfer(
                supplier=desk.supplier, source=source, destination=destination, by=request.user, **form.days()
            )
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            return redirect("inventory:transfer_update", organization, saved.pk)
    context = common_context(request) | {"form": form, "has_destinations": bool(others)}
    return render(request, "inventory/transfer_suggest.html", context, status=status)
