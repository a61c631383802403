"""Places with stock: opened, renamed, closed when empty, and one of them the main one (SPEC.md I3)."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from inventory.enums import TakeStatus, TransferStatus
from inventory.errors import NameTaken, WarehouseInUse
from inventory.models import StockBalance, StockTake, Transfer, Warehouse
from inventory.queries.places import Place, lock_warehouses
from wholesale.accounts.models import User
from wholesale.audit.services import record_change
from wholesale.errors import NotAllowed
from wholesale.organizations.models import Organization
from wholesale.tenancy.contexts import act_for_platform


@transaction.atomic
def default_warehouse(organization: Organization) -> Warehouse:
    """Return a company's main warehouse, made at the first call; a distributor's too, whoever asks.

    The caller has checked that it deals with this company.
    """
    found = Warehouse.objects.filter(organization=organization, is_default=True).first()
    if found:
        return found
    with act_for_platform():
        with override(organization.language):
            fresh = Warehouse(organization=organization, name=_("Main warehouse"), is_default=True)
        Warehouse.objects.bulk_create([fresh], ignore_conflicts=True)
        return Warehouse.objects.get(organization=organization, is_default=True)


def warehouse_of(place: Place) -> Warehouse:
    """Return the warehouse of a place, made where nothing was ever put there."""
    return place.warehouse or default_warehouse(place.keeper)


@transaction.atomic
def create_warehouse(*, organization: Organization, name: str, by: User) -> Warehouse:
    """Open a further warehouse, as the company that keeps it; the first one is its main one.

    Locks:  the company's warehouses.
    Raises: NameTaken; then nothing is written.
    """
    default_warehouse(organization)
    _check_name(lock_warehouses(organization), name)
    made = Warehouse.objects.create(organization=organization, name=name)
    _record(made, "warehouse_opened", by)
    return made


@transaction.atomic
def rename_warehouse(*, warehouse: Warehouse, name: str, by: User) -> Warehouse:
    """Call a warehouse something else, as the company that keeps it.

    Locks:  the company's warehouses.
    Raises: NameTaken; then nothing is written.
    """
    found = _locked(warehouse)
    if found.name != name:
        _check_name([each for each in lock_warehouses(warehouse.organization) if each != found], name)
        before, found.name = found.name, name
        found.save(update_fields=["name"])
        _record(found, "warehouse_renamed", by, before={"name": before})
    return found


@transaction.atomic
def make_main(*, warehouse: Warehouse, by: User) -> Warehouse:
    """Let what is received without naming a warehouse come into this one.

    Locks:  the company's warehouses.
    Raises: WarehouseInUse where it is closed; then nothing is written.
    """
    found = _locked(warehouse)
    if found.closed_at:
        raise WarehouseInUse(_("Open this warehouse first."))
    if not found.is_default:
        Warehouse.objects.filter(organization=warehouse.organization_id).update(is_default=False)
        found.is_default = True
        found.save(update_fields=["is_default"])
        _record(found, "warehouse_made_main", by)
    return found


@transaction.atomic
def close_warehouse(*, warehouse: Warehouse, by: User) -> Warehouse:
    """Take a warehouse out of use: nothing comes into it any more. It must be empty, and not the main one.

    Locks:  the company's warehouses.
    Raises: WarehouseInUse, which says what keeps it open; then nothing is written.
    """
    found = _locked(warehouse)
    if reason := _kept_open_by(found):
        raise WarehouseInUse(reason)
    if found.closed_at is None:
        found.closed_at = timezone.now()
        found.save(update_fields=["closed_at"])
        _record(found, "warehouse_closed", by)
    return found


@transaction.atomic
def reopen_warehouse(*, warehouse: Warehouse, by: User) -> Warehouse:
    """Take a closed warehouse into use again. Locks: the company's warehouses."""
    found = _locked(warehouse)
    if found.closed_at:
        found.closed_at = None
        found.save(update_fields=["closed_at"])
        _record(found, "warehouse_opened", by)
    return found


def _locked(warehouse: Warehouse) -> Warehouse:
    """Return a warehouse as it stands now, with all of its company locked; only that company may."""
    rows: dict[UUID, Warehouse] = {each.pk: each for each in lock_warehouses(warehouse.organization)}
    if warehouse.pk not in rows:
        raise NotAllowed(_("Only whoever keeps a warehouse can change it."))
    return rows[warehouse.pk]


def _check_name(others: list[Warehouse], name: str) -> None:
    if any(each.name.casefold() == name.casefold() for each in others):
        raise NameTaken(_("You have a warehouse of this name."))


def _kept_open_by(warehouse: Warehouse) -> str:
    """Return why a warehouse cannot be closed; nothing if it can."""
    if warehouse.is_default:
        return _("This is your main warehouse. Make another one the main one first.")
    balances = StockBalance.objects.filter(warehouse=warehouse, on_hand_units__gt=0)
    if balances.exists():
        return _("There is still stock in it. Transfer it or write it off first.")
    sent = Transfer.objects.filter(status=TransferStatus.SENT)
    if sent.filter(destination=warehouse).exists() or sent.filter(source=warehouse).exists():
        return _("A transfer from or to it is on its way.")
    if StockTake.objects.filter(warehouse=warehouse, status=TakeStatus.OPEN).exists():
        return _("A stock take of it is open.")
    return ""


def _record(warehouse: Warehouse, verb: str, by: User, before: dict[str, str] | None = None) -> None:
    record_change(
        organization_id=warehouse.organization_id,
        by=by,
        verb=verb,
        subject=warehouse,
        subject_name=warehouse.name,
        before=before,
        after={"name": warehouse.name},
    )
