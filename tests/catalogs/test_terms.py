"""Terms at three levels: the nearest that is set applies, setting by setting; who may know of it; what is written."""

from dataclasses import replace
from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.utils import timezone

from catalogs.errors import TermsRefused
from catalogs.models import CustomerTerms, PriceList, TermsLevel
from catalogs.queries import level_of, terms_of_level, terms_off
from catalogs.services import change_terms
from catalogs.terms import SETTINGS, UNSET
from retailers.models import Customer, CustomerEvent, CustomerGroup, GroupMember
from retailers.queries import Level
from tests.catalogs.terms import Terms, same
from tests.world import World
from wholesale.audit.models import AuditEntry
from wholesale.errors import StaleVersion
from wholesale.organizations.models import Agreement, Organization
from wholesale.tenancy.testing import acting_as, as_owner

# What each setting may say, a value for each of the four levels: customer, first group, second group, all.
VALUES: dict[str, tuple[dict[str, Any], ...]] = {
    "price_change": tuple({"price_change_percent": Decimal(n)} for n in ("-3", "0", "12.5", "1000")),
    "minimum_order": tuple({"minimum_order": Decimal(n)} for n in (0, 100, 200, 300)),
    "minimum_is_hard": tuple({"minimum_is_hard": hard} for hard in (False, True, False, True)),
    "delivery_fee": (
        {"delivery_fee": Decimal(15), "delivery_fee_free_from": None},
        {"delivery_fee": Decimal(0), "delivery_fee_free_from": None},
        {"delivery_fee": Decimal(20), "delivery_fee_free_from": Decimal(600)},
        {"delivery_fee": Decimal(9), "delivery_fee_free_from": Decimal(90)},
    ),
    "payment_terms": (
        {"payment_terms": "on_receipt", "payment_terms_days": 0},
        {"payment_terms": "net", "payment_terms_days": 45},
        {"payment_terms": "end_of_month", "payment_terms_days": 10},
        {"payment_terms": "net", "payment_terms_days": 60},
    ),
    "credit_limit": (
        {"has_credit_limit": False, "credit_limit": None},
        {"has_credit_limit": True, "credit_limit": Decimal(500)},
        {"has_credit_limit": True, "credit_limit": Decimal(0)},
        {"has_credit_limit": True, "credit_limit": Decimal(900)},
    ),
    "hold_blocks": tuple({"hold_blocks": blocks} for blocks in (True, False, True, False)),
    "tax_exempt": (
        {"is_tax_exempt": False, "tax_certificate": ""},
        {"is_tax_exempt": True, "tax_certificate": "QC-1"},
        {"is_tax_exempt": True, "tax_certificate": ""},
        {"is_tax_exempt": True, "tax_certificate": "QC-2"},
    ),
    "own_stock": tuple({"adds_own_stock": adds} for adds in (False, True, False, True)),
}
SOURCES = ("own", "group", "group", "default")
EVERY_COMBINATION = list(product((False, True), repeat=4))


@pytest.fixture
def terms(world: World) -> Terms:
    return Terms(world)


@pytest.mark.parametrize("name", [setting.name for setting in SETTINGS])
def test_the_nearest_level_that_sets_something_applies(world: World, terms: Terms, name: str) -> None:
    setting = next(each for each in SETTINGS if each.name == name)
    levels: list[str | CustomerGroup] = ["customer", terms.bars, terms.join("Cellars", 2), "all"]
    values = VALUES.get(name) or tuple({"price_list_id": terms.list(each).pk} for each in "ABC")
    default = terms.applied.price_list_id
    nothing = {column: "" if column == "tax_certificate" else None for column in setting.columns}
    terms.set(terms.bars, **nothing)

    for combination in EVERY_COMBINATION:
        placed = list(zip(combination, levels, values, SOURCES, strict=False))
        for is_set, level, value, _ in placed:
            terms.set(level, **(value if is_set else nothing))
        unset = {column: UNSET[column] for column in setting.columns}
        applies, source = next(
            ((value, source) for is_set, _, value, source in placed if is_set), (unset, "default")
        )

        with acting_as(world.context("alder")):
            said = terms_of_level(terms.holder("customer"))
            assert terms_off(terms.supplier.pk) == []
        row, term = terms.applied, next(each for each in said if each.setting == setting)
        assert (dict(term.values), term.source) == (applies, source), combination
        assert term.holder_name == ("" if source != "group" else "Bars" if combination[1] else "Cellars")
        assert same(row, said), combination
        assert row.price_list_id == (term.values.get("price_list_id") or default)


