"""Entries are found by other tokens than before: write them anew, a thousand at a time."""

from django.db import migrations

from retailers.profiles import Place
from retailers.tokens import tokens_of

BATCH = 1000
COMPARED = ("name", "street", "city", "region", "postal_code", "phone", "country")


def write_tokens(apps, editor):
    entries = apps.get_model("retailers", "DirectoryEntry").objects
    batch = []
    for entry in entries.only(*COMPARED).order_by("pk").iterator(chunk_size=BATCH):
        entry.search_tokens = tokens_of(Place(**{name: getattr(entry, name) for name in COMPARED}))
        batch.append(entry)
        if len(batch) == BATCH:
            entries.bulk_update(batch, ["search_tokens"])
            batch = []
    entries.bulk_update(batch, ["search_tokens"])


class Migration(migrations.Migration):
    dependencies = [("retailers", "0012_applied_schedules")]
    operations = [migrations.RunPython(write_tokens, migrations.RunPython.noop)]
