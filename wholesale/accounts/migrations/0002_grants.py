"""People and their sessions belong to no tenant: only the app's own role and the staff touch them."""

from django.db import migrations

from wholesale.tenancy.operations import GrantShared

ALL = "select, insert, update, delete"


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("usersessions", "0001_initial"),
        ("admin", "0003_logentry_add_action_flag_choices"),
    ]
    operations = [
        GrantShared(["accounts_user"], app="select, insert, update", staff="select, insert, update"),
        GrantShared(["accounts_user_groups", "accounts_user_user_permissions"], app="select", staff=ALL),
        GrantShared(["account_emailaddress", "account_emailconfirmation"], app=ALL, staff=ALL),
        GrantShared(["mfa_authenticator", "usersessions_usersession"], app=ALL, staff="select, delete"),
        GrantShared(["django_admin_log"], staff="select, insert"),
    ]
