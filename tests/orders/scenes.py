"""Assortments made up at random: what alder sells, prices, keeps, shares; and in plain Python who is offered what."""

import random
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from catalogs.details import ProductDetails, search_text_of
from catalogs.models import (
    Catalog,
    CatalogProduct,
    CatalogShare,
    CustomerPrice,
    Price,
    PriceList,
    Product,
    TermsLevel,
)
from inventory.models import StockBalance
from retailers.models import Customer, CustomerGroup, CustomerPrivate, GroupMember
from tests.orders.test_showing import keep_all_products_from_everyone
from tests.world import TRADE, World
from wholesale.organizations.models import Agreement
from wholesale.tenancy.models import uuid7
from wholesale.tenancy.testing import as_owner

WORDS = ("amberly", "bockwurz", "cidrello", "dunkelos", "eisbocka", "frambosa")
RETAILERS = ("rita", "remy", "rosa")
GROUPS = ("near", "far")
LABELS = ("pale", "dark")
WAYS = ("everyone", "customers", "group", "label", "nobody")
Days = tuple[datetime | None, datetime | None]
Belonging = dict[str, set[str]]  # of which groups a retailer is a member, or which labels it has


@dataclass
class Made:
    """One product, and everything that decides who is offered it."""

    product: Product
    is_active: bool
    days: Days
    prices: list[
        tuple[Days, bool]
    ]  # from when to when, and whether it is a price or takes the product off the list
    special: dict[str, Days] = field(default_factory=dict)
    kept: set[str] = field(default_factory=set)


@dataclass
class Shelf:
    """One catalog: its products, its days, and whom it is shared with."""

    words: set[str]
    days: Days
    everyone: bool = False
    customers: set[str] = field(default_factory=set)
    group: str = ""
    label: str = ""


@dataclass
class Scene:
    """What alder has made up: products by word, its catalogs, and what its retailers belong to."""

    world: World
    made: dict[str, Made]
    shelves: list[Shelf]
    active: set[str]
    groups: Belonging
    labels: Belonging
    both: set[str]  # who has alder's own stock besides its distributor's

    def if_all_had(self, groups: tuple[str, ...], labels: tuple[str, ...]) -> "Scene":
        """Return the model of the same goods, were every retailer in these groups and had these labels besides."""
        return replace(
            self,
            groups={name: self.groups[name] | set(groups) for name in RETAILERS},
            labels={name: self.labels[name] | set(labels) for name in RETAILERS},
        )

    def with_none(self, belonging: str) -> "Scene":
        """Return the model of the same goods, had no retailer any `groups`, or any `labels`."""
        none: Belonging = {name: set() for name in RETAILERS}
        return replace(self, groups=none) if belonging == "groups" else replace(self, labels=none)

    def offered(self, retailer: str) -> set[str]:
        """Return the words of what a retailer is offered: SPEC.md K4, K5, I7, I9, C11, without a line of SQL."""
        if retailer not in self.active:
            return set()
        return {word for word in self.shown(retailer) if self._has_price_and_stock(self.made[word], retailer)}

    def shown(self, retailer: str) -> set[str]:
        """Return the words of what is in a catalog that the retailer is shown today."""
        if retailer not in self.active:
            return set()
        found = set[str]().union(*(shelf.words for shelf in self.shelves if self._sees(retailer, shelf)))
        return {word for word in found if self.made[word].is_active and _is_in(self.made[word].days)}

    def _sees(self, retailer: str, shelf: Shelf) -> bool:
        reached = shelf.group in self.groups[retailer] or shelf.label in self.labels[retailer]
        return _is_in(shelf.days) and (shelf.everyone or retailer in shelf.customers or reached)

    def _has_price_and_stock(self, made: Made, retailer: str) -> bool:
        own = made.special.get(retailer)
        in_force = [(days, costs) for days, costs in made.prices if _is_in(days)]
        listed = bool(in_force) and max(in_force, key=lambda row: row[0][0] or timezone.now())[1]
        priced = listed or (own is not None and _is_in(own))
        keepers = {TRADE["alder", retailer] or "alder"} | ({"alder"} if retailer in self.both else set())
        return priced and bool(keepers & made.kept)


def _is_in(days: Days) -> bool:
    now = timezone.now()
    first, last = days
    return (first is None or first <= now) and (last is None or last > now)


def make_scene(world: World, seed: int) -> Scene:
    """Write down an assortment of alder's that follows from a number, and return it as the model knows it."""
    chance = random.Random(seed)
    keep_all_products_from_everyone(world)
    with as_owner():
        CatalogShare.objects.filter(supplier=world.orgs["alder"]).delete()
        active = {name for name in RETAILERS if chance.random() < 0.9}
        for name in RETAILERS:
            Customer.objects.filter(pk=world.customers["alder", name].pk).update(is_active=name in active)
        groups, labels = _belonging(chance, GROUPS), _belonging(chance, LABELS)
        keys = _groups(world)
        made = {word: _make(world, chance, word) for word in WORDS}
        both = _serve(world, random.Random(f"own {seed}"))
        joins_late = chance.random() < 0.5  # a share reaches who joins after it as who was there before
        if not joins_late:
            _join(world, keys, groups, labels)
        shelves = [_share(world, chance, way, made, keys) for way in ("group", "label", chance.choice(WAYS))]
        if joins_late:
            _join(world, keys, groups, labels)
    return Scene(world, made, shelves, active, groups, labels, both)


def _belonging(chance: random.Random, names: tuple[str, ...]) -> Belonging:
    """Return that one retailer has none of these, one has one, and one has both."""
    some: list[set[str]] = [set(), {chance.choice(names)}, set(names)]
    return dict(zip(RETAILERS, chance.sample(some, 3), strict=True))


