"""A company comes, changes what it says of itself, and puts on another hat."""

from dataclasses import asdict
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from wholesale.accounts.models import User
from wholesale.audit.services import difference, record_change
from wholesale.errors import StaleVersion
from wholesale.organizations.details import CompanyDetails
from wholesale.organizations.enums import MemberRole, Side
from wholesale.organizations.errors import HatWornAlready
from wholesale.organizations.models import Membership, Organization
from wholesale.organizations.slugs import free_slug, stem_of
from wholesale.tenancy.contexts import act_for_platform

_HATS = {Side.SELLING: "sells", Side.DELIVERING: "delivers", Side.BUYING: "buys"}
_TRIES = 5


@transaction.atomic
def sign_up_company(*, details: CompanyDetails, side: Side, by: User) -> Organization:
    """Write down a company with its first hat; whoever does it is its first admin.

    Runs as the app role. Source: P4, P6.
    """
    organization = write_down_company(details, side)
    membership = Membership.objects.create(organization=organization, user=by, role=MemberRole.ADMIN)
    record_change(
        organization_id=organization.pk,
        by=by,
        verb="company_signed_up",
        subject=organization,
        subject_name=organization.name,
        after=asdict(details) | {_HATS[side]: True},
    )
    record_change(
        organization_id=organization.pk,
        by=by,
        verb="member_joined",
        subject=membership,
        subject_name=str(by),
        after={"role": membership.role},
    )
    return organization


@transaction.atomic
def change_company(
    *, organization: Organization, details: CompanyDetails, brand_color: str, version: int, by: User
) -> Organization:
    """Change what a company says of itself; its address stays.

    Args:
        version: the one that `by` has seen.

    Raises: StaleVersion if somebody else changed it since; then nothing is written.
    """
    wanted = asdict(details) | {"brand_color": brand_color}
    return _change(organization, wanted, version=version, verb="company_changed", by=by)


@transaction.atomic
def change_look(
    *, organization: Organization, brand_color: str, sender_name: str, version: int, by: User
) -> Organization:
    """Change the colour of the company's shop and mails, and the name that its mails come from.

    Args:
        sender_name: empty for the company's own name.

    Raises: StaleVersion; then nothing is written.
    Source: N2.
    """
    wanted = {"brand_color": brand_color, "sender_name": sender_name}
    return _change(organization, wanted, version=version, verb="look_changed", by=by)


@transaction.atomic
def require_second_factor(
    *, organization: Organization, required: bool, version: int, by: User
) -> Organization:
    """Let only people with two-step sign-in act for the company, from their next page on, or anybody again.

    Raises: StaleVersion; then nothing is written.
    """
    wanted = {"requires_second_factor": required}
    return _change(organization, wanted, version=version, verb="second_factor_rule_changed", by=by)


@transaction.atomic
def add_hat(*, organization: Organization, side: Side, by: User) -> Organization:
    """Let a company also sell, deliver or buy; its menu grows, its admins may do everything there.

    Locks:  the company.
    Raises: HatWornAlready; then nothing is written.
    Source: P5.
    """
    with act_for_platform():
        organization = Organization.objects.select_for_update().get(pk=organization.pk)
        if side in organization.sides:
            raise HatWornAlready
        setattr(organization, _HATS[side], True)
        organization.save(update_fields=[_HATS[side]])
        record_change(
            organization_id=organization.pk,
            by=by,
            verb="hat_added",
            subject=organization,
            subject_name=organization.name,
            before={_HATS[side]: False},
            after={_HATS[side]: True},
        )
    return organization


def write_down_company(
    details: CompanyDetails, side: Side, *, private_to: Organization | None = None
) -> Organization:
    """Insert a company with its first hat, as the app role; two of one name at once take two slugs.

    Args:
        private_to: the supplier that alone knows it.
    """
    for _attempt in range(_TRIES):
        slug = free_slug(details.name, taken=_slugs_like(details.name))
        try:
            with transaction.atomic():
                return Organization.objects.create(
                    slug=slug, private_to=private_to, **asdict(details), **{_HATS[side]: True}
                )
        except IntegrityError:
            continue
    raise RuntimeError("no free slug")


def _slugs_like(name: str) -> set[str]:
    found = Organization.objects.filter(slug__startswith=stem_of(name))
    return set(found.values_list("slug", flat=True))


def _change(
    organization: Organization, wanted: dict[str, Any], *, version: int, verb: str, by: User
) -> Organization:
    now = Organization.objects.select_for_update().get(pk=organization.pk)
    if now.version != version:
        raise StaleVersion(
            _("Somebody else changed this in the meantime. See what differs, then save again.")
        )
    before, after = difference({name: getattr(now, name) for name in wanted}, wanted)
    if not after:
        return now
    for name, value in after.items():
        setattr(now, name, value)
    now.version += 1
    now.save(update_fields=[*after, "version"])
    record_change(
        organization_id=now.pk,
        by=by,
        verb=verb,
        subject=now,
        subject_name=now.name,
        before=before,
        after=after,
    )
    return now
