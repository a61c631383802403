"""What happens on the day the demo is loaded, done by the product's own services: with mails, links and audit."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from django.utils import timezone

from demo.loading.prices import change_prices
from demo.loading.world import World, acting
from invitations.services import invite_customer
from orders.enums import Move, OrderSide
from orders.models import Order
from orders.queries.assortment import offered_products, offers_of
from orders.queries.carts import customer_for_buyer
from orders.queries.filling import wanted_products
from orders.services.cart import set_cart_lines
from orders.services.favourites import star_product
from orders.services.progress import take_step
from orders.services.standing import create_standing_list
from orders.services.submission import Checkout, submit_order
from retailers.enums import CustomerStatus
from retailers.models import Customer
from retailers.queries import deliveries, plan_of
from retailers.services import hold_customer
from wholesale.organizations.enums import Side


@dataclass(frozen=True, slots=True)
class Errand:
    """One order of today: who orders where, and how far it comes at once."""

    supplier: str
    retailer: str
    moves: tuple[Move, ...] = ()
    note: str = ""
    remark: str = ""


ON_ITS_WAY = (Move.CONFIRM, Move.PREPARE, Move.SHIP)
ERRANDS = (
    Errand("upslope-brewing", "quill-and-barrel", (Move.CONFIRM,), note="Tap takeover on Friday."),
    Errand("upslope-brewing", "paper-moose", (Move.CONFIRM, Move.PREPARE)),
    Errand("upslope-brewing", "nine-stair-cellar"),
    Errand("21st-amendment", "tin-lantern"),
    Errand("cigar-city", "pelican-parlor", ON_ITS_WAY),
    Errand("cigar-city", "salt-ladder", (Move.DECLINE,), remark="Sold out until the next batch, sorry."),
    Errand("matt-brewing", "burn-em-brewing", (Move.CONFIRM,)),
    Errand("burn-em-brewing", "steel-heron"),
    Errand("northwind-traders", "bistrot-marelle", ON_ITS_WAY, note="Avant midi, s'il vous plaît."),
    Errand("northwind-traders", "despensa-irene", (Move.CONFIRM,)),
    Errand("northwind-traders", "tin-lantern", (Move.CANCEL,), remark="Ordered from the wrong tab."),
)
# What lies in a cart and waits for its buyer: (supplier, retailer), products.
CARTS = (("upslope-brewing", "tin-lantern", 4), ("northwind-traders", "despensa-irene", 3))
# Whose orders wait for money: (supplier, retailer), why.
HELD = (("upslope-brewing", "juniper-and-rye", "Two invoices overdue; Wen has called."),)
# What is ordered again and again: (supplier, retailer), name of the list, its products; as many stars.
LISTS = (
    ("upslope-brewing", "tin-lantern", "Friday taps", 5),
    ("upslope-brewing", "tin-lantern", "Patio season", 3),
    ("northwind-traders", "despensa-irene", "Cada semana", 4),
)
PLENTY = 14
INVITED = {"upslope-brewing": 3, "matt-brewing": 1, "northwind-traders": 3}


@dataclass(slots=True)
class Day:
    """The day on which the demo plays."""

    world: World

    def play(self) -> None:
        """Let everything happen, in its order."""
        for errand in ERRANDS:
            order = self._order(errand)
            for move in errand.moves:
                self._move(errand, order, move)
        for supplier, retailer, products in CARTS:
            self._fill_cart(supplier, retailer, products)
        for supplier, retailer, name, products in LISTS:
            self._keep_list(supplier, retailer, name, products)
        for supplier, retailer, reason in HELD:
            self._hold(supplier, retailer, reason)
        for supplier, count in INVITED.items():
            self._invite(supplier, count)
        change_prices(self.world)

    def _order(self, errand: Errand) -> Order:
        buyer = self.world.person(errand.retailer, "buyer", "admin")
        with acting(self.world, buyer, errand.retailer, Side.BUYING):
            customer = customer_for_buyer(self.world.companies[errand.retailer], errand.supplier)
            cart = set_cart_lines(customer=customer, units_by_product=self._basket(customer, 3), by=buyer)
            day = deliveries(plan_of(customer), timezone.now())[0].day
            checkout = Checkout(delivery_date=day, note=errand.note)
            return submit_order(cart=cart, checkout=checkout, submission_key=uuid4(), by=buyer)

    def _basket(self, customer: Customer, products: int) -> dict[UUID, int]:
        """Choose products of which whoever serves this customer has plenty."""
        every = offered_products(customer).values_list("pk", flat=True)
        offers = offers_of(customer, dict.fromkeys(every, 1)).values()
        plenty = sorted(
            (each for each in offers if each.available_units >= PLENTY), key=lambda each: each.sku
        )
        chosen = self.world.rng.sample(plenty, min(products, len(plenty)))
        return {offer.id: offer.order_multiple * self.world.rng.randint(2, 5) for offer in chosen}

    def _move(self, errand: Errand, order: Order, move: Move) -> None:
        slug, side, hat = errand.supplier, OrderSide.SUPPLIER, Side.SELLING
        person = self.world.person(slug, "sales")
        if move == Move.CANCEL:
            slug, side, hat = errand.retailer, OrderSide.RETAILER, Side.BUYING
            person = self.world.person(slug, "buyer", "admin")
        elif move not in (Move.CONFIRM, Move.DECLINE) and order.distributor:
            slug, side, hat = order.distributor.slug, OrderSide.DISTRIBUTOR, Side.DELIVERING
            person = self.world.person(slug, "driver" if move == Move.DELIVER else "dispatcher")
        with acting(self.world, person, slug, hat):
            take_step(order=order, move=move, side=side, by=person, note=errand.remark)

    def _fill_cart(self, supplier: str, retailer: str, products: int) -> None:
        buyer = self.world.person(retailer, "buyer", "admin")
        with acting(self.world, buyer, retailer, Side.BUYING):
            customer = customer_for_buyer(self.world.companies[retailer], supplier)
            set_cart_lines(customer=customer, units_by_product=self._basket(customer, products), by=buyer)

    def _keep_list(self, supplier: str, retailer: str, name: str, products: int) -> None:
        """Keep a list of products, and star the first of them."""
        buyer = self.world.person(retailer, "buyer", "admin")
        with acting(self.world, buyer, retailer, Side.BUYING):
            customer = customer_for_buyer(self.world.companies[retailer], supplier)
            lines = wanted_products(customer, self._basket(customer, products))
            create_standing_list(customer=customer, name=name, lines=lines, by=buyer)
            for line in lines[:3]:
                star_product(customer=customer, product_id=line.product_id)

    def _hold(self, supplier: str, retailer: str, reason: str) -> None:
        seller = self.world.person(supplier, "accounting", "admin")
        with acting(self.world, seller, supplier, Side.SELLING):
            customer = Customer.objects.get(
                supplier=self.world.companies[supplier], retailer=self.world.companies[retailer]
            )
            hold_customer(customer=customer, reason=reason, by=seller)

    def _invite(self, supplier: str, count: int) -> None:
        """Invite the newest prospects, all but one: the links in these mails can be followed."""
        seller = self.world.person(supplier, "procurement")
        with acting(self.world, seller, supplier, Side.SELLING):
            prospects = Customer.objects.filter(status=CustomerStatus.PROSPECT).order_by("-created_at", "pk")
            for customer in list(prospects)[1 : count + 1]:
                invite_customer(customer=customer, by=seller)
