"""Within how many hours a supplier's steps are due where no agreement says, and when its admins are told."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from wholesale.organizations.enums import DEFAULT_STEPS, MAX_LIMIT_HOURS, Step
from wholesale.tenancy.declarations import Access
from wholesale.tenancy.models import TenantModel

ESCALATION_HOURS = 48
OF_STEP = {
    Step.CONFIRM: "confirm_hours",
    Step.PREPARE: "prepare_hours",
    Step.SHIP: "ship_hours",
    Step.DELIVER: "deliver_hours",
}


def _hours(label: Any, default: int) -> "models.PositiveSmallIntegerField[int, int]":
    return models.PositiveSmallIntegerField(label, default=default)


class StepLimits(TenantModel):
    """A supplier's default limits; without a row those of the house (SPEC.md O12).

    `escalation_hours` is how much later than due a step of any party is told to the supplier's admins.
    """

    confirm_hours = _hours(_("Confirm"), DEFAULT_STEPS[Step.CONFIRM][1])
    prepare_hours = _hours(_("Prepare"), DEFAULT_STEPS[Step.PREPARE][1])
    ship_hours = _hours(_("Ship"), DEFAULT_STEPS[Step.SHIP][1])
    deliver_hours = _hours(_("Deliver"), DEFAULT_STEPS[Step.DELIVER][1])
    escalation_hours = _hours(_("Tell the admins"), ESCALATION_HOURS)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["supplier"], name="step_limits_once"),
            *(
                models.CheckConstraint(
                    condition=models.Q(**{f"{name}__gte": 1, f"{name}__lte": MAX_LIMIT_HOURS}),
                    name=f"step_limits_{name}_fit",
                )
                for name in (*OF_STEP.values(), "escalation_hours")
            ),
            Access(name="step_limits_access", supplier="select, insert, update"),
        ]
