"""Entries were found by other tokens than before; 0008 writes them all anew."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("retailers", "0002_look_ups")]
    operations: list[object] = []