def _serve(world: World, chance: random.Random) -> set[str]:
    """Add alder's own stock to some customers, by their own terms or by what is agreed with dawn; return to whom."""
    own = {name: chance.choice([True, True, False, None]) for name in RETAILERS}
    agreed = chance.random() < 0.5
    for name, adds in own.items():
        TermsLevel.objects.update_or_create(
            supplier=world.orgs["alder"],
            customer=world.customers["alder", name],
            defaults={"adds_own_stock": adds},
        )
    with_dawn = Agreement.objects.filter(supplier=world.orgs["alder"], distributor=world.orgs["dawn"])
    with_dawn.update(both_warehouses_since=timezone.now() if agreed else None)
    by_dawn = {name for name in RETAILERS if TRADE["alder", name] == "dawn"} if agreed else set()
    return {name for name, adds in own.items() if (name in by_dawn if adds is None else adds)}


def _groups(world: World) -> dict[str, CustomerGroup]:
    """Return alder's groups by name, with nobody in them."""
    alder = world.orgs["alder"]
    GroupMember.objects.filter(supplier=alder).delete()
    far = CustomerGroup.objects.create(supplier=alder, name="Far", rank=99)
    return {"near": world.groups["alder"], "far": far}


def _join(world: World, keys: dict[str, CustomerGroup], groups: Belonging, labels: Belonging) -> None:
    for name in RETAILERS:
        customer = world.customers["alder", name]
        written = sorted(label.title() for label in labels[name])  # a label is the same in capitals
        CustomerPrivate.objects.filter(customer=customer).update(labels=written)
        for group in sorted(groups[name]):
            GroupMember.objects.create(supplier=customer.supplier, customer=customer, group=keys[group])


def _days(chance: random.Random, *, open_ended: bool = False) -> Days:
    """Return days that are nearly always these, else past or to come."""
    now, day = timezone.now(), timedelta(days=1)
    around: list[Days] = [(None, None), (now - day, None), (now - day, now + day), (None, now + day)]
    away: list[Days] = [(now - 2 * day, now - day), (now + day, None), (now + day, now + 2 * day)]
    first, last = chance.choice(around if chance.random() < 0.75 else away)
    return (first or now - 9 * day, last) if open_ended else (first, last)


def _make(world: World, chance: random.Random, word: str) -> Made:
    alder = world.orgs["alder"]
    said = ProductDetails(sku=word.upper(), name=word.title(), brand=f"Brand {word}", category=word.title())
    days, is_active = _days(chance), chance.random() < 0.9
    product = Product.objects.create(
        supplier=alder, sku=said.sku, name=said.name, brand=said.brand, category=said.category,
        search_text=search_text_of(said), is_active=is_active, sold_from=days[0], sold_until=days[1],
    )  # fmt: skip
    prices = [(_days(chance, open_ended=True), True) for _ in range(chance.choice([0, 1, 1, 1]))]
    if chance.random() < 0.15:
        prices.append(((timezone.now() - timedelta(hours=1), None), False))
    standard = PriceList.objects.get(supplier=alder, is_default=True)
    for (begins, ends), costs in prices:
        _write(Price, world, product, begins, ends, price_list=standard, unit_price=30 if costs else None)
    special = {
        name: _days(chance, open_ended=True) for name in RETAILERS if chance.random() < 0.25
    }  # whatever the list says
    for name, (begins, ends) in special.items():
        customer = world.customers["alder", name]
        _write(
            CustomerPrice, world, product, begins, ends,
            customer=customer, retailer=world.orgs[name], currency=standard.currency, unit_price=29,
        )  # fmt: skip
    rolls = {keeper: chance.random() for keeper in ("alder", "dawn", "dusk")}
    kept = {"alder"} if rolls["alder"] < 0.4 else {keeper for keeper, roll in rolls.items() if roll < 0.85}
    for keeper in kept:
        StockBalance.objects.create(
            supplier=alder, warehouse=world.warehouses[keeper], keeper=world.orgs[keeper], product=product,
            on_hand_units=500,
        )  # fmt: skip
    return Made(product, is_active, days, prices, special, kept)


def _write(model: Any, world: World, product: Product, begins: Any, ends: Any, **rest: Any) -> None:
    model.objects.create(
        supplier=world.orgs["alder"], product=product, valid_from=begins, valid_until=ends, **rest
    )


def _share(
    world: World, chance: random.Random, way: str, made: dict[str, Made], groups: dict[str, CustomerGroup]
) -> Shelf:
    words = {word for word in WORDS if chance.random() < 0.5}
    shelf = Shelf(words, _days(chance))
    catalog = Catalog.objects.create(
        supplier=world.orgs["alder"],
        name=f"Shelf {uuid7()}",
        opens_at=shelf.days[0],
        closes_at=shelf.days[1],
    )
    for word in words:
        CatalogProduct.objects.create(
            supplier=world.orgs["alder"], catalog=catalog, product=made[word].product
        )
    if way == "everyone":
        shelf.everyone = True
        Catalog.objects.filter(pk=catalog.pk).update(shared_with_everyone=True)
    elif way == "customers":
        shelf.customers = {name for name in RETAILERS if chance.random() < 0.5}
        for name in shelf.customers:
            _share_with(world, catalog, customer=world.customers["alder", name])
    elif way == "group":
        shelf.group = chance.choice(GROUPS)
        _share_with(world, catalog, group=groups[shelf.group])
    elif way == "label":
        shelf.label = chance.choice(LABELS)
        _share_with(world, catalog, label=shelf.label)
    return shelf


def _share_with(world: World, catalog: Catalog, **holder: Any) -> None:
    CatalogShare.objects.create(supplier=world.orgs["alder"], catalog=catalog, **holder)
