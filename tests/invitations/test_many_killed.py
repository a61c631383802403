"""A worker killed while it invites many: no half piece, and nobody is mailed twice (SPEC.md N4, B5)."""

import pytest
from django.db import connection

from invitations.models import Invitation
from retailers import queries, services
from retailers.models import Customer, CustomerEvent
from tests.retailers.test_bulk_killed import fill, is_locked, state
from tests.wholesale.workers import kill, wait_until, worker
from wholesale.mail.models import OutboundEmail
from wholesale.tenancy.models import uuid7
from wholesale.tenancy.testing import acting_as, as_owner

PROSPECTS = """
UPDATE retailers_customerprivate SET contact_email = 'bar' || number || '@many.example.com'
  WHERE supplier_id = %(supplier)s AND contact_email = '' AND number <> '';
UPDATE retailers_customer c SET status = 'prospect', relation = 'none', is_active = false, registered_at = NULL,
  first_ordered_at = NULL, last_ordered_at = NULL FROM retailers_customerprivate p
  WHERE p.customer_id = c.id AND p.contact_email LIKE '%%@many.example.com'
"""


def done():
    """Return how many are invited by each of the tables that say so; and how often any was mailed."""
    with as_owner():
        sent = OutboundEmail.objects.filter(to__endswith="@many.example.com")
        return (
            Customer.objects.filter(status="invited", invited_at__isnull=False).count(),
            Invitation.objects.filter(email__endswith="@many.example.com").count(),
            CustomerEvent.objects.filter(kind="invited").count(),
            sent.count(),
            sent.values("to").distinct().count(),
        )


@pytest.mark.proof
@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_leaves_no_half_piece_and_mails_nobody_twice(committed_world, tmp_path):
    world = committed_world
    fill(world)
    with as_owner(), connection.cursor() as cursor:
        for statement in PROSPECTS.split(";\n"):
            cursor.execute(statement, {"supplier": world.orgs["alder"].pk})
    with acting_as(world.context("alder")):
        acting = world.acting("alder")
        chosen = queries.customers_of(acting).filter(private__contact_email__endswith="@many.example.com")
        job = services.start_bulk(
            acting=acting, asked=services.Asked(verb="invite"), customers=chosen, key=uuid7()
        )
    assert job.total > 2_000

    with worker(tmp_path, mail_url="smtp://127.0.0.1:1") as first:
        wait_until(lambda: state(job).done >= 400, "the first pieces")
        kill(first)
    wait_until(lambda: not is_locked(job), "the server to notice")
    left = state(job)
    assert left.state == "running"
    assert left.done < job.total
    assert done() == (left.done,) * 5

    with worker(tmp_path, mail_url="smtp://127.0.0.1:1"):
        wait_until(lambda: state(job).state == "done", "the rest", seconds=300)

    assert done() == (job.total,) * 5
