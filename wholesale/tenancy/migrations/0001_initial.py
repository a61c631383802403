"""The functions of the acting context, and who may touch the tables of Django's own packages."""

from django.db import migrations

from wholesale.tenancy.operations import GrantShared, SharedFunctions

ALL = "select, insert, update, delete"


class Migration(migrations.Migration):
    initial = True
    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("sessions", "0001_initial"),
    ]
    operations = [
        SharedFunctions(),
        GrantShared(["django_migrations", "django_content_type", "auth_permission"], app="select", staff="select"),
        GrantShared(["auth_group", "auth_group_permissions"], app="select", staff=ALL),
        GrantShared(["django_session"], app=ALL, staff=ALL),
    ]
