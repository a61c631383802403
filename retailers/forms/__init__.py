"""What people type about retailers: a supplier about its customers, a retailer about itself."""

from retailers.forms.customers import CustomerForm, EntryForm, NewRetailerForm
from retailers.forms.groups import GroupForm
from retailers.forms.own_profile import AddressForm, ContactForm, ShipToForm

__all__ = [
    "AddressForm",
    "ContactForm",
    "CustomerForm",
    "EntryForm",
    "GroupForm",
    "NewRetailerForm",
    "ShipToForm",
]
