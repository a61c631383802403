"""What happens to one of a supplier's customers: switched on and off, the relation ended."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from retailers import queries, services
from retailers.api.customer_shapes import CustomerOutput
from retailers.api.customers import NEED, customer_row
from retailers.models import Customer
from wholesale.api.base import ApiView, acting_of_call
from wholesale.api.concurrency import with_etag
from wholesale.api.idempotency import idempotent


class ActivationApi(ApiView):
    """A customer that may order."""

    need = NEED
    Output = CustomerOutput

    @idempotent
    def post(self, request: Request, organization: str, customer: UUID) -> Response:
        """Let a registered customer order."""
        return _done(request, customer, services.activate_customer)


class DeactivationApi(ApiView):
    """A customer that may not order."""

    need = NEED
    Output = CustomerOutput

    @idempotent
    def post(self, request: Request, organization: str, customer: UUID) -> Response:
        """Stop a customer from ordering."""
        return _done(request, customer, services.deactivate_customer)


class EndingApi(ApiView):
    """The end of a relation."""

    need = NEED
    Output = CustomerOutput

    @idempotent
    def post(self, request: Request, organization: str, customer: UUID) -> Response:
        """End the relation: the customer can no longer order, what has been stays, either may ask again."""
        return _done(request, customer, services.end_relation)


def _done(request: Request, customer_id: UUID, verb: Callable[..., Customer]) -> Response:
    acting = acting_of_call(request)
    verb(customer=queries.customer_for_member(acting, customer_id), by=acting.user)
    row: dict[str, Any] = customer_row(acting, customer_id)
    return with_etag(Response(row, status=201), row["version"])
