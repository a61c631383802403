"""The steps that set a customer up who was let in, for machines (SPEC.md N9, X1).

Activating, terms and days of service have addresses of their own; here stands how far it is, and what is said of it.
"""

from collections.abc import Callable
from typing import Any, ClassVar
from uuid import UUID

from django.core.exceptions import PermissionDenied
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from invitations import queries, services
from invitations.enums import TourState
from invitations.models import CustomerTour
from invitations.tour import CONFIRMED, RIGHTS, STEPS, Tour
from retailers.models import Customer
from retailers.queries import customer_for_member
from wholesale.api.base import ApiView, acting_of_call
from wholesale.api.idempotency import idempotent
from wholesale.api.pagination import paginated
from wholesale.organizations.access import Acting, Need
from wholesale.organizations.enums import Side
from wholesale.organizations.roles import Permission

NEED = Need(Side.SELLING, {"*": Permission.VIEW_CUSTOMERS})
_STEPS = [
    {"key": step.key, "is_done": step.key == "activation", "is_yours": True, "may_confirm": step.confirms}
    for step in STEPS
]


class SetUpOutput(serializers.Serializer[Any]):
    """How far a customer is set up. `current` is the step that comes next; `state` is null where nobody has begun."""

    class Step(serializers.Serializer[Any]):
        key = serializers.ChoiceField([step.key for step in STEPS])
        is_done = serializers.BooleanField()
        is_yours = serializers.BooleanField(help_text="Your role may take it.")
        may_confirm = serializers.BooleanField(help_text="What applies already may be enough.")

    customer = serializers.UUIDField()
    name = serializers.CharField()
    state = serializers.ChoiceField(TourState.choices, allow_null=True)
    is_complete = serializers.BooleanField()
    current = serializers.CharField(allow_null=True)
    steps = Step(many=True)
    example: ClassVar = {
        "customer": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a11",
        "name": "The Anchor",
        "state": "running",
        "is_complete": False,
        "current": "terms",
        "steps": _STEPS,
    }


class SetUpsApi(ApiView):
    """Customers that were let in and are not set up yet."""

    need = NEED
    is_list = True
    Output = SetUpOutput

    def get(self, request: Request, organization: str) -> Response:
        """List the customers of whom a step is left, the last touched first."""
        acting = acting_of_call(request)
        return paginated(
            request,
            queries.open_tours(acting),
            order=["-changed_at", "-id"],
            shown=lambda page: [_of_row(acting, row) for row in page],
        )


class SetUpApi(ApiView):
    """The set-up of one customer."""

    need = NEED
    Output = SetUpOutput

    def get(self, request: Request, organization: str, customer: UUID) -> Response:
        """Say which steps are done."""
        acting = acting_of_call(request)
        return Response(_shown(acting, customer))


class SetUpStartApi(ApiView):
    """The beginning of a set-up, or its going on."""

    need = NEED
    Output = SetUpOutput

    @idempotent
    def post(self, request: Request, organization: str, customer: UUID) -> Response:
        """Begin, or go on where it was left; one that was finished begins anew."""
        return _moved(request, customer, services.resume_tour)


class SetUpLeavingApi(ApiView):
    """The leaving of a set-up."""

    need = NEED
    Output = SetUpOutput

    @idempotent
    def post(self, request: Request, organization: str, customer: UUID) -> Response:
        """Leave it for later; what is done stays done."""
        return _moved(request, customer, services.leave_tour)


class SetUpConfirmationApi(ApiView):
    """The confirmation of a step."""

    need = NEED
    Output = SetUpOutput

    class Input(serializers.Serializer[Any]):
        step = serializers.ChoiceField(list(CONFIRMED))
        example: ClassVar = {"step": "terms"}

    @idempotent
    def post(self, request: Request, organization: str, customer: UUID) -> Response:
        """Say that what applies already is enough for a step: your default, or a group's."""
        acting, body = acting_of_call(request), self.Input(data=request.data)
        found = _mine(acting, customer)
        body.is_valid(raise_exception=True)
        key = body.validated_data["step"]
        if not acting.may(CONFIRMED[key]):
            raise PermissionDenied
        services.confirm_step(customer=found, key=key, by=acting.user)
        return Response(_shown(acting, customer), status=201)


class SetUpFinishApi(ApiView):
    """The end of a set-up."""

    need = NEED
    Output = SetUpOutput

    @idempotent
    def post(self, request: Request, organization: str, customer: UUID) -> Response:
        """Put it away, once all its steps are done."""
        return _moved(request, customer, services.finish_tour)


def _moved(request: Request, customer: UUID, verb: Callable[..., CustomerTour]) -> Response:
    acting = acting_of_call(request)
    found = _mine(acting, customer)
    verb(customer=found, by=acting.user)
    return Response(_shown(acting, customer), status=201)


def _mine(acting: Acting, customer: UUID) -> Customer:
    """Return the customer, to who may take any of its steps; 404 to strangers."""
    found = customer_for_member(acting, customer)
    if not RIGHTS & acting.permissions:
        raise PermissionDenied
    return found


def _shown(acting: Acting, customer: UUID) -> dict[str, Any]:
    found = customer_for_member(acting, customer)
    return _row(found, queries.tour_of(acting, found))


def _of_row(acting: Acting, row: CustomerTour) -> dict[str, Any]:
    return _row(row.customer, queries.seen_tour(acting, row))


def _row(customer: Customer, seen: Tour) -> dict[str, Any]:
    return {
        "customer": customer.pk,
        "name": customer.private.display_name,
        "state": seen.state,
        "is_complete": seen.is_complete,
        "current": None if seen.is_complete or seen.current is None else seen.current.step.key,
        "steps": [
            {
                "key": stage.step.key,
                "is_done": stage.is_done,
                "is_yours": stage.is_mine,
                "may_confirm": stage.may_confirm,
            }
            for stage in seen.stages
        ],
    }
