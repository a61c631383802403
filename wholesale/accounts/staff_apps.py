from django.contrib.admin.apps import AdminConfig


class StaffAdminConfig(AdminConfig):
    """Django admin with the site of wholesale.accounts.staff."""

    default_site = "wholesale.accounts.staff.StaffSite"
