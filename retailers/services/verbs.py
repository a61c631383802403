"""The verbs of bulk jobs: each takes the choice that was kept with the job, and says whom it skipped and why."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from retailers import queries
from retailers.errors import DetailsRefused
from retailers.models import CustomerGroup
from retailers.services import many
from retailers.services.many import Skipped
from wholesale.accounts.models import User
from wholesale.organizations.models import Organization

Choice = dict[str, Any]


def group(*, supplier: Organization, customer_ids: Sequence[UUID], choice: Choice, by: User) -> Skipped:
    """Put them into the chosen group."""
    chosen = _group(supplier, choice)
    return many.add_to_group(supplier=supplier, customer_ids=customer_ids, group=chosen, by=by)


def ungroup(*, supplier: Organization, customer_ids: Sequence[UUID], choice: Choice, by: User) -> Skipped:
    """Take them out of the chosen group."""
    chosen = _group(supplier, choice)
    return many.remove_from_group(supplier=supplier, customer_ids=customer_ids, group=chosen, by=by)


def label(*, supplier: Organization, customer_ids: Sequence[UUID], choice: Choice, by: User) -> Skipped:
    """Add the chosen labels."""
    return many.label_customers(supplier=supplier, customer_ids=customer_ids, labels=choice["labels"], by=by)


def unlabel(*, supplier: Organization, customer_ids: Sequence[UUID], choice: Choice, by: User) -> Skipped:
    """Take the chosen labels off."""
    return many.unlabel_customers(
        supplier=supplier, customer_ids=customer_ids, labels=choice["labels"], by=by
    )


def distributor(*, supplier: Organization, customer_ids: Sequence[UUID], choice: Choice, by: User) -> Skipped:
    """Let the chosen distributor deliver to them."""
    wanted = choice["distributor"]
    chosen = queries.distributor_choices(supplier).filter(pk=wanted).first() if wanted else None
    if wanted and chosen is None:
        raise DetailsRefused({"distributor": _("You have no active agreement with this distributor.")})
    return many.assign_distributor(supplier=supplier, customer_ids=customer_ids, distributor=chosen, by=by)


def representative(
    *, supplier: Organization, customer_ids: Sequence[UUID], choice: Choice, by: User
) -> Skipped:
    """Let the chosen colleague look after them."""
    chosen = UUID(choice["representative"]) if choice["representative"] else None
    return many.assign_representative(
        supplier=supplier, customer_ids=customer_ids, representative_id=chosen, by=by
    )


def activate(*, supplier: Organization, customer_ids: Sequence[UUID], choice: Choice, by: User) -> Skipped:
    """Let them order."""
    return many.activate_customers(supplier=supplier, customer_ids=customer_ids, by=by)


def deactivate(*, supplier: Organization, customer_ids: Sequence[UUID], choice: Choice, by: User) -> Skipped:
    """Stop them from ordering."""
    return many.deactivate_customers(supplier=supplier, customer_ids=customer_ids, by=by)


def _group(supplier: Organization, choice: Choice) -> CustomerGroup:
    found = queries.groups_of(supplier).filter(pk=choice["group"]).first()
    if found is None:
        raise DetailsRefused({"group": _("This group is deleted.")})
    return found
