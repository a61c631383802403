"""Changes of prices, on pages: which there are, one looked at before it is published, published, withdrawn (K7)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Now
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from catalogs import services
from catalogs.enums import ChangeState
from catalogs.errors import PlanRefused
from catalogs.forms.price_changes import PlanForm, PublicationForm
from catalogs.models import PriceChange, PriceChangeLine
from catalogs.queries import matching, products_of
from catalogs.queries.changes import change_for_supplier, change_rows, lines_of
from catalogs.queries.effects import effects_by_list, prices_before
from wholesale.api.idempotency import is_first_submission
from wholesale.errors import DomainError
from wholesale.organizations.access import ActingRequest, selling
from wholesale.organizations.roles import Permission
from wholesale.ui import parts
from wholesale.ui.filters import Filter, ListFilters
from wholesale.ui.paging import keyset_page
from wholesale.ui.replies import see_other

SCHEDULED = "scheduled"
NEWEST, BY_NAME = {"newest": ["-id"]}, {"name": ["product__name", "id"]}


@require_safe
@selling(Permission.VIEW_PRODUCTS)
def price_change_list(request: ActingRequest, organization: str) -> HttpResponse:
    filters = ListFilters(request.GET, [Filter("state", _("State"), _states())], NEWEST)
    rows = standing_as(change_rows(request.acting.organization), filters.values["state"])
    if filters.search:
        rows = rows.filter(Q(name__icontains=filters.search) | Q(price_list__name__icontains=filters.search))
    page = keyset_page(rows, order=filters.order, cursor=filters.cursor, counted=True)
    return render(request, "catalogs/price_change_list.html", {"page": page, "filters": filters})


@require_safe
@selling(Permission.VIEW_PRODUCTS)
def price_change_review(request: ActingRequest, organization: str, change: UUID) -> HttpResponse:
    """Show what a change does, before it is published and after."""
    return _page(request, change_for_supplier(request.acting.organization, change))


@require_POST
@selling(Permission.MANAGE_PRODUCTS)
def price_change_plan(request: ActingRequest, organization: str, change: UUID) -> HttpResponse:
    found = change_for_supplier(request.acting.organization, change)
    form = PlanForm(request.POST, time_zone=found.supplier.time_zone)
    if not form.is_valid():
        return _page(request, found, plan=form, status=422)
    try:
        plan, version = services.ChangePlan(**form.plan), form.cleaned_data["version"]
        services.plan_draft(change=found, plan=plan, version=version)
    except PlanRefused as error:
        form.refuse(error.fields)
        return _page(request, found, plan=form, status=error.status)
    except DomainError as error:
        form.add_error(None, error.message)
        return _page(request, found, plan=form, status=409)
    messages.success(request, _("Saved. Nothing is published yet."))
    return see_other(request, "catalogs:price_change_review", organization, change)


@require_POST
@selling(Permission.MANAGE_PRODUCTS)
@transaction.atomic
def price_change_publication_create(request: ActingRequest, organization: str, change: UUID) -> HttpResponse:
    """Publish what was looked at; what is typed in the plan beside the button counts, saved or not."""
    found = change_for_supplier(request.acting.organization, change)
    form, plan = PublicationForm(request.POST), _typed_plan(request, found)
    if not form.is_valid():
        return _page(request, found, refused=_("Look at these prices again, then publish."), status=422)
    if plan and not plan.is_valid():
        return _page(request, found, plan=plan, status=422)
    if _is_first(found, form):
        wanted = services.ChangePlan(**plan.plan) if plan else None
        try:
            done = services.publish(change=found, version=form.seen, by=request.user, plan=wanted)
        except DomainError as error:
            return _refused(request, found, plan, error)
        messages.success(request, _words(done))
    return see_other(request, "catalogs:price_change_review", organization, change)


@require_POST
@selling(Permission.MANAGE_PRODUCTS)
def price_change_withdrawal_create(request: ActingRequest, organization: str, change: UUID) -> HttpResponse:
    found = change_for_supplier(request.acting.organization, change)
    try:
        services.withdraw(change=found, version=None, by=request.user)
    except DomainError as error:
        return _page(request, found, refused=error.message, status=409)
    messages.success(request, _("Withdrawn. The prices stay as they are."))
    return see_other(request, "catalogs:price_change_review", organization, change)


@require_POST
@selling(Permission.MANAGE_PRODUCTS)
def price_change_deletion_create(request: ActingRequest, organization: str, change: UUID) -> HttpResponse:
    found = change_for_supplier(request.acting.organization, change)
    try:
        services.discard_draft(change=found, version=None, by=request.user)
    except DomainError as error:
        return _page(request, found, refused=error.message, status=409)
    messages.success(request, _("The draft is thrown away. No price has changed."))
    return see_other(request, "catalogs:price_change_list", organization)


def standing_as(changes: QuerySet[PriceChange], states: list[str]) -> QuerySet[PriceChange]:
    """Narrow changes to those that stand in any of these ways; published ones to come are scheduled."""
    wanted, is_published = Q(), Q(state=ChangeState.PUBLISHED)
    for state in states:
        if state == SCHEDULED:
            wanted |= is_published & Q(effective_at__gt=Now())
        elif state == ChangeState.PUBLISHED:
            wanted |= is_published & Q(effective_at__lte=Now())
        else:
            wanted |= Q(state=state)
    return changes.filter(wanted)


def _states() -> list[tuple[str, str]]:
    states = [(each.value, str(each.label)) for each in ChangeState]
    return [states[0], (SCHEDULED, _("Scheduled")), *states[1:]]


def _lines_found(change: PriceChange, text: str) -> QuerySet[PriceChangeLine]:
    if not text:
        return lines_of(change)
    return lines_of(change).filter(product__in=matching(products_of(change.supplier), text).values("pk"))


def _page(
    request: ActingRequest,
    change: PriceChange,
    *,
    plan: PlanForm | None = None,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    if status == 409:
        _read_again(change, plan)
    filters = ListFilters(request.GET, (), BY_NAME)
    page = keyset_page(
        _lines_found(change, filters.search), order=filters.order, cursor=filters.cursor, counted=True
    )
    context: dict[str, Any] = {
        "change": change,
        "page": page,
        "filters": filters,
        "lists": effects_by_list(change),
        "plan": plan or PlanForm(initial=PlanForm.values_of(change), time_zone=change.supplier.time_zone),
        "publication": PublicationForm(initial={"version": change.version}),
        "refused": refused,
        "parts": [part for part in parts.PRICE_CHANGE_PARTS if request.acting.may(part.permission)],
    }
    _beside(change, page.rows)
    return render(request, "catalogs/price_change_review.html", context, status=status)


def _read_again(change: PriceChange, plan: PlanForm | None) -> None:
    change.refresh_from_db()
    if plan:
        plan.rebase(change.version)


def _refused(
    request: ActingRequest, change: PriceChange, plan: PlanForm | None, error: DomainError
) -> HttpResponse:
    if plan and isinstance(error, PlanRefused):
        plan.refuse(error.fields)
        return _page(request, change, plan=plan, status=error.status)
    return _page(request, change, plan=plan, refused=error.message, status=409)


def _typed_plan(request: ActingRequest, change: PriceChange) -> PlanForm | None:
    """Return the plan that came with a press on the button; None where the button came alone."""
    is_typed = "first_day" in request.POST
    return PlanForm(request.POST, time_zone=change.supplier.time_zone) if is_typed else None


def _beside(change: PriceChange, lines: list[Any]) -> None:
    """Put beside each line what its product cost before."""
    before = prices_before(change, [line.product_id for line in lines])
    for line in lines:
        line.moves = line.product_id in before
        line.before = before.get(line.product_id)
        old, new = line.before and line.before.unit_price, line.unit_price
        line.percent = (new - old) * 100 / old if old and new is not None else None


def _is_first(change: PriceChange, form: PublicationForm) -> bool:
    key = form.cleaned_data["form_key"]
    return is_first_submission(organization_id=change.supplier_id, form="price_change", key=key)


def _words(change: PriceChange) -> str:
    if change.is_scheduled:
        return _("Published. The prices count from the moment that you chose, by themselves.")
    return _("Published. The new prices count from now on.")
