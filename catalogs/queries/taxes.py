"""Tax classes, and by which of them each product is taxed (SPEC.md K1, O18)."""

from decimal import Decimal
from uuid import UUID

from django.db.models import (
    Case,
    CharField,
    Count,
    DecimalField,
    F,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.http import Http404

from catalogs.models import CustomerTerms, Product, TaxClass
from wholesale.organizations.models import Organization

_RATE = DecimalField(max_digits=6, decimal_places=3)


def tax_classes_of(supplier: Organization) -> QuerySet[TaxClass]:
    """Return a supplier's tax classes, the default first."""
    return TaxClass.objects.filter(supplier=supplier).order_by("-is_default", "name", "pk")


def tax_class_rows(supplier: Organization) -> QuerySet[TaxClass]:
    """Return a supplier's tax classes, each with how many `products` name it, in one statement."""
    named = Product.objects.filter(supplier=supplier, tax_class=OuterRef("pk")).order_by()
    counted = named.values("tax_class").annotate(n=Count("pk")).values("n")
    return tax_classes_of(supplier).annotate(products=Coalesce(Subquery(counted), 0))


def tax_class_for_supplier(supplier: Organization, tax_class: UUID) -> TaxClass:
    """Return this supplier's tax class, as tax_class_rows has it; 404 for anyone else's."""
    try:
        return tax_class_rows(supplier).get(pk=tax_class)
    except TaxClass.DoesNotExist as error:
        raise Http404 from error


def lock_tax_classes(supplier: Organization) -> list[TaxClass]:
    """Lock a supplier's tax classes until the transaction ends, in key order, and return them as they stand."""
    rows = TaxClass.objects.filter(supplier=supplier).order_by("pk")
    return list(rows.select_for_update(of=("self",)))


def tax_rate(supplier_id: UUID) -> Coalesce:
    """Return at which rate in percent each row's product is taxed, to annotate a Product query with.

    Its own class's, else that of the supplier's default class, else nothing. Works in the retailer's context too.
    """
    default = _default_of(supplier_id).values("rate_percent")
    return Coalesce(
        F("tax_class__rate_percent"), Subquery(default), Value(Decimal(0), _RATE), output_field=_RATE
    )


def tax_name(supplier_id: UUID) -> Coalesce:
    """Return the name of the class of tax_rate; empty where there is none."""
    default = _default_of(supplier_id).values("name")
    return Coalesce(F("tax_class__name"), Subquery(default), Value(""), output_field=CharField())


def charged_deposit(*, customer_id: UUID | Combinable) -> Case:
    """Return the deposit on each unit of each row's product, where the customer buys in its supplier's currency."""
    terms = CustomerTerms.objects.filter(
        customer_id=customer_id, price_list__currency=F("supplier__currency")
    )
    money = DecimalField(max_digits=12, decimal_places=3)
    return Case(
        When(supplier_id__in=Subquery(terms.values("supplier_id")), then=F("deposit")),
        default=Value(Decimal(0), money),
        output_field=money,
    )


def _default_of(supplier_id: UUID) -> QuerySet[TaxClass]:
    return TaxClass.objects.filter(supplier_id=supplier_id, is_default=True)
