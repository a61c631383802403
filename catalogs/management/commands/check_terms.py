"""Prove that what applies to every customer follows from what is set."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from catalogs.queries import terms_off
from wholesale.organizations.models import Organization
from wholesale.tenancy.contexts import Context, act_as
from wholesale.tenancy.roles import Role


class Command(BaseCommand):
    """Recompute each customer's terms from its levels, and compare; fail on any difference."""

    help = "Prove that the terms that the shop reads are those that the levels say (SPEC.md C14, C18)."

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
            raise CommandError(f"{len(faults)} customers have terms that do not follow from what is set.")
        self.stdout.write(f"Terms follow from what is set for {len(suppliers)} suppliers.")

    def _faults(self, supplier: Organization) -> list[str]:
        with act_as(Context(Role.SUPPLIER, supplier_id=supplier.pk)), transaction.atomic():
            return [f"{supplier.slug}: customer {customer}" for customer in terms_off(supplier.pk)]