def agree(world: World, **values: Any) -> None:
    with as_owner():
        theirs = Agreement.objects.filter(supplier=world.orgs["alder"], distributor=world.orgs["dawn"])
        theirs.update(**values)


@pytest.mark.parametrize("set_above", [None, True, False])
@pytest.mark.parametrize("set_for_all", [None, True, False])
def test_an_agreement_with_both_warehouses_stands_between_the_groups_and_the_default(
    world: World, terms: Terms, set_above: bool | None, set_for_all: bool | None
) -> None:
    terms.set("all", adds_own_stock=set_for_all)
    terms.set(terms.bars, adds_own_stock=set_above)

    def applied() -> tuple[bool, str]:
        with acting_as(world.context("alder")):
            assert terms_off(terms.supplier.pk) == []
            customer = Customer.objects.get(pk=terms.customer.pk)
            said = terms_of_level(Level(terms.supplier, customer=customer))
        term = next(each for each in said if each.setting.name == "own_stock")
        assert terms.applied.adds_own_stock is term.values["adds_own_stock"]
        return terms.applied.adds_own_stock, term.source

    def move_to(distributor: str) -> None:
        with acting_as(world.context("alder")):
            Customer.objects.filter(pk=terms.customer.pk).update(distributor=world.orgs[distributor])

    above = None if set_above is None else (set_above, "group")
    below = (bool(set_for_all), "default")
    assert applied() == (above or below)
    agree(world, both_warehouses_since=timezone.now())
    assert applied() == (above or (True, "agreement"))
    move_to("dusk")
    assert applied() == (above or below)
    move_to("dawn")
    assert applied() == (above or (True, "agreement"))
    agree(world, status="ended", ended_at=timezone.now())
    assert applied() == (above or below)


def test_the_order_of_groups_decides_and_leaving_one_gives_its_terms_back(world: World, terms: Terms) -> None:
    cellars = terms.join("Cellars", 2)
    terms.set(terms.bars, minimum_order=Decimal(10))
    terms.set(cellars, minimum_order=Decimal(20))
    assert terms.applied.minimum_order == 10

    with acting_as(world.context("alder")):
        CustomerGroup.objects.filter(pk=cellars.pk).update(rank=0)
    assert terms.applied.minimum_order == 20

    with acting_as(world.context("alder")):
        GroupMember.objects.filter(group=cellars).delete()
    assert terms.applied.minimum_order == 10

    with acting_as(world.context("alder")):
        CustomerGroup.objects.filter(pk=terms.bars.pk).delete()
    assert (terms.applied.minimum_order, terms.applied.payment_terms_days) == (0, 30)
    with as_owner():
        assert not TermsLevel.objects.filter(group=terms.bars.pk).exists()


def test_another_default_list_another_customer_and_a_merged_retailer(world: World, terms: Terms) -> None:
    special = terms.list("Special")
    terms.set("all", minimum_order=Decimal(40))
    with acting_as(world.context("alder")):
        PriceList.objects.filter(is_default=True).update(is_default=False)
        PriceList.objects.filter(pk=special.pk).update(is_default=True)
        late = Customer.objects.create(supplier=terms.supplier, retailer=world.orgs["rex"])
    assert terms.applied.price_list_id == special.pk
    with as_owner():
        added = CustomerTerms.objects.get(customer=late)
        assert (added.price_list_id, added.minimum_order, added.retailer_id) == (
            special.pk, 40, world.org_id("rex"),
        )  # fmt: skip
        survivor = Organization.objects.create(name="Fir", slug="fir", buys=True)
        Customer.objects.filter(pk=late.pk).update(retailer=survivor)
        assert CustomerTerms.objects.get(customer=late).retailer_id == survivor.pk
    with acting_as(world.context("alder")):
        assert terms_off(terms.supplier.pk) == []


