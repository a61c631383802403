"""Sends goods from a supplier's warehouse to its distributors, as far as each transfer has come."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from catalogs.models import Product
from demo import cast
from demo.loading.courses import at
from demo.loading.ledger import Ledger
from inventory.enums import MovementKind as Kind
from inventory.enums import TransferStatus as Status
from inventory.models import Transfer, TransferLine, Warehouse
from wholesale.accounts.models import User

CONNECTED = {each.slug for each in cast.DISTRIBUTORS if each.mode == cast.CONNECTED}


@dataclass(slots=True)
class Sending:
    """A transfer to be: what goes from where to where, when it left and when it came."""

    source: Warehouse
    destination: Warehouse
    units: dict[Product, int]
    sent_at: datetime | None = None
    received_at: datetime | None = None
    broken: dict[Product, int] = field(default_factory=dict)

    @property
    def status(self) -> Status:
        """Return how far it has come."""
        if self.received_at:
            return Status.RECEIVED
        return Status.SENT if self.sent_at else Status.DRAFT


def send(ledger: Ledger, sending: Sending) -> None:
    """Add a transfer with the movements that follow from it."""
    taker = _taker(ledger, sending.destination)
    row = _document(ledger, sending, taker)
    ledger.transfers.append(row)
    keeper = ledger.world.person(ledger.supplier.slug, "warehouse")
    for product, units in sending.units.items():
        broken = sending.broken.get(product, 0)
        here, there, held = (sending.source, product), (sending.destination, product), {"holder_id": row.id}
        if sending.sent_at:
            ledger.move(Kind.TRANSFER_OUT, here, sending.sent_at, keeper, on_hand_units=-units, **held)
        if sending.received_at:
            ledger.move(Kind.TRANSFER_IN, there, sending.received_at, taker, on_hand_units=units, **held)
        if sending.received_at and broken:
            held["reason"] = "Broken on the way"
            ledger.move(Kind.WRITE_OFF, there, sending.received_at, taker, on_hand_units=-broken, **held)
        arrived = units - broken if sending.received_at else None
        ledger.transfer_lines.append(_line(row, product, units, arrived))


def _document(ledger: Ledger, sending: Sending, taker: User) -> Transfer:
    world = ledger.world
    keeper = world.person(ledger.supplier.slug, "warehouse")
    created_at = (sending.sent_at or world.now - timedelta(hours=2)) - timedelta(minutes=35)
    return Transfer(
        id=world.id_at(created_at),
        supplier=world.companies[ledger.supplier.slug],
        number=ledger.numbered() + 1 if sending.sent_at else None,
        writer=world.companies[ledger.supplier.slug],
        source=sending.source,
        source_keeper_id=sending.source.organization_id,
        destination=sending.destination,
        destination_keeper_id=sending.destination.organization_id,
        status=sending.status,
        created_at=created_at,
        created_by=keeper,
        created_by_name=keeper.name,
        sent_at=sending.sent_at,
        received_at=sending.received_at,
        received_by_name=taker.name if sending.received_at else "",
    )


def _line(row: Transfer, product: Product, units: int, arrived: int | None) -> TransferLine:
    return TransferLine(
        supplier_id=row.supplier_id,
        transfer_id=row.id,
        product_id=product.id,
        sku=product.sku,
        name=product.name,
        sent_units=units,
        received_units=arrived,
        broken_units=0 if arrived is None else units - arrived,
    )


def _taker(ledger: Ledger, destination: Warehouse) -> User:
    """Return who counts what arrives: people with an account of their own, or whoever sent it."""
    slug = destination.organization.slug
    known = slug if slug in CONNECTED else ledger.supplier.slug
    return ledger.world.person(known, "dispatcher", "warehouse")


def send_lately(ledger: Ledger, homes: dict[str, Warehouse]) -> None:
    """Add, per distributor, one that has come, one sent yesterday, and one still a draft.

    Where somebody with an account counts, the first came a unit short and the second is on its way; at the others
    it arrived at once, whole.
    """
    own, zone = homes[ledger.supplier.slug], ZoneInfo(ledger.supplier.time_zone)
    today = ledger.world.now.astimezone(zone).date()
    for number, home in enumerate(homes.values()):
        spare = [product for product in ledger.products_in(own) if ledger.free(own, product) >= 14]
        if home is own or not spare:
            continue
        chosen = ledger.world.rng.sample(spare, min(3, len(spare)))
        units = dict.fromkeys(chosen, 4)
        came = at(today - timedelta(days=2), 10, 12 * number, zone)
        left = at(today - timedelta(days=1), 15, 9 * number, zone)
        if home.organization.slug in CONNECTED:
            first = Sending(own, home, units, came - timedelta(hours=22), came, broken={chosen[0]: 1})
            second = Sending(own, home, units, left)
        else:
            first, second = Sending(own, home, units, came, came), Sending(own, home, units, left, left)
        for sending in (first, second, Sending(own, home, units)):
            send(ledger, sending)
