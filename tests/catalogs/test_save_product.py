"""Add and change products: SKU once per supplier, two editors, price on the default list, audit."""

from dataclasses import replace
from decimal import Decimal

import pytest

from catalogs.details import ProductDetails, fold
from catalogs.errors import SkuTaken
from catalogs.models import CustomerTerms, Price, PriceList, Product
from catalogs.queries import matching, price_of, unit_price
from catalogs.services import default_price_list, save_product
from retailers.models import Customer
from tests.world import World
from wholesale.audit.models import AuditEntry
from wholesale.errors import StaleVersion
from wholesale.organizations.models import Organization
from wholesale.tenancy.testing import acting_as, as_owner

PORTER = ProductDetails(
    sku="PORTER",
    name="Pörter Noir",
    brand="Alder",
    pack="24 × 355 ml",
    attributes={"Style": "Baltic porter"},
    unit_price=Decimal("41.50"),
)


def save(world: World, details: ProductDetails = PORTER, **changes):
    with acting_as(world.context("alder")):
        return save_product(supplier=world.orgs["alder"], details=details, by=world.users["alder"], **changes)


def test_an_added_product_has_its_price_and_is_found_by_every_word(world):
    porter = save(world)

    with acting_as(world.context("alder")):
        found = matching(Product.objects.all(), "NOIR porter baltic")
        assert list(found) == [porter]
        assert porter.version == 1
        assert Price.objects.get(product=porter).unit_price == Decimal("41.50")
        audit = AuditEntry.objects.get(subject_id=porter.pk)
    assert (audit.verb, audit.subject_name, audit.by_name) == ("product_added", "Pörter Noir", "Alder Admin")
    assert audit.after["unit_price"] == "41.500"


def test_a_second_product_with_the_sku_is_refused_but_another_supplier_may_have_it(world):
    save(world)

    with pytest.raises(SkuTaken):
        save(world, replace(PORTER, name="Other"))
    with acting_as(world.context("birch")):
        save_product(supplier=world.orgs["birch"], details=PORTER, by=None)

    with as_owner():
        assert set(Product.objects.filter(sku="PORTER").values_list("supplier__slug", "name")) == {
            ("alder", "Pörter Noir"),
            ("birch", "Pörter Noir"),
        }


def test_the_second_of_two_editors_is_told(world):
    porter = save(world)
    save(world, replace(PORTER, pack="keg 30 L"), product=porter, version=1)

    with pytest.raises(StaleVersion):
        save(world, replace(PORTER, name="Mine"), product=porter, version=1)

    with as_owner():
        porter.refresh_from_db()
        assert (porter.name, porter.pack, porter.version) == ("Pörter Noir", "keg 30 L", 2)
        change = AuditEntry.objects.get(subject_id=porter.pk, verb="product_changed")
    assert (change.before, change.after) == ({"pack": "24 × 355 ml"}, {"pack": "keg 30 L"})


def test_saving_nothing_new_writes_nothing(world):
    porter = save(world)

    save(world, product=porter, version=1)

    with as_owner():
        porter.refresh_from_db()
        assert porter.version == 1
        assert AuditEntry.objects.filter(subject_id=porter.pk).count() == 1


def test_a_price_can_be_changed_and_taken_away(world):
    porter = save(world)

    save(world, replace(PORTER, unit_price=Decimal(40)), product=porter)
    with acting_as(world.context("rita")):
        customer = Customer.objects.get(supplier=world.orgs["alder"])
        priced = Product.objects.annotate(price=unit_price(customer_id=customer.pk)).get(pk=porter.pk)
        assert priced.price == Decimal(40)
    save(world, replace(PORTER, unit_price=None), product=porter)

    with as_owner():
        assert price_of(porter) is None
        rows = Price.objects.filter(product=porter).order_by("valid_from")
        assert list(rows.values_list("unit_price", flat=True)) == [Decimal("41.5"), Decimal(40), None]


def test_the_default_list_is_made_once_and_gives_every_customer_terms(world):
    with as_owner():
        fir = Organization.objects.create(name="Fir", slug="fir", sells=True, language="fr", currency="EUR")
        keys = {"supplier": fir, "relation": "none"}
        early = Customer.objects.create(retailer=world.orgs["rita"], **keys)
        assert not CustomerTerms.objects.filter(customer=early).exists()

    context = replace(world.context("alder"), supplier_id=fir.pk)
    with acting_as(context):
        first, second = default_price_list(fir), default_price_list(fir)
        late = Customer.objects.create(retailer=world.orgs["rosa"], **keys)

    assert first == second
    with as_owner():
        assert PriceList.objects.get(supplier=fir).currency == "EUR"
        terms = CustomerTerms.objects.filter(supplier=fir).values_list(
            "customer_id", "price_list_id", "retailer_id"
        )
        assert set(terms) == {
            (early.pk, first.pk, world.org_id("rita")),
            (late.pk, first.pk, world.org_id("rosa")),
        }


@pytest.mark.parametrize(
    ("text", "folded"), [("  Pörter  NOIR ", "porter noir"), ("Straße", "strasse"), ("", "")]
)
def test_texts_are_compared_without_accents_case_or_spaces(text, folded):
    assert fold(text) == folded
