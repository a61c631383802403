"""Deals the retailers out to the suppliers, and writes each supplier's customers."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import cycle

from catalogs.enums import PaymentTerms
from catalogs.models import PriceList, TermsLevel
from demo import cast
from demo.loading.assortments import Assortment
from demo.loading.companies import Place, spaced
from demo.loading.world import World, acting_for, write_as
from demo.people import office_of
from demo.sources import table
from invitations.enums import InvitationStatus
from invitations.models import Invitation
from retailers.enums import CustomerEventKind as Kind
from retailers.enums import CustomerStatus as Status
from retailers.enums import Relation
from retailers.models import Customer, CustomerContact, CustomerEvent, CustomerPrivate
from retailers.words import plain
from wholesale.mail.enums import MailState

_COMMON = frozenset(
    "brewing brewery brewpub brew brewhouse breweries company co inc llc ltd pub restaurant grill".split()  # noqa: SIM905
)
_TRAILING = frozenset({"and", "at", "of", "on", "the"})
VALID = timedelta(days=14)
RELATIONS = {Status.PROSPECT: Relation.NONE, Status.INVITED: Relation.ASKED_BY_SUPPLIER}


@dataclass(slots=True)
class Client:
    """A retailer as one supplier's customer, on its way into the database."""

    supplier: cast.Supplier
    place: Place
    status: Status
    distributor: cast.Distributor | None
    created_at: datetime
    invited_at: datetime
    registered_at: datetime
    row: Customer = field(init=False)
    price_list: PriceList = field(init=False)
    private: CustomerPrivate = field(init=False)


def deal(world: World, kept: dict[str, Place]) -> list[Client]:
    """Say who is whose customer, how far each has come, and who delivers to it."""
    dealt = [client for supplier in cast.BREWERIES for client in _of_brewery(world, supplier, kept)]
    return [*dealt, *_of_northwind(world, kept)]


def claimed(clients: list[Client]) -> set[str]:
    """Return the slugs of the retailers that have come to Cratebook themselves."""
    here = {client.place.slug for client in clients if client.status not in RELATIONS}
    return here | {retailer.slug for retailer in cast.RETAILERS}


def _of_brewery(world: World, supplier: cast.Supplier, kept: dict[str, Place]) -> list[Client]:
    invented = [kept[each.slug] for each in cast.RETAILERS if supplier.slug in each.suppliers]
    if supplier.slug in cast.BREWPUB_BUYS_FROM:
        invented.append(kept[cast.BREWPUB])
    around = [place for place in kept.values() if place.region in supplier.regions and not place.invented]
    world.rng.shuffle(around)
    statuses = [Status.HAS_ORDERED] * world.part(supplier.ordering, least=2)
    statuses += [Status.REGISTERED] * world.part(supplier.registered)
    statuses += [Status.INVITED] * world.part(supplier.invited)
    statuses += [Status.PROSPECT] * world.part(supplier.prospects)
    deliverers = cycle(_deliverers(supplier))
    named = {each.slug: each for each in cast.DISTRIBUTORS}
    clients = []
    for place in invented:
        carrier = named.get(cast.DELIVERED_BY.get((supplier.slug, place.slug), ""), next(deliverers))
        clients.append(_client(world, supplier, place, Status.HAS_ORDERED, carrier))
    clients += [
        _client(world, supplier, place, status, next(deliverers))
        for place, status in zip(around, statuses, strict=False)
    ]
    return clients


def _deliverers(supplier: cast.Supplier) -> list[cast.Distributor | None]:
    """Return a round of ten: each distributor by its share of the customers, else the supplier."""
    theirs = [each for each in cast.DISTRIBUTORS if supplier.slug == each.suppliers[0]]
    seats: list[cast.Distributor | None] = [None] * 10
    for number, each in enumerate(theirs):
        for seat in range(round(each.share * 10)):
            free = [chair for chair in range(10) if seats[chair] is None]
            seats[free[(seat * 3 + number) % len(free)] if seat else free[0]] = each
    return seats


