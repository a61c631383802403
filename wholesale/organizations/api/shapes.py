"""What the endpoints of agreements answer."""

from typing import Any, ClassVar

from rest_framework import serializers
from rest_framework.response import Response

from wholesale.api.concurrency import with_etag
from wholesale.organizations import queries
from wholesale.organizations.access import Acting
from wholesale.organizations.enums import (
    AgreementMode,
    AgreementStatus,
    Party,
    ProposalState,
    Step,
    Switch,
)
from wholesale.organizations.models import Agreement, StepProposal


class AgreementOutput(serializers.Serializer[Any]):
    """An agreement between a supplier and a distributor."""

    id = serializers.UUIDField()
    supplier = serializers.SlugField()
    supplier_name = serializers.CharField()
    distributor = serializers.SlugField()
    distributor_name = serializers.CharField()
    mode = serializers.ChoiceField(AgreementMode.choices)
    status = serializers.ChoiceField(AgreementStatus.choices)
    proposed_by = serializers.ChoiceField(Party.choices)
    inventory_editable = serializers.BooleanField(
        help_text="Whether the supplier may edit its stock in the distributor's warehouse."
    )
    version = serializers.IntegerField()
    example: ClassVar = {
        "id": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a15",
        "supplier": "alder",
        "supplier_name": "Alder Brewing",
        "distributor": "dawn",
        "distributor_name": "Dawn Distribution",
        "mode": "connected",
        "status": "active",
        "proposed_by": "supplier",
        "inventory_editable": False,
        "version": 1,
    }


class StepOutput(serializers.Serializer[Any]):
    """Who owes a step."""

    step = serializers.ChoiceField(Step.choices)
    owed_by = serializers.ChoiceField(Party.choices)
    limit_hours = serializers.IntegerField()
    example: ClassVar = {"step": "confirm", "owed_by": "supplier", "limit_hours": 24}


class SwitchOutput(serializers.Serializer[Any]):
    """What one side grants the other."""

    switch = serializers.ChoiceField(Switch.choices)
    grantor = serializers.ChoiceField(
        Party.choices, help_text="The side that grants it; of an external distributor its supplier notes it."
    )
    since = serializers.DateTimeField(allow_null=True, help_text="None while it is not granted.")
    by = serializers.CharField(allow_blank=True)
    example: ClassVar = {
        "switch": "see_amounts",
        "grantor": "supplier",
        "since": "2026-11-24T09:10:00Z",
        "by": "Ana Alder",
    }


class StepProposalOutput(serializers.Serializer[Any]):
    """A change of a step that the distributor proposes."""

    id = serializers.UUIDField()
    step = serializers.ChoiceField(Step.choices)
    owed_by = serializers.ChoiceField(Party.choices)
    limit_hours = serializers.IntegerField()
    state = serializers.ChoiceField(ProposalState.choices)
    proposed_at = serializers.DateTimeField()
    by_name = serializers.CharField(allow_blank=True)
    decided_at = serializers.DateTimeField(allow_null=True)
    example: ClassVar = {
        "id": "0193503b-6a1c-7d3e-9a55-2f6f0c6f7a16",
        "step": "prepare",
        "owed_by": "distributor",
        "limit_hours": 16,
        "state": "open",
        "proposed_at": "2026-11-24T09:10:00Z",
        "by_name": "Dora Dawn",
        "decided_at": None,
    }


class AgreementDetailOutput(AgreementOutput):
    """An agreement with its steps, what either side grants, and what waits for an answer."""

    steps = StepOutput(many=True)
    switches = SwitchOutput(many=True)
    step_proposals = StepProposalOutput(many=True)
    example: ClassVar = {
        **AgreementOutput.example,
        "steps": [StepOutput.example],
        "switches": [SwitchOutput.example],
        "step_proposals": [StepProposalOutput.example],
    }


def agreement_row(row: Agreement) -> dict[str, Any]:
    """Return an agreement as a list shows it."""
    same = ("id", "mode", "status", "proposed_by", "inventory_editable", "version")
    return {name: getattr(row, name) for name in same} | {
        "supplier": row.supplier.slug,
        "supplier_name": row.supplier.name,
        "distributor": row.distributor.slug,
        "distributor_name": row.distributor.name,
    }


def proposal_row(row: StepProposal) -> dict[str, Any]:
    """Return a proposed step."""
    return {name: getattr(row, name) for name in StepProposalOutput().fields.keys()}  # noqa: SIM118


def agreement_state(found: Agreement) -> dict[str, Any]:
    """Return an agreement with all that belongs to it."""
    return agreement_row(found) | {
        "steps": [
            {"step": row.step, "owed_by": row.owed_by, "limit_hours": row.limit_hours}
            for row in queries.steps_of(found)
        ],
        "switches": [
            {
                "switch": switch.value,
                "grantor": found.grantor_of(switch).value,
                "since": found.granted_since(switch),
                "by": found.granted_by(switch),
            }
            for switch in Switch
        ],
        "step_proposals": [proposal_row(row) for row in queries.open_step_proposals(found)],
    }


def agreement_answer(acting: Acting, key: Any, *, status: int = 200) -> Response:
    """Answer with an agreement as it is now, and its version."""
    found = queries.agreement_for(acting.organization, acting.side, key)
    return with_etag(Response(agreement_state(found), status=status), found.version)
