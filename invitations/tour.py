"""The steps of setting up a customer, and how far one person sees one customer to be (SPEC.md N9).

Source: 004-16 … 004-19, 004-21, 004-22.
"""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from invitations.enums import TourState
from wholesale.organizations.enums import MemberRole, Side
from wholesale.organizations.roles import GRANTS, Permission


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what it is called, who may take it, and on which page.

    Args:
        page: URL name of the customer's page where it is taken.
        points: what the page shows one after the other with a script: a selector, and the words beside it. Those
            that the page does not hold are left out.
        confirms: whether what already applies may be enough.
    """

    key: str
    label: Promise
    hint: Promise
    right: Permission
    page: str
    points: tuple[tuple[str, Promise], ...]
    confirms: bool = True

    @property
    def roles(self) -> list[str]:
        """Return the names of the roles that may take it."""
        return roles_with(self.right)


@dataclass(frozen=True, slots=True)
class Stage:
    """A step at one customer, for one person."""

    step: Step
    number: int
    url: str
    is_done: bool
    is_mine: bool
    is_here: bool

    @property
    def may_confirm(self) -> bool:
        """Tell whether this person may say that what applies is enough."""
        return self.step.confirms and self.is_mine and not self.is_done


@dataclass(frozen=True, slots=True)
class Tour:
    """All steps at one customer, for one person."""

    state: TourState | None
    stages: tuple[Stage, ...]

    @property
    def is_running(self) -> bool:
        """Tell whether it leads from step to step."""
        return self.state == TourState.RUNNING

    @property
    def is_left(self) -> bool:
        """Tell whether somebody has left it before its end."""
        return self.state == TourState.LEFT

    @property
    def is_complete(self) -> bool:
        """Tell whether no step is left."""
        return all(stage.is_done for stage in self.stages)

    @property
    def current(self) -> Stage | None:
        """Return the step that comes next: of those that are left the first that this person may take, if any."""
        left = [stage for stage in self.stages if not stage.is_done]
        return next((stage for stage in left if stage.is_mine), next(iter(left), None))

    @property
    def here(self) -> Stage | None:
        """Return the step of the page that is shown."""
        return next((stage for stage in self.stages if stage.is_here), None)

    @property
    def is_mine(self) -> bool:
        """Tell whether this person may take any of the steps."""
        return any(stage.is_mine for stage in self.stages)


STEPS: tuple[Step, ...] = (
    Step(
        "activation",
        _("Activate"),
        _("Press Activate: from then on it can order. If it asked for access, it gets a mail that says so."),
        Permission.MANAGE_CUSTOMERS,
        "retailers:customer_detail",
        (("[data-tour=activate]", _("Press Activate: from then on it can order.")),),
        confirms=False,
    ),
    Step(
        "terms",
        _("Price type and terms"),
        _(
            "Choose its price list (price type) and, if you like, a markup or discount and further terms."
            " If what applies already is right, press Next."
        ),
        Permission.MANAGE_PRICING_TERMS,
        "catalogs:customer_terms",
        (
            ("[data-tour=edit-terms]", _("Open the terms to choose a price list (price type) for it.")),
            ("#id_price_list_id", _("Its price list (price type) says what it pays.")),
            (
                "#id_price_change_percent",
                _("A markup, or with a minus a discount, on each price of the list."),
            ),
            ("#id_minimum_order", _("Further terms, if they differ from your default.")),
            ("#id_payment_terms", _("When it pays, and how much it may owe you.")),
            ("[data-tour=save-terms]", _("Save. The tour goes on with the days of service.")),
            ("[data-tour=next]", _("If what applies already is right, go on with Next.")),
        ),
    ),
    Step(
        "days",
        _("Days of service"),
        _(
            "Set its days of service, with a carrier for each day. If what applies already is right, press"
            " Next."
        ),
        Permission.MANAGE_CUSTOMERS,
        "retailers:customer_schedule",
        (
            ("[data-tour=set-days]", _("Set the days on which it is delivered to.")),
            ("#id_starts_on", _("The first delivery. Its weekday is the day of service.")),
            ("#id_deadline_weekday", _("Until when it may order for this day.")),
            ("#id_carrier", _("The carrier: who brings what is ordered for this day.")),
            ("[data-tour=save-day]", _("Save. Add the other days in the same way.")),
            ("[data-tour=next]", _("If what applies already is right, go on with Next.")),
        ),
    ),
)

RIGHTS = frozenset(step.right for step in STEPS)
CONFIRMED = {step.key: step.right for step in STEPS if step.confirms}


def tour_for(
    *,
    state: TourState | None,
    done: Collection[str],
    rights: Collection[Permission],
    urls: dict[str, str],
    path: str,
) -> Tour:
    """Return a tour as one person sees it.

    Args:
        done: keys of the steps that are done.
        urls: the address of each step's page, by its key.
        path: of the page that is shown; of two addresses that begin it the longer is meant.
    """
    begun = [
        key for key, url in urls.items() if path == url or (path.startswith(url) and key != "activation")
    ]
    here = max(begun, key=lambda key: len(urls[key]), default="")
    stages = tuple(
        Stage(step, number, urls[step.key], step.key in done, step.right in rights, step.key == here)
        for number, step in enumerate(STEPS, 1)
    )
    return Tour(state, stages)


def roles_with(right: Permission) -> list[str]:
    """Return the names of a supplier's roles that hold a right."""
    return [str(MemberRole(role).label) for role, rights in GRANTS[Side.SELLING].items() if right in rights]
