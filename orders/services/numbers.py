"""Order numbers: one row of the supplier's counter, without gaps (SPEC.md O5)."""

from uuid import UUID

from django.db import connection

from orders.numbering import LAST_NUMBER
from wholesale.tenancy.models import uuid7

_NEXT = """
INSERT INTO orders_ordercounter (id, supplier_id, last_number) VALUES (%s, %s, 1)
ON CONFLICT (supplier_id) DO UPDATE SET last_number = orders_ordercounter.last_number + 1
RETURNING last_number
"""
_NEXT_TEST = """
INSERT INTO orders_ordercounter (id, supplier_id, last_number, last_test_number)
VALUES (%s, %s, 0, %s)
ON CONFLICT (supplier_id) DO UPDATE SET last_test_number = orders_ordercounter.last_test_number + 1
RETURNING last_test_number
"""


def take_number(supplier_id: UUID) -> int:
    """Return the supplier's next order number; it is given back if the transaction rolls back.

    Locks: the counter, until the end of the transaction; so take it after stock, and write little after it.
    """
    return _taken(_NEXT, uuid7(), supplier_id)


def take_test_number(supplier_id: UUID) -> int:
    """Return the next number for an order of a test customer: TEST-1 and on, beside the supplier's own.

    Locks: as take_number.
    """
    return _taken(_NEXT_TEST, uuid7(), supplier_id, LAST_NUMBER + 1)


def _taken(statement: str, *values: UUID | int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        number: int = cursor.fetchone()[0]
    return number
