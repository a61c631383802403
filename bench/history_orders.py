"""The orders of a long history: their lines, amounts, events, movements and mails."""

from bench.rows import (
    CUSTOMER,
    DISTRIBUTOR,
    LINE,
    ORDER,
    OTHER,
    PRODUCT,
    PRODUCTS,
    PRODUCTS_OF_FIRST,
    RETAILER,
    SUPPLIER,
    WAREHOUSE,
    insert,
    key,
)

LINES = 3
LARGE = [
    "orders_order",
    "orders_ordertotal",
    "orders_orderevent",
    "orders_orderline",
    "orders_orderlineamount",
    "inventory_stockmovement",
    "mail_outboundemail",
]


def order_statements() -> list[str]:
    own = {"supplier": key(SUPPLIER, "s"), "retailer": key(RETAILER, "r")}
    all_three, order = own | {"distributor": key(DISTRIBUTOR, "d")}, {"order": key(ORDER, "o")}
    is_open = "status IN ('submitted', 'confirmed', 'preparing', 'shipped')"
    line = f"placed, generate_series(0, {LINES - 1}) n"
    product = key(PRODUCT, f"s * {PRODUCTS_OF_FIRST} + (o + n * 7) % {PRODUCTS}")
    kept = {"warehouse": key(WAREHOUSE, "coalesce(1000 + d, s)")}
    return [
        insert(
            "orders.Order",
            "placed",
            id=order["order"],
            customer=key(CUSTOMER, "c"),
            number="number",
            status="status",
            submission_key=key(OTHER, "o"),
            submitted_at="at",
            delivery_date="(at + interval '2 days')::date",
            delivered_at="CASE WHEN status = 'delivered' THEN at + interval '2 days' END",
            closed_at=f"CASE WHEN NOT {is_open} THEN at + interval '2 days' END",
            next_step="CASE status WHEN 'submitted' THEN 'confirm' WHEN 'confirmed' THEN 'prepare'"
            " WHEN 'preparing' THEN 'ship' WHEN 'shipped' THEN 'deliver' ELSE '' END",
            owed_by=f"CASE WHEN NOT {is_open} THEN '' WHEN status = 'submitted' OR d IS NULL THEN 'supplier'"
            " ELSE 'distributor' END",
            due_at=f"CASE WHEN {is_open} THEN now() + (o / 10 % 10 - 1) * interval '1 day' + interval '1 hour' END",
            supplier_name="'Supplier ' || s",
            retailer_name="'Retailer ' || lpad(r::text, 6, '0')",
            distributor_name="coalesce('Distributor ' || d, '')",
            ship_to='\'{"name": "Bar", "street": "1 Elm Street", "city": "Portland", "country": "US"}\'',
            line_count=str(LINES),
            **all_three,
        ),
        insert(
            "orders.OrderTotal",
            "placed",
            id=order["order"],
            currency="'USD'",
            goods="180",
            total="180",
            **own,
            **order,
        ),
        insert(
            "orders.OrderEvent",
            "placed",
            id=order["order"],
            sequence="1",
            kind="'submitted'",
            status_after="status",
            by_name="'Buyer'",
            by_side="'retailer'",
            at="at",
            **all_three,
            **order,
        ),
        insert(
            "orders.OrderLine",
            line,
            id=key(LINE, f"o * {LINES} + n"),
            position="n + 1",
            product=product,
            sku="'SKU'",
            name="'Beer'",
            ordered_units="2",
            quantity_units="2",
            **kept,
            **all_three,
            **order,
        ),
        insert(
            "orders.OrderLineAmount",
            line,
            id=key(LINE, f"o * {LINES} + n"),
            line=key(LINE, f"o * {LINES} + n"),
            unit_price="30",
            amount="60",
            **own,
        ),
        insert(
            "inventory.StockMovement",
            line,
            id=key(LINE, f"o * {LINES} + n"),
            supplier=own["supplier"],
            product=product,
            keeper=f"coalesce({all_three['distributor']}, {own['supplier']})",
            kind="'reservation'",
            reserved_units="2",
            holder_id=order["order"],
            at="at",
            **kept,
        ),
    ]


def mail_statements(orders: int) -> list[str]:
    mail = {
        "organization": key(SUPPLIER, "0"),
        "key": "'mail:' || n",
        "thread": "'order:' || n",
        "to": "'reader' || n || '@example.com'",
        "template": "'orders/received'",
        "subject": "'Order'",
    }
    return [
        insert(
            "mail.OutboundEmail",
            f"generate_series(0, {orders} - 1) n",
            id=key(OTHER, "n"),
            state="CASE WHEN n % 500 = 0 THEN 'queued' ELSE 'sent' END",
            sent_at="CASE WHEN n % 500 = 0 THEN NULL ELSE now() END",
            **mail,
        )
    ]
