"""Where a supplier's stock lies, and what it may do there (SPEC.md I3, I5, I6)."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.http import Http404

from inventory.models import StockBalance, Warehouse
from wholesale.organizations.enums import AgreementMode, AgreementStatus
from wholesale.organizations.models import Agreement, Organization


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere a supplier has, or may have, stock: its own warehouses, and each distributor's.

    `warehouse` is missing until something is put there for the first time.
    """

    keeper: Organization
    warehouse: Warehouse | None
    agreement: Agreement | None = None
    is_one_of_many: bool = False

    @property
    def key(self) -> UUID:
        """Return what names it in forms and addresses: its warehouse, before there is one its keeper."""
        return self.warehouse.pk if self.warehouse else self.keeper.pk

    @property
    def is_own(self) -> bool:
        """Tell whether the supplier keeps it itself."""
        return self.agreement is None

    @property
    def is_editable(self) -> bool:
        """Tell whether the supplier may correct what is on hand there (SPEC.md I6)."""
        if self.agreement is None:
            return True
        return self.agreement.mode == AgreementMode.EXTERNAL or self.agreement.inventory_editable

    @property
    def has_account(self) -> bool:
        """Tell whether its keeper counts for itself what arrives."""
        return self.agreement is None or self.agreement.mode == AgreementMode.CONNECTED

    @property
    def name(self) -> str:
        """Return what the column is called: one's own warehouse, or the distributor, and which of its several."""
        if self.agreement is None and self.warehouse is not None:
            return self.warehouse.name
        if self.is_one_of_many and self.warehouse is not None:
            return f"{self.keeper.name} · {self.warehouse.name}"
        return self.keeper.name


def places_of(supplier: Organization) -> list[Place]:
    """Return where a supplier's stock lies: its own warehouses first, then its distributors' by name.

    Two statements, however many there are.
    """
    agreements = list(
        Agreement.objects.filter(supplier=supplier, status=AgreementStatus.ACTIVE)
        .select_related("distributor")
        .order_by("distributor__name", "pk")
    )
    keepers = [supplier.pk, *(agreement.distributor_id for agreement in agreements)]
    warehouses: dict[UUID, list[Warehouse]] = {}
    for warehouse in _in_use(Warehouse.objects.filter(organization__in=keepers)):
        warehouses.setdefault(warehouse.organization_id, []).append(warehouse)
    own: list[Warehouse | None] = [*warehouses.get(supplier.pk, [])]
    places = [Place(supplier, warehouse) for warehouse in own or [None]]
    for agreement in agreements:
        theirs: list[Warehouse | None] = [*warehouses.get(agreement.distributor_id, [])]
        places += [
            Place(agreement.distributor, warehouse, agreement, len(theirs) > 1)
            for warehouse in theirs or [None]
        ]
    return places


def own_places_of(keeper: Organization) -> list[Place]:
    """Return a company's own warehouses, the main one first; one still without warehouse if it has none."""
    found = _in_use(Warehouse.objects.filter(organization=keeper))
    return [Place(keeper, warehouse) for warehouse in found] or [Place(keeper, None)]


def ends_for(keeper: Organization, supplier: Organization) -> list[Place]:
    """Return where a distributor may send a supplier's stock: the supplier's warehouses, then its own."""
    return [*own_places_of(supplier), *own_places_of(keeper)]


def warehouses_of(organization: Organization) -> list[Warehouse]:
    """Return all of a company's warehouses: the main one first, the closed ones last."""
    rows = Warehouse.objects.filter(organization=organization)
    return list(rows.order_by("-is_default", F("closed_at").asc(nulls_first=True), "name"))


def warehouse_for(organization: Organization, warehouse: UUID) -> Warehouse:
    """Return one of a company's own warehouses; 404 for any other."""
    try:
        return Warehouse.objects.select_related("organization").get(organization=organization, pk=warehouse)
    except Warehouse.DoesNotExist as error:
        raise Http404 from error


def lock_warehouses(organization: Organization) -> list[Warehouse]:
    """Lock a company's warehouses until the transaction ends, in key order, as they stand now."""
    rows = Warehouse.objects.select_for_update(no_key=True).filter(organization=organization)
    return list(rows.order_by("pk"))


def _in_use(warehouses: QuerySet[Warehouse]) -> QuerySet[Warehouse]:
    """Narrow to what is open; a closed one counts as long as something was put back into it."""
    kept = StockBalance.objects.filter(warehouse=OuterRef("pk"), on_hand_units__gt=0)
    return warehouses.filter(Q(closed_at=None) | Exists(kept)).order_by("-is_default", "name")


def may_send_from(supplier: Organization, warehouse: Warehouse) -> bool:
    """Tell whether a supplier sends from this warehouse: its own, or one whose keeper has no account."""
    if warehouse.organization_id == supplier.pk:
        return True
    agreed = agreements_in_force(supplier.pk, warehouse.organization_id)
    return agreed.exclude(mode=AgreementMode.CONNECTED).exists()


def may_adjust(supplier: Organization, warehouse: Warehouse) -> bool:
    """Tell whether a supplier corrects stock there: its own, an external distributor's, or where it is granted."""
    if warehouse.organization_id == supplier.pk:
        return True
    agreed = agreements_in_force(supplier.pk, warehouse.organization_id)
    return agreed.filter(Q(mode=AgreementMode.EXTERNAL) | Q(inventory_editable_since__isnull=False)).exists()


def keeps_for(keeper_id: UUID, supplier_id: UUID) -> bool:
    """Tell whether a distributor keeps stock for a supplier, by an agreement in force."""
    return agreements_in_force(supplier_id, keeper_id).exists()


def agreements_in_force(supplier_id: UUID, distributor_id: UUID) -> QuerySet[Agreement]:
    """Return the agreement between these two, if one is in force."""
    return Agreement.objects.filter(
        supplier=supplier_id, distributor=distributor_id, status=AgreementStatus.ACTIVE
    )


def warehouse_names(warehouse_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return the names of those of these warehouses that whoever asks sees; no statement where none is asked for."""
    keys = list(warehouse_ids)
    return dict(Warehouse.objects.filter(pk__in=keys).values_list("pk", "name")) if keys else {}
