"""Prove that every balance is the sum of its ledger, and every reservation what its order's lines say."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from inventory.queries import reconciliation
from orders.queries.reconciliation import reservations_off
from wholesale.organizations.models import Organization
from wholesale.tenancy.contexts import Context, act_as
from wholesale.tenancy.roles import Role


class Command(BaseCommand):
    """Compare ledger, balances, reservations and transfers of each supplier; fail on any difference."""

    help = "Prove that balances equal the sums of the ledger, and what orders hold their lines (SPEC.md I4)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--supplier", help="slug of one supplier; all of them without it")

    def handle(self, *args: Any, **options: Any) -> None:
        suppliers = Organization.objects.filter(sells=True).order_by("slug")
        if options["supplier"]:
            suppliers = suppliers.filter(slug=options["supplier"])
            if not suppliers:
                raise CommandError(f"There is no supplier {options['supplier']}.")
        faults = [fault for supplier in suppliers for fault in self._faults(supplier)]
        for fault in faults:
            self.stderr.write(fault)
        if faults:
            raise CommandError(f"{len(faults)} faults in stock.")
        self.stdout.write(f"Stock adds up for {len(suppliers)} suppliers.")

    def _faults(self, supplier: Organization) -> list[str]:
        with act_as(Context(Role.SUPPLIER, supplier_id=supplier.pk)), transaction.atomic():
            faults = [f"balance differs: {off}" for off in reconciliation.balances_off(supplier.pk)]
            faults += [f"reservation differs: {off}" for off in reservations_off(supplier.pk)]
            faults += [
                f"lots of product {product} in warehouse {warehouse} do not add up"
                for warehouse, product in reconciliation.lots_off(supplier.pk)
            ]
            off = reconciliation.transfers_off(supplier.pk)
            faults += [f"transfer {transfer.number} differs from its ledger" for transfer in off]
        return [f"{supplier.slug}: {fault}" for fault in faults]
