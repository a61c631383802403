"""Which customers a list shows and which of them were chosen, read from an address or a form."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from retailers import queries
from retailers.enums import CustomerStatus, Licence
from retailers.models import Customer
from wholesale.organizations.access import Acting
from wholesale.ui.filters import Filter, ListFilters
from wholesale.ui.keys import keys_among
from wholesale.ui.many import WHOLE


def filters_of(acting: Acting, query: QueryDict) -> ListFilters:
    """Return search and filters of the Retailers page, with what this supplier has to choose from."""
    supplier = acting.organization
    distributors = [(str(each.pk), each.name) for each in queries.distributor_choices(supplier)]
    offered = [
        Filter("status", _("Status"), [(value, str(label)) for value, label in CustomerStatus.choices]),
        Filter("distributor", _("Distributor"), [(queries.OWN, _("We deliver")), *distributors]),
        Filter("group", _("Group"), [(str(each.pk), each.name) for each in queries.groups_of(supplier)]),
        Filter("label", _("Label"), [(label, label) for label in queries.known_labels(supplier)]),
        Filter("active", _("Active"), [("yes", _("Active")), ("no", _("Inactive"))]),
        Filter("hold", _("On hold"), [("yes", _("On hold")), ("no", _("Not on hold"))]),
        Filter("licence", _("Licence"), [(each.value, str(each.label)) for each in Licence]),
        Filter("mail", _("Email"), [("bounced", _("Comes back")), ("fine", _("No mail came back"))]),
    ]
    return ListFilters(query, [each for each in offered if each.options], queries.SORTS)


def wanted_by(filters: ListFilters) -> queries.Wanted:
    """Return what the list is narrowed to."""
    chosen = filters.values
    active, hold, mail = chosen["active"], chosen["hold"], chosen["mail"]
    return queries.Wanted(
        search=filters.search,
        statuses=tuple(chosen["status"]),
        distributors=tuple(chosen["distributor"]),
        groups=tuple(UUID(each) for each in chosen.get("group", ())),
        labels=tuple(chosen.get("label", ())),
        is_active=active == ["yes"] if len(active) == 1 else None,
        is_on_hold=hold == ["yes"] if len(hold) == 1 else None,
        licences=tuple(chosen["licence"]),
        has_bounced=mail == ["bounced"] if len(mail) == 1 else None,
    )


def chosen_customers(acting: Acting, query: QueryDict) -> QuerySet[Customer]:
    """Return the customers that were chosen, one by one or as all that fit, as far as this person sees them."""
    seen = queries.customers_of(acting)
    if query.get(WHOLE):
        return wanted_by(filters_of(acting, query)).among(seen)
    return seen.filter(pk__in=keys_among(query.getlist("customer")))


def is_choosing(query: QueryDict) -> bool:
    """Tell whether customers were chosen at all."""
    return bool(query.get(WHOLE) or query.getlist("customer"))
