"""Visitors of the suppliers' invite links, who have not asked."""

from datetime import timedelta

from django.utils import timezone

from invitations.models import InviteLink, Visit
from tests.world import World


def visits(world: World) -> None:
    """Write somebody who has had a code sent for each supplier; after the companies, whose links come with them."""
    now = timezone.now()
    for link in InviteLink.objects.order_by("supplier__name"):
        Visit.objects.create(
            supplier_id=link.supplier_id,
            link=link,
            email="visitor@example.com",
            code_hash="0" * 64,
            holder_hash="0" * 64,
            place_hash="0" * 64,
            created_at=now - timedelta(hours=3),
            expires_at=now - timedelta(hours=2),
        )
