"""Tax classes, and which of their rates are charged on each product where (SPEC.md K1, O18)."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import (
    Case,
    Count,
    DecimalField,
    F,
    Func,
    JSONField,
    OuterRef,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.http import Http404

from catalogs.models import CustomerTerms, Product, TaxClass
from catalogs.queries.places import TaxPlace
from wholesale.organizations.models import Organization


class _RatesAt(Func):
    """Which of the rates in JSON are charged in a country and region; catalogs.taxing.rates_at in SQL."""

    template = """COALESCE((SELECT jsonb_agg(jsonb_build_object('name', near.rate->>'name', 'rate_percent',
        near.rate->>'rate_percent', 'number', near.rate->>'number') ORDER BY near.place)
        FROM (SELECT e.rate, e.place, near.level, max(near.level) OVER () AS nearest
          FROM jsonb_array_elements(%(rates)s) WITH ORDINALITY AS e(rate, place) CROSS JOIN LATERAL (SELECT CASE
            WHEN e.rate->>'country' = '' THEN 0 WHEN e.rate->>'country' <> %(country)s THEN NULL
            WHEN e.rate->>'region_key' = '' THEN 1 WHEN e.rate->>'region_key' = %(region)s THEN 2 END) AS near(level)
        ) AS near WHERE near.level = near.nearest AND (near.rate->>'rate_percent')::numeric > 0), '[]'::jsonb)"""
    output_field = JSONField()

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **context: Any) -> Any:
        """Put rates, country and region where they are asked for."""
        given = [compiler.compile(each) for each in self.get_source_expressions()]
        names = ("rates", "country", "region")
        texts = {name: sql for name, (sql, _params) in zip(names, given, strict=True)}
        return self.template % texts, [param for _sql, params in given for param in params]


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


def charged_taxes(supplier_id: UUID, place: TaxPlace) -> Func:
    """Return by which taxes each row's product is sold to a place, to annotate a Product query with.

    A JSON list of name, rate_percent and number: of its own class, else of the supplier's default class, else none.
    Works in the retailer's context too.
    """
    default = TaxClass.objects.filter(supplier_id=supplier_id, is_default=True).values("rates")
    rates = Coalesce(F("tax_class__rates"), Subquery(default), Value([], JSONField()))
    text = TextField()
    return _RatesAt(rates, Value(place.country, text), Value(place.region_key, text))


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
