"""What people type about retailers: a supplier about its customers, a retailer about itself."""

from retailers.forms.customers import CustomerForm, EntryForm, NewRetailerForm

__all__ = ["CustomerForm", "EntryForm", "NewRetailerForm"]
