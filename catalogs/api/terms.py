"""Terms for machines: of one customer, of a group, of all customers (SPEC.md C14, C18, X1)."""

from typing import Any, ClassVar
from uuid import UUID

from django.core.exceptions import PermissionDenied
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from catalogs import queries, services
from catalogs.enums import PaymentTerms
from catalogs.errors import TermsRefused
from catalogs.terms import COLUMNS, SETTINGS, Term, terms_by
from retailers.queries import Level, level_for_member
from wholesale.api.base import ApiView, acting_of_call
from wholesale.api.concurrency import based_on, with_etag
from wholesale.organizations.access import Acting, Need
from wholesale.organizations.enums import Side
from wholesale.organizations.roles import Permission

NAMES = {"price_list_id": "price_list"}  # as the API calls a column
SOURCES = {"own": "here", "group": "group", "agreement": "agreement", "default": "default"}


def _money(**options: Any) -> serializers.DecimalField:
    return serializers.DecimalField(
        max_digits=12, decimal_places=3, min_value=0, required=False, allow_null=True, **options
    )


def _yes_or_no() -> serializers.BooleanField:
    return serializers.BooleanField(required=False, allow_null=True)


class TermsFields(serializers.Serializer[Any]):
    """Terms. Null takes the next level's: a customer's groups by rank, then the company's default."""

    price_list = serializers.UUIDField(required=False, allow_null=True)
    price_change_percent = serializers.DecimalField(
        max_digits=6, decimal_places=2, required=False, allow_null=True, help_text="3 is dearer, -3 cheaper."
    )
    minimum_order = _money()
    minimum_is_hard = _yes_or_no()
    delivery_fee = _money()
    delivery_fee_free_from = _money(help_text="With the fee: from so much of goods there is none.")
    payment_terms = serializers.ChoiceField(PaymentTerms.choices, required=False, allow_null=True)
    payment_terms_days = serializers.IntegerField(required=False, allow_null=True, min_value=0, max_value=365)
    has_credit_limit = _yes_or_no()
    credit_limit = _money()
    hold_blocks = _yes_or_no()
    is_tax_exempt = _yes_or_no()
    tax_certificate = serializers.CharField(required=False, allow_blank=True, max_length=40)
    adds_own_stock = serializers.BooleanField(
        required=False,
        allow_null=True,
        help_text="Whether the company's own stock is available beside the distributor's.",
    )


_SET: dict[str, Any] = {NAMES.get(column, column): None for column in COLUMNS} | {
    "price_change_percent": "-3.00",
    "tax_certificate": "",
}
_APPLIES: dict[str, Any] = _SET | {
    "minimum_order": "100.000",
    "minimum_is_hard": False,
    "delivery_fee": "0.000",
    "payment_terms": "net",
    "payment_terms_days": 30,
    "has_credit_limit": False,
    "hold_blocks": True,
    "is_tax_exempt": False,
    "adds_own_stock": False,
}


class TermsOutput(serializers.Serializer[Any]):
    """What is set at a level, what applies there, and where each comes from."""

    class Source(serializers.Serializer[Any]):
        level = serializers.ChoiceField(sorted(SOURCES.values()))
        group = serializers.UUIDField(allow_null=True)
        agreement = serializers.UUIDField(allow_null=True, help_text="With the customer's distributor.")

    set = TermsFields(help_text="Null: nothing is set here.")
    applies = TermsFields(help_text="A null price list is the company's default one.")
    sources = serializers.DictField(child=Source(), help_text="By setting.")
    version = serializers.IntegerField()
    example: ClassVar = {
        "set": _SET,
        "applies": _APPLIES,
        "sources": {each.name: {"level": "default", "group": None, "agreement": None} for each in SETTINGS},
        "version": 1,
    }


class TermsApi(ApiView):
    """The terms that apply to every customer, unless a group or the customer itself has others."""

    need = Need(Side.SELLING, {"GET": Permission.VIEW_CUSTOMERS, "PATCH": Permission.VIEW_CUSTOMERS})
    edits = ("PATCH",)
    Output = TermsOutput

    class Input(TermsFields):
        example: ClassVar = {"minimum_order": "100.00", "minimum_is_hard": True}

    def current(self, request: Request, organization: str, **kwargs: UUID) -> tuple[dict[str, Any], int]:
        """Return the terms and their version, also for whoever edits too late."""
        state = terms_shown(level_for_member(acting_of_call(request), **kwargs))
        return state, state["version"]

    def get(self, request: Request, organization: str, **kwargs: UUID) -> Response:
        """Read what is set, what applies, and from where."""
        state, version = self.current(request, organization, **kwargs)
        return with_etag(Response(state), version)

    def patch(self, request: Request, organization: str, **kwargs: UUID) -> Response:
        """Set what is given; the rest stays. Prices and credit are two rights."""
        acting, body = acting_of_call(request), self.Input(data=request.data)
        holder, version = level_for_member(acting, **kwargs), based_on(request)
        body.is_valid(raise_exception=True)
        changes = {("price_list_id" if n == "price_list" else n): v for n, v in body.validated_data.items()}
        _refuse_rights(acting, changes)
        try:
            services.change_terms(holder=holder, changes=changes, version=version, by=acting.user)
        except TermsRefused as error:
            named = {NAMES.get(column, column): [text] for column, text in error.fields.items()}
            raise serializers.ValidationError(named) from error
        return self.get(request, organization, **kwargs)


class CustomerTermsApi(TermsApi):
    """One customer's terms."""


class GroupTermsApi(TermsApi):
    """The terms of a group's customers, unless they have others."""


def terms_shown(holder: Level) -> dict[str, Any]:
    """Return a level's terms as TermsOutput."""
    level, terms = queries.level_of(holder), terms_by(queries.levels_of(holder))
    applied = {NAMES.get(column, column): value for term in terms for column, value in term.values.items()}
    return {
        "set": {NAMES.get(column, column): getattr(level, column) for column in COLUMNS},
        "applies": applied,
        "sources": {term.setting.name: _source(term) for term in terms},
        "version": level.version,
    }


def _source(term: Term) -> dict[str, Any]:
    return {"level": SOURCES[term.source], "group": term.group_id, "agreement": term.agreement_id}


def _refuse_rights(acting: Acting, changes: dict[str, Any]) -> None:
    """Refuse the change of a setting that is not this person's to change (SPEC.md P3)."""
    for setting in SETTINGS:
        right = Permission.MANAGE_CREDIT_TERMS if setting.is_credit else Permission.MANAGE_PRICING_TERMS
        if not acting.may(right) and set(setting.columns) & changes.keys():
            raise PermissionDenied