def _of_northwind(world: World, kept: dict[str, Place]) -> list[Client]:
    supplier, orders = cast.NORTHWIND, table("northwind_orders")
    by_shipper = {each.shipper: each for each in cast.DISTRIBUTORS if each.shipper}
    clients = []
    for row in table("northwind_customers"):
        shippers = [order["shipVia"] for order in orders if order["customerID"] == row["customerID"]]
        status = Status.HAS_ORDERED if shippers else Status.REGISTERED
        usual = max(by_shipper, key=shippers.count)
        clients.append(_client(world, supplier, kept[row["customerID"]], status, by_shipper[usual]))
    invented = [each.slug for each in cast.RETAILERS if supplier.slug in each.suppliers]
    clients += [
        _client(world, supplier, kept[slug], Status.HAS_ORDERED, by_shipper["1"])
        for slug in (*invented, cast.BREWPUB)
    ]
    paris = [place for key, place in kept.items() if key.startswith("paris-")]
    statuses = (
        [Status.REGISTERED] * 3 + [Status.INVITED] * supplier.invited + [Status.PROSPECT] * supplier.prospects
    )
    round_ = cycle(by_shipper.values())
    return clients + [
        _client(world, supplier, place, status, next(round_))
        for place, status in zip(paris, statuses, strict=False)
    ]


def _client(
    world: World, supplier: cast.Supplier, place: Place, status: Status, distributor: cast.Distributor | None
) -> Client:
    back = world.rng.randint
    days = {Status.PROSPECT: back(1, 60), Status.INVITED: back(2, 26), Status.REGISTERED: back(8, 40)}.get(
        status, 395
    )
    if status == Status.HAS_ORDERED and supplier.source and back(1, 10) > 7 and not place.slug:
        days = back(60, 330)
    created_at = world.now - timedelta(days=days, minutes=back(30, 600))
    invited_at = created_at + timedelta(hours=back(1, 20))
    registered_at = invited_at + timedelta(hours=back(3, 90))
    return Client(supplier, place, status, distributor, created_at, invited_at, registered_at)


def write_clients(
    world: World,
    supplier: cast.Supplier,
    clients: list[Client],
    shop: Assortment,
    ordered_at: dict[str, list[datetime]],
) -> None:
    """Write one supplier's customers with their terms, history and invitations.

    Args:
        ordered_at: when each retailer ordered, by its key, in order.
    """
    for number, client in enumerate(sorted(clients, key=lambda client: client.created_at), start=1):
        _fill(world, client, number, shop.lists)
        if times := ordered_at.get(client.place.key):
            client.row.first_ordered_at, client.row.last_ordered_at = times[0], times[-1]
    write_as(
        world,
        supplier,
        [client.row for client in clients],
        [client.private for client in clients],
        [_contact(world, client) for client in clients if client.row.registered_at],
        [event for client in clients for event in _events(world, client)],
        [invitation for client in clients for invitation in _invitations(world, client)],
    )
    with acting_for(world, supplier):
        _set_terms(clients)


def _set_terms(clients: list[Client]) -> None:
    """Give some customers terms of their own; what then applies follows in the database."""
    TermsLevel.objects.bulk_create(
        TermsLevel(
            supplier=client.row.supplier,
            customer=client.row,
            price_list=None if client.price_list.is_default else client.price_list,
            minimum_order=(None, 100, None, 150)[number % 4],
            payment_terms=PaymentTerms.NET if number % 2 else None,
            payment_terms_days=(None, 14, None, 7)[number % 4],
            version=1,
        )
        for number, client in enumerate(clients)
    )


