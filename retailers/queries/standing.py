"""Where customers stand: one's way so far, and how many a supplier has of each status (SPEC.md C10)."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Min

from retailers.enums import CustomerStatus
from retailers.models import Customer, CustomerEvent
from retailers.queries.customers import customers_of
from wholesale.organizations.access import Acting

_S = CustomerStatus
PATH = (_S.PROSPECT, _S.INVITED, _S.REGISTERED, _S.HAS_ORDERED)
BESIDE = (_S.REQUESTED, _S.REJECTED)


@dataclass(frozen=True, slots=True)
class Stage:
    """A status on a customer's way: reached at a time, the present one, or still to come."""

    status: CustomerStatus
    at: datetime | None
    state: str  # done, now or todo, as ui/_steps.html has them


@dataclass(frozen=True, slots=True)
class FunnelRow:
    """How many customers have a status, and how long its bar is, of a hundred."""

    status: CustomerStatus
    count: int
    percent: int


def way_of(customer: Customer) -> list[Stage]:
    """Return the statuses that a customer has had, with the time of each, and those still to come.

    Source: C10.
    """
    changes = CustomerEvent.objects.filter(supplier_id=customer.supplier_id, customer=customer)
    changed = changes.exclude(status_before=F("status_after")).values("status_after").annotate(at=Min("at"))
    reached = {CustomerStatus(row["status_after"]): row["at"] for row in changed.order_by("at")}
    now = customer.standing
    since = reached.pop(now, None) or customer.created_at
    stages = [Stage(status, at, "done") for status, at in reached.items()]
    stages.append(Stage(now, since, "now"))
    ahead = PATH[PATH.index(now) + 1 :] if now in PATH else PATH[PATH.index(_S.REGISTERED) :]
    return stages + [Stage(status, None, "todo") for status in ahead if status not in reached]


def funnel_of(acting: Acting) -> tuple[list[FunnelRow], list[FunnelRow]]:
    """Return how many of a supplier's customers stand where on the way, and how many beside it; one statement.

    Source: C10, DESIGN.md.
    """
    seen = customers_of(acting).filter(is_test=False).select_related(None).order_by()
    counted = dict(seen.values_list("status").annotate(n=Count("pk")))
    most = max(counted.values(), default=0)

    def row(status: CustomerStatus) -> FunnelRow:
        count = counted.get(status.value, 0)
        return FunnelRow(status, count, round(100 * count / most) if most else 0)

    return [row(status) for status in PATH], [row(status) for status in BESIDE]
