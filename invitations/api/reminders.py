"""Whether invitations are followed by a reminder, for machines."""

from typing import Any, ClassVar

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from invitations import queries, services
from wholesale.api.base import ApiView, acting_of_call
from wholesale.organizations.access import Need
from wholesale.organizations.enums import Side
from wholesale.organizations.roles import Permission


class RemindersApi(ApiView):
    """The reminder that follows an invitation once half its time is over and nobody has answered."""

    need = Need(Side.SELLING, {"GET": Permission.VIEW_CUSTOMERS, "PUT": Permission.INVITE_CUSTOMERS})

    class Input(serializers.Serializer[Any]):
        is_reminding = serializers.BooleanField()
        example: ClassVar = {"is_reminding": False}

    class Output(serializers.Serializer[Any]):
        is_reminding = serializers.BooleanField()
        example: ClassVar = {"is_reminding": True}

    def get(self, request: Request, organization: str) -> Response:
        """Tell whether reminders follow."""
        return Response({"is_reminding": queries.is_reminding(acting_of_call(request).organization)})

    def put(self, request: Request, organization: str) -> Response:
        """Switch reminders on or off; those already sent stay sent."""
        acting, body = acting_of_call(request), self.Input(data=request.data)
        body.is_valid(raise_exception=True)
        is_reminding = body.validated_data["is_reminding"]
        switch = services.switch_reminders_on if is_reminding else services.switch_reminders_off
        switch(supplier=acting.organization, by=acting.user)
        return Response({"is_reminding": is_reminding})
