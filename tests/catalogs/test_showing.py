"""Whatever happens to catalogs, shares, groups and labels: each customer finds what a small model says (K4, K5)."""

from collections import defaultdict
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from catalogs.models import Catalog, CatalogProduct, CatalogShare, CustomerCatalog, Product
from orders.queries.assortment import offered_products, offers_of
from retailers.models import Customer, CustomerGroup, CustomerPrivate, GroupMember
from tests.world import World
from wholesale.tenancy.testing import acting_as

RETAILERS = ("rita", "remy", "rosa")
CATALOG, PRODUCT, GROUP = st.integers(0, 2), st.integers(0, 1), st.integers(0, 1)
RETAILER = st.sampled_from(RETAILERS)
LABEL = st.sampled_from(["vip", "VIP", "patio"])
DAY = timedelta(days=1)
# What a catalog may say of its days, and whether it is shown today.
DAYS = ((None, None, True), (-DAY, DAY, True), (DAY, None, False), (None, -DAY, False), (-DAY, None, True))


class ShowingMachine(RuleBasedStateMachine):
    """Alder's two products and three customers; three catalogs, two groups and some labels."""

    world: World

    def __init__(self) -> None:
        super().__init__()
        self.supplier, self.products = self.world.orgs["alder"], self.world.products["alder"]
        self.block = transaction.atomic()
        setattr(self.block, "_from_testcase", True)  # noqa: B010
        self.block.__enter__()
        own = {"supplier": self.supplier}
        with acting_as(self.world.context("alder")):
            Catalog.objects.all().delete()
            CustomerGroup.objects.all().delete()
            self.catalogs = [Catalog.objects.create(name=f"Catalog {n}", **own) for n in range(3)]
            self.groups = [CustomerGroup.objects.create(name=f"G{n}", rank=n + 1, **own) for n in range(2)]
        self.everyone, self.whole, self.closed = set[int](), set[int](), set[int]()
        self.chosen, self.with_group = defaultdict[int, set[int]](set), defaultdict[int, set[int]](set)
        self.with_customer, self.with_label = defaultdict[int, set[str]](set), defaultdict[int, set[str]](set)
        self.members, self.labels = defaultdict[str, set[int]](set), defaultdict[str, set[str]](set)
        self.inactive = set[str]()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)

    def customer(self, retailer: str) -> Customer:
        return self.world.customers["alder", retailer]

    def act(self) -> Any:
        return acting_as(self.world.context("alder"))

    @rule(catalog=CATALOG, everyone=st.booleans(), whole=st.booleans(), days=st.sampled_from(DAYS))
    def change(self, catalog: int, everyone: bool, whole: bool, days: Any) -> None:
        now, (opens, closes, is_open) = timezone.now(), days
        with self.act():
            Catalog.objects.filter(pk=self.catalogs[catalog].pk).update(
                shared_with_everyone=everyone,
                includes_all_products=whole,
                opens_at=opens and now + opens,
                closes_at=closes and now + closes,
            )
        for members, belongs in ((self.everyone, everyone), (self.whole, whole), (self.closed, not is_open)):
            (members.add if belongs else members.discard)(catalog)

    @rule(catalog=CATALOG, product=PRODUCT)
    def choose(self, catalog: int, product: int) -> None:
        keys: dict[str, Any] = {"supplier": self.supplier, "catalog": self.catalogs[catalog]}
        with self.act():
            CatalogProduct.objects.get_or_create(product=self.products[product], **keys)
        self.chosen[catalog].add(product)

    @rule(catalog=CATALOG, product=PRODUCT)
    def leave_out(self, catalog: int, product: int) -> None:
        with self.act():
            chosen = CatalogProduct.objects.filter(catalog=self.catalogs[catalog])
            chosen.filter(product=self.products[product]).delete()
        self.chosen[catalog].discard(product)

    def share(self, catalog: int, **other: Any) -> None:
        keys = {"supplier": self.supplier, "catalog": self.catalogs[catalog]}
        with self.act():
            if not CatalogShare.objects.filter(**keys, **other).exists():
                CatalogShare.objects.create(
                    **keys, **{k.removesuffix("__iexact"): v for k, v in other.items()}
                )

    @rule(catalog=CATALOG, retailer=RETAILER)
    def share_with_customer(self, catalog: int, retailer: str) -> None:
        self.share(catalog, customer=self.customer(retailer))
        self.with_customer[catalog].add(retailer)

    @rule(catalog=CATALOG, group=GROUP)
    def share_with_group(self, catalog: int, group: int) -> None:
        self.share(catalog, group=self.groups[group])
        self.with_group[catalog].add(group)

    @rule(catalog=CATALOG, label=LABEL)
    def share_with_label(self, catalog: int, label: str) -> None:
        self.share(catalog, label__iexact=label)
        self.with_label[catalog].add(label.lower())

    @rule(catalog=CATALOG)
    def unshare(self, catalog: int) -> None:
        with self.act():
            CatalogShare.objects.filter(catalog=self.catalogs[catalog]).delete()
        for shares in (self.with_customer, self.with_group, self.with_label):
            shares.pop(catalog, None)

    @rule(catalog=CATALOG)
    def delete_and_make_anew(self, catalog: int) -> None:
        with self.act():
            Catalog.objects.filter(pk=self.catalogs[catalog].pk).delete()
            self.catalogs[catalog] = Catalog.objects.create(supplier=self.supplier, name=f"Catalog {catalog}")
        for shares in (self.with_customer, self.with_group, self.with_label, self.chosen):
            shares.pop(catalog, None)
        for members in (self.everyone, self.whole, self.closed):
            members.discard(catalog)

    @rule(retailers=st.sets(RETAILER, min_size=1), group=GROUP)
    def join(self, retailers: set[str], group: int) -> None:
        new = [retailer for retailer in sorted(retailers) if group not in self.members[retailer]]
        keys = {"supplier": self.supplier, "group": self.groups[group]}
        with self.act():
            GroupMember.objects.bulk_create(GroupMember(customer=self.customer(r), **keys) for r in new)
        for retailer in new:
            self.members[retailer].add(group)

    @rule(retailers=st.sets(RETAILER, min_size=1), group=GROUP)
    def leave(self, retailers: set[str], group: int) -> None:
        customers = [self.customer(retailer) for retailer in retailers]
        with self.act():
            GroupMember.objects.filter(group=self.groups[group], customer__in=customers).delete()
        for retailer in retailers:
            self.members[retailer].discard(group)

    @rule(group=GROUP)
    def dissolve(self, group: int) -> None:
        with self.act():
            gone = self.groups[group]
            CustomerGroup.objects.filter(pk=gone.pk).delete()
            self.groups[group] = CustomerGroup.objects.create(
                supplier=self.supplier, name=gone.name, rank=gone.rank
            )
        for groups in (*self.members.values(), *self.with_group.values()):
            groups.discard(group)

    @rule(retailer=RETAILER, labels=st.sets(LABEL, max_size=2))
    def label(self, retailer: str, labels: set[str]) -> None:
        with self.act():
            CustomerPrivate.objects.filter(customer=self.customer(retailer)).update(labels=sorted(labels))
        self.labels[retailer] = {label.lower() for label in labels}

    @rule(retailer=RETAILER)
    def switch(self, retailer: str) -> None:
        with self.act():
            Customer.objects.filter(pk=self.customer(retailer).pk).update(is_active=retailer in self.inactive)
        self.inactive ^= {retailer}

    def shown(self, retailer: str) -> set[int]:
        """Return the catalogs that a customer is shown: the model."""
        return {
            catalog
            for catalog in range(3)
            if retailer not in self.inactive
            and catalog not in self.closed
            and (catalog in self.everyone or catalog in self.reaching(retailer))
        }

    def reaching(self, retailer: str) -> set[int]:
        return {
            catalog
            for catalog in range(3)
            if retailer in self.with_customer[catalog]
            or self.members[retailer] & self.with_group[catalog]
            or self.labels[retailer] & self.with_label[catalog]
        }

    def visible(self, retailer: str) -> set[Any]:
        shown = self.shown(retailer)
        every = {0, 1} if shown & self.whole else set().union(*(self.chosen[each] for each in shown))
        return {self.products[product].pk for product in every}

    @invariant()
    def each_customer_finds_just_what_it_is_shown(self) -> None:
        both = [product.pk for product in self.products]
        for retailer in RETAILERS:
            wanted = self.visible(retailer)
            for side in ("alder", retailer):
                with acting_as(self.world.context(side)):
                    customer = Customer.objects.get(pk=self.customer(retailer).pk)
                    offered = set(offered_products(customer).values_list("pk", flat=True))
                    assert offered == wanted, (side, retailer)
                    assert offers_of(customer, dict.fromkeys(both, 1)).keys() == wanted
            with acting_as(self.world.context(retailer)):
                mine = Product.objects.filter(supplier=self.supplier)
                assert set(mine.values_list("pk", flat=True)) == wanted
                names = set(Catalog.objects.filter(supplier=self.supplier).values_list("name", flat=True))
                assert names == {f"Catalog {n}" for n in self.shown(retailer)}

    @invariant()
    def the_database_keeps_whom_shares_reach(self) -> None:
        with self.act():
            rows = set(CustomerCatalog.objects.values_list("customer__retailer__slug", "catalog__name"))
        assert rows == {(r, f"Catalog {n}") for r in RETAILERS for n in self.reaching(r)}


def test_each_customer_finds_just_what_it_is_shown(world: World) -> None:
    machine = type("Machine", (ShowingMachine,), {"world": world})

    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=10,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=True,
        ),
    )
