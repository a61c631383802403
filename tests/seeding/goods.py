"""Products, stock, agreements and transfers."""

from datetime import timedelta
from decimal import Decimal
from hashlib import sha256

from django.utils import timezone

from catalogs.enums import PictureSize
from catalogs.models import (
    Catalog,
    CatalogProduct,
    CatalogShare,
    CustomerPrice,
    PictureArchive,
    PictureFile,
    PictureImport,
    PictureImportFile,
    Price,
    PriceChange,
    PriceChangeLine,
    PriceList,
    Product,
    ProductPicture,
    TaxClass,
)
from inventory.enums import MovementKind, TransferStatus
from inventory.models import (
    Lot,
    LotBalance,
    LotMovement,
    LotPick,
    StockBalance,
    StockMovement,
    StockTake,
    StockTakeLine,
    Transfer,
    TransferCounter,
    TransferLine,
)
from orders.models import (
    OrderCounter,
)
from tests.seeding.changes import changes
from tests.seeding.gathering import Seeding, new
from tests.seeding.guests import guests
from tests.world import (
    AGREEMENTS,
    ON_HAND,
)
from wholesale.organizations.enums import (
    AgreementMode,
    AgreementStatus,
    Party,
    Step,
)
from wholesale.organizations.models import (
    Agreement,
    AgreementStep,
)
from wholesale.tenancy.models import uuid7

# A WebP of one brown pixel.
DOT = bytes.fromhex("524946461e000000574542505650384c110000002f000000000750a01ef6a1ff8188e87f0000")


def assortment(world: Seeding, supplier: str) -> None:
    org = world.orgs[supplier]
    prices = new(PriceList, supplier=org, name="Standard", currency="USD", is_default=True)
    world.products[supplier] = [
        new(
            Product,
            supplier=org,
            sku=sku,
            name=name,
            pack="24 × 355 ml",
            category="Beer",
            search_text=f"{sku} {name} beer".lower(),
        )
        for sku, name in (("PALE", "Pale Ale"), ("STOUT", "Oatmeal Stout"))
    ]
    for product in world.products[supplier]:
        new(Price, supplier=org, price_list=prices, product=product, unit_price=Decimal("30.00"))
    new(TaxClass, supplier=org, name="Untaxed")
    change = world.changes[supplier] = new(PriceChange, supplier=org, price_list=prices, name="Spring")
    new(PriceChangeLine, supplier=org, change=change, product=world.products[supplier][0], unit_price=31)
    pictures(world, supplier)
    world.counters[supplier, "order"] = new(OrderCounter, supplier=org)
    world.counters[supplier, "transfer"] = new(TransferCounter, supplier=org)


def pictures(world: Seeding, supplier: str) -> None:
    """Write a picture of each product, that ends in words which tell whose it is; and a ZIP that is through."""
    org = world.orgs[supplier]
    for product in world.products[supplier]:
        content = DOT + f"{supplier} {product.sku}".encode()
        kept = new(
            ProductPicture,
            supplier=org,
            product=product,
            position=1,
            digest=sha256(content).hexdigest(),
            width=600,
            height=600,
            alt=f"A can of {product.name}",
        )
        for size in PictureSize:
            new(PictureFile, supplier=org, picture=kept, size=size, content=content)
        world.pictures.setdefault(supplier, []).append(kept)
    begun = new(
        PictureImport,
        supplier=org,
        by=world.users[supplier],
        file_name="cans.zip",
        state="done",
        total=1,
        done=1,
    )
    new(PictureArchive, supplier=org, picture_import=begun, number=0, content=supplier.encode())
    new(PictureImportFile, supplier=org, picture_import=begun, number=1, name="PALE.jpg", verdict="added")
    world.picture_imports[supplier] = begun


def catalogs(world: Seeding, supplier: str) -> None:
    """Write two catalogs beside the one of all products that every supplier has: for its bars, and for a label."""
    org = world.orgs[supplier]
    pale, stout = world.products[supplier]
    dark = new(Catalog, supplier=org, name="Dark beers")
    new(CatalogProduct, supplier=org, catalog=dark, product=stout)
    world.shares[supplier] = new(CatalogShare, supplier=org, catalog=dark, group=world.groups[supplier])
    pales = new(Catalog, supplier=org, name="Pale beers")
    new(CatalogProduct, supplier=org, catalog=pales, product=pale)
    new(CatalogShare, supplier=org, catalog=pales, label="pale")
    world.catalogs[supplier] = dark


def keep_to_chosen(world: Seeding, supplier: str, retailer: str) -> None:
    """Share a supplier's catalog of all products with one customer instead of everyone."""
    whole = Catalog.objects.get(supplier=world.orgs[supplier], includes_all_products=True)
    whole.shared_with_everyone = False
    whole.save()
    CatalogShare.objects.create(
        supplier=whole.supplier, catalog=whole, customer=world.customers[supplier, retailer]
    )


