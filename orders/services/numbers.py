"""Order numbers: one row of the supplier's counter, without gaps (SPEC.md O5)."""

from uuid import UUID

from django.db import connection

from wholesale.tenancy.models import uuid7

_NEXT = """
INSERT INTO orders_ordercounter (id, supplier_id, last_number) VALUES (%s, %s, 1)
ON CONFLICT (supplier_id) DO UPDATE SET last_number = orders_ordercounter.last_number + 1
RETURNING last_number
"""


def take_number(supplier_id: UUID) -> int:
    """Return the supplier's next order number; it is given back if the transaction rolls back.

    Locks: the counter, until the end of the transaction; so take it after stock, and write little after it.
    """
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [uuid7(), supplier_id])
        number: int = cursor.fetchone()[0]
    return number
