"""What is read of companies and their people."""

from wholesale.organizations.queries.agreements import (
    active_agreement,
    agreement_for,
    agreements_of,
    companies_to_connect,
    distributors_of,
    history_of,
    lock_agreement,
    public_company,
    responsibilities,
    steps_of,
    supplier_of_distributor,
    suppliers_of,
)
from wholesale.organizations.queries.companies import has_agreement_as_distributor
from wholesale.organizations.queries.invitations import invitation_by_hash
from wholesale.organizations.queries.people import (
    colleagues,
    has_colleagues,
    invitation_for,
    lock_admins,
    member_for,
    member_rows,
    members_of,
    open_invitations,
    roles_at,
)

__all__ = [
    "active_agreement",
    "agreement_for",
    "agreements_of",
    "colleagues",
    "companies_to_connect",
    "distributors_of",
    "has_agreement_as_distributor",
    "has_colleagues",
    "history_of",
    "invitation_by_hash",
    "invitation_for",
    "lock_admins",
    "lock_agreement",
    "member_for",
    "member_rows",
    "members_of",
    "open_invitations",
    "public_company",
    "responsibilities",
    "roles_at",
    "steps_of",
    "supplier_of_distributor",
    "suppliers_of",
]