def agreement(world: Seeding, supplier: str, distributor: str, mode: AgreementMode) -> None:
    keys = {"supplier": world.orgs[supplier], "distributor": world.orgs[distributor]}
    agreement = new(
        Agreement,
        mode=mode,
        status=AgreementStatus.ACTIVE,
        proposed_by=Party.SUPPLIER,
        accepted_at=timezone.now(),
        supplier_email=f"{supplier}@example.com",
        distributor_email=f"{distributor}@example.com",
        **keys,
    )
    for step in Step:
        own = step in (Step.CONFIRM, Step.INVOICE, Step.MARK_PAID)
        new(
            AgreementStep,
            agreement=agreement,
            step=step,
            owed_by=Party.SUPPLIER if own else Party.DISTRIBUTOR,
            limit_hours=24,
            **keys,
        )
    world.agreements[supplier, distributor] = agreement
    guests(world, supplier, distributor)
    changes(world, supplier, distributor)
    transfers(world, supplier, distributor)


def transfers(world: Seeding, supplier: str, distributor: str) -> None:
    made = []
    product = world.products[supplier][0]
    for status in (TransferStatus.DRAFT, TransferStatus.SENT):
        counter = world.counters[supplier, "transfer"]
        counter.last_number += 1
        transfer = new(
            Transfer,
            supplier=world.orgs[supplier],
            number=counter.last_number,
            writer=world.orgs[supplier],
            source=world.warehouses[supplier],
            source_keeper=world.orgs[supplier],
            destination=world.warehouses[distributor],
            destination_keeper=world.orgs[distributor],
            status=status,
            sent_at=timezone.now() if status == TransferStatus.SENT else None,
        )
        new(
            TransferLine,
            supplier=world.orgs[supplier],
            transfer=transfer,
            product=product,
            sku=product.sku,
            name=product.name,
            sent_units=3,
        )
        if status == TransferStatus.SENT:
            sent = {"kind": MovementKind.TRANSFER_OUT, "on_hand_units": -3, "holder_id": transfer.id}
            move(world, supplier, supplier, product, **sent)
        made.append(transfer)
    world.transfers[supplier, distributor] = made


def move(world: Seeding, supplier: str, keeper: str, product: Product, **values: object) -> None:
    new(
        StockMovement,
        supplier=world.orgs[supplier],
        warehouse=world.warehouses[keeper],
        keeper=world.orgs[keeper],
        product=product,
        **values,
    )


def stock(world: Seeding, supplier: str) -> None:
    sent = sum(3 for (seller, _) in AGREEMENTS if seller == supplier)
    keepers = [supplier, *(d for (s, d) in AGREEMENTS if s == supplier)]
    for keeper in keepers:
        for number, product in enumerate(world.products[supplier]):
            gone = sent if keeper == supplier and number == 0 else 0
            world.balances[supplier, keeper, number] = new(
                StockBalance,
                supplier=world.orgs[supplier],
                warehouse=world.warehouses[keeper],
                keeper=world.orgs[keeper],
                product=product,
                on_hand_units=ON_HAND,
            )
            move(world, supplier, keeper, product, kind=MovementKind.RECEIPT, on_hand_units=ON_HAND + gone)
        stock_takes(world, supplier, keeper)
        lots(world, supplier, keeper)


def lots(world: Seeding, supplier: str, keeper: str) -> None:
    """Write a lot that lies there and is picked for an order; its product has lots no longer."""
    keys = {
        "supplier": world.orgs[supplier],
        "warehouse": world.warehouses[keeper],
        "keeper": world.orgs[keeper],
        "product": world.products[supplier][1],
    }
    lot = new(Lot, supplier=keys["supplier"], product=keys["product"], code=f"{supplier}-{keeper}")
    new(LotBalance, lot=lot, on_hand_units=1, **keys)
    new(LotMovement, lot=lot, kind=MovementKind.RECEIPT, on_hand_units=1, **keys)
    new(LotPick, lot=lot, holder_id=uuid7(), units=1, **keys)


def stock_takes(world: Seeding, supplier: str, keeper: str) -> None:
    """Write a count that is open, of which one product was counted as it is in the books."""
    keys = {"supplier": world.orgs[supplier]}
    take = new(StockTake, warehouse=world.warehouses[keeper], keeper=world.orgs[keeper], **keys)
    product = world.products[supplier][1]
    new(StockTakeLine, take=take, product=product, counted_units=ON_HAND, expected_units=ON_HAND, **keys)
    world.takes[supplier, keeper] = take


def special_price(world: Seeding, supplier: str, retailer: str) -> None:
    """Agree on a price that has yet to begin, or at cedar one that is over: nothing costs anything else for it."""
    now, is_over = timezone.now(), supplier == "cedar"
    new(
        CustomerPrice,
        supplier=world.orgs[supplier],
        customer=world.customers[supplier, retailer],
        product=world.products[supplier][0],
        currency="USD",
        unit_price=29,
        valid_from=now - timedelta(days=30) if is_over else now + timedelta(days=365),
        valid_until=now - timedelta(days=1) if is_over else None,
    )
