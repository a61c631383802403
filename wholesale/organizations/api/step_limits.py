"""The limits of a supplier's steps for machines (SPEC.md O12, X1)."""

from typing import Any, ClassVar

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from wholesale.api.base import ApiView, acting_of_call
from wholesale.api.concurrency import based_on, with_etag
from wholesale.organizations.access import Need
from wholesale.organizations.enums import MAX_LIMIT_HOURS, Side
from wholesale.organizations.forms.step_limits import FIELDS, StepLimitsForm
from wholesale.organizations.queries import step_limits_of
from wholesale.organizations.roles import Permission
from wholesale.organizations.services import change_step_limits

_EXAMPLE = dict.fromkeys(FIELDS, 24)


def _hours() -> serializers.IntegerField:
    return serializers.IntegerField(required=False, min_value=1, max_value=MAX_LIMIT_HOURS)


class StepLimitsApi(ApiView):
    """Within how many hours steps are due that no agreement has, and when the admins are told."""

    need = Need(Side.SELLING, {"*": Permission.MANAGE_SETTINGS})

    class Input(serializers.Serializer[Any]):
        confirm_hours = _hours()
        prepare_hours = _hours()
        ship_hours = _hours()
        deliver_hours = _hours()
        escalation_hours = _hours()
        example: ClassVar = _EXAMPLE

    class Output(serializers.Serializer[Any]):
        confirm_hours = serializers.IntegerField()
        prepare_hours = serializers.IntegerField()
        ship_hours = serializers.IntegerField()
        deliver_hours = serializers.IntegerField()
        escalation_hours = serializers.IntegerField()
        version = serializers.IntegerField()
        example: ClassVar = _EXAMPLE | {"version": 1}

    def get(self, request: Request, organization: str) -> Response:
        """Show the limits."""
        state, version = self.current(request, organization)
        return with_etag(Response(state), version)

    def patch(self, request: Request, organization: str) -> Response:
        """Change what is given; orders take it with their next step."""
        acting, body = acting_of_call(request), self.Input(data=request.data)
        body.is_valid(raise_exception=True)
        change_step_limits(
            supplier=acting.organization, hours=body.validated_data, version=based_on(request), by=acting.user
        )
        return self.get(request, organization)

    def current(self, request: Request, organization: str) -> tuple[dict[str, Any], int]:
        """Return the limits as they stand, with their version."""
        state = StepLimitsForm.values_of(step_limits_of(acting_of_call(request).organization.pk))
        return state, state["version"]