def test_a_change_is_logged_with_from_and_to_and_told_in_the_customers_history(
    world: World, terms: Terms
) -> None:
    wholesale = terms.list("Wholesale")
    terms.set("customer", price_list_id=wholesale.pk, price_change_percent=Decimal("-3.00"))
    terms.set("customer", price_change_percent=Decimal(5))
    terms.set("customer", price_change_percent=Decimal(5))

    with as_owner():
        entries = list(AuditEntry.objects.filter(verb="terms_changed").order_by("at"))
        assert [(e.subject_id, e.before, e.after) for e in entries] == [
            (
                terms.customer.pk,
                {"price_list": None, "price_change_percent": None},
                {"price_list": "Wholesale", "price_change_percent": "-3.00"},
            ),
            (terms.customer.pk, {"price_change_percent": "-3.00"}, {"price_change_percent": "5"}),
        ]
        assert CustomerEvent.objects.filter(customer=terms.customer, kind="terms_changed").count() == 2
        assert TermsLevel.objects.get(customer=terms.customer).version == 2


def test_the_second_editor_is_refused_and_nothing_is_written(world: World, terms: Terms) -> None:
    holder, by = terms.holder("all"), world.users["alder"]
    with acting_as(world.context("alder")):
        assert level_of(holder).version == 0
        change_terms(holder=holder, changes={"minimum_order": Decimal(5)}, version=0, by=by)
    with pytest.raises(StaleVersion), acting_as(world.context("alder")):
        change_terms(holder=holder, changes={"minimum_order": Decimal(9)}, version=0, by=by)

    assert terms.applied.minimum_order == 5


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"price_change_percent": Decimal("-100.01")}, "price_change_percent"),
        ({"price_change_percent": Decimal("1000.01")}, "price_change_percent"),
        ({"minimum_order": Decimal(-1)}, "minimum_order"),
        ({"credit_limit": Decimal(5)}, "credit_limit"),
        ({"has_credit_limit": True}, "credit_limit"),
        ({"delivery_fee_free_from": Decimal(5)}, "delivery_fee_free_from"),
        ({"payment_terms": "net", "payment_terms_days": 0}, "payment_terms_days"),
        ({"payment_terms": None, "payment_terms_days": 3}, "payment_terms"),
        ({"payment_terms": "on_receipt", "payment_terms_days": 3}, "payment_terms_days"),
        ({"payment_terms": "end_of_month", "payment_terms_days": None}, "payment_terms_days"),
        ({"tax_certificate": "QC-1"}, "tax_certificate"),
    ],
)
def test_what_does_not_fit_is_refused_in_words_and_by_the_database(
    world: World, terms: Terms, changes: dict[str, Any], column: str
) -> None:
    with pytest.raises(TermsRefused) as caught:
        terms.set("customer", **changes)

    assert set(caught.value.fields) == {column}
    values = {"payment_terms": None, "payment_terms_days": None} | changes
    with as_owner(), pytest.raises(IntegrityError), transaction.atomic():
        TermsLevel.objects.create(supplier=terms.supplier, customer=terms.customer, **values)
    with as_owner():
        assert not TermsLevel.objects.filter(customer=terms.customer).exists()


def test_another_suppliers_price_list_is_refused(world: World, terms: Terms) -> None:
    with as_owner():
        theirs = CustomerTerms.objects.get(customer=world.customers["birch", "rita"]).price_list_id

    with pytest.raises(TermsRefused):
        terms.set("customer", price_list_id=theirs)
    with pytest.raises(TermsRefused):
        terms.set("all", price_list_id=terms.applied.price_list_id)


def test_nobody_but_the_supplier_reads_a_level_and_nobody_writes_what_applies(
    world: World, terms: Terms
) -> None:
    for name in ("rita", "dawn"):
        with acting_as(world.context(name)), pytest.raises(ProgrammingError), transaction.atomic():
            TermsLevel.objects.count()
    with acting_as(world.context("gale")), pytest.raises(ProgrammingError), transaction.atomic():
        TermsLevel.objects.count()
    with acting_as(replace(world.context("birch"))):
        assert set(TermsLevel.objects.values_list("supplier__slug", flat=True)) == {"birch"}
    with acting_as(world.context("rita")):
        assert set(CustomerTerms.objects.values_list("retailer__slug", flat=True)) == {"rita"}
    for name in ("alder", "rita"):
        with acting_as(world.context(name)), pytest.raises(ProgrammingError), transaction.atomic():
            CustomerTerms.objects.update(minimum_order=0)
