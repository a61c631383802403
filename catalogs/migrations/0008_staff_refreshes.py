"""Staff that merges retailers has what applies to their customers written anew, and writes none of it."""

from django.db import migrations

from wholesale.tenancy.operations import GrantShared


class Migration(migrations.Migration):
    dependencies = [("catalogs", "0007_merging")]
    operations = [GrantShared(["FUNCTION app.refresh_terms(uuid[])"], staff="EXECUTE")]