def _fill(world: World, client: Client, number: int, lists: list[PriceList]) -> None:
    company, place = world.companies[client.supplier.slug], client.place
    came = client.status not in RELATIONS
    user = world.person(place.slug, "buyer", "admin") if came else None
    delivers = client.distributor
    client.row = Customer(
        id=world.id_at(client.created_at),
        supplier=company,
        retailer=world.companies[place.slug],
        distributor=world.companies[delivers.slug] if delivers else None,
        status=client.status,
        relation=RELATIONS.get(client.status, Relation.ACCEPTED),
        is_active=came,
        created_at=client.created_at,
        invited_at=None if client.status == Status.PROSPECT else client.invited_at,
        registered_at=client.registered_at if came else None,
    )
    nickname = _nickname(place) if number % 6 == 0 else ""
    client.private = CustomerPrivate(
        supplier=company,
        customer=client.row,
        nickname=nickname,
        display_name=nickname or place.name[:120],
        number=f"{client.supplier.sku}-{1000 + number}",
        contact_name=user.name if user else "",
        contact_email=user.email if user else office_of(place.slug),
        language=place.language,
        representative=world.person(client.supplier.slug, "sales") if number % 3 else None,
    )
    own = (nickname, client.private.number, client.private.contact_name, client.private.contact_email)
    client.private.search_text = " ".join(plain(text) for text in own if text)
    client.price_list = lists[(0, 0, 1, 0, 2)[number % 5]]


def _contact(world: World, client: Client) -> CustomerContact:
    user = world.person(client.place.slug, "buyer", "admin")
    return CustomerContact(
        supplier=client.row.supplier,
        customer=client.row,
        retailer=client.row.retailer,
        name=user.name,
        email=user.email,
        language=user.language,
        time_zone=user.time_zone,
        office_phone=spaced(client.place.phone),
    )


def _nickname(place: Place) -> str:
    """Return how an office calls a regular: the name without what every brewpub is called, if that is shorter."""
    words = [word for word in place.name.split() if word.strip(".,").lower() not in _COMMON]
    del words[3:]
    while words and words[-1].strip("&-+,").lower() in {"", *_TRAILING}:
        words.pop()
    short = " ".join(words).rstrip(" &-+,")
    return short if short != place.name else ""


def _events(world: World, client: Client) -> list[CustomerEvent]:
    seller = world.person(client.supplier.slug, "procurement")
    story = [(Kind.CREATED, "", Status.PROSPECT, seller, client.created_at)]
    if client.row.invited_at:
        story.append((Kind.INVITED, Status.PROSPECT, Status.INVITED, seller, client.invited_at))
    if client.row.registered_at:
        buyer = world.person(client.place.slug, "buyer", "admin")
        story.append((Kind.ACCEPTED, Status.INVITED, Status.REGISTERED, buyer, client.registered_at))
        if client.row.first_ordered_at:
            first = client.row.first_ordered_at
            story.append((Kind.ORDERED, Status.REGISTERED, Status.HAS_ORDERED, buyer, first))
    return [
        CustomerEvent(
            id=world.id_at(at),
            supplier=client.row.supplier,
            customer=client.row,
            kind=kind,
            status_before=before,
            status_after=after,
            by=by,
            by_name=by.name,
            at=at,
        )
        for kind, before, after, by, at in story
    ]


def _invitations(world: World, client: Client) -> list[Invitation]:
    if not client.row.invited_at:
        return []
    accepted = client.row.registered_at
    seller = world.person(client.supplier.slug, "procurement")
    return [
        Invitation(
            id=world.id_at(client.invited_at),
            supplier=client.row.supplier,
            retailer=client.row.retailer,
            customer=client.row,
            email=client.private.contact_email,
            language=client.private.language,
            token_hash=sha256(f"{client.row.id}-{world.rng.random()}".encode()).hexdigest(),
            status=InvitationStatus.ACCEPTED if accepted else InvitationStatus.PENDING,
            created_at=client.invited_at,
            sent_at=client.invited_at,
            expires_at=client.invited_at + VALID,
            accepted_at=accepted,
            mail_state=MailState.SENT,
            delivered_at=client.invited_at + timedelta(seconds=40),
            opened_at=accepted and accepted - timedelta(minutes=6),
            by=seller,
            by_name=seller.name,
        )
    ]
