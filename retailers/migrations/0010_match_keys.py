"""Entries carry the keys by which a file is matched; the index of tokens keeps no list of what is still to be sorted in."""

import django.contrib.postgres.indexes
from django.db import migrations, models

from retailers.indexing import KEYS, match_keys
from retailers.profiles import Place, profile_of

BATCH = 1000
COMPARED = ("name", "street", "city", "region", "postal_code", "phone", "country")


def write_keys(apps, editor):
    entries = apps.get_model("retailers", "DirectoryEntry").objects
    batch = []
    for entry in entries.only(*COMPARED).order_by("pk").iterator(chunk_size=BATCH):
        place = Place(**{name: getattr(entry, name) for name in COMPARED})
        for name, key in match_keys(profile_of(place)).items():
            setattr(entry, name, key)
        batch.append(entry)
        if len(batch) == BATCH:
            entries.bulk_update(batch, KEYS)
            batch = []
    entries.bulk_update(batch, KEYS)


class Migration(migrations.Migration):

    dependencies = [
        ('organizations', '0005_guests_in_force'),
        ('retailers', '0009_words_of_customers'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='directoryentry',
            name='directory_tokens',
        ),
        migrations.AddField(
            model_name='directoryentry',
            name='house_key',
            field=models.CharField(blank=True, editable=False, max_length=80),
        ),
        migrations.AddField(
            model_name='directoryentry',
            name='name_key',
            field=models.CharField(blank=True, editable=False, max_length=80),
        ),
        migrations.AddField(
            model_name='directoryentry',
            name='phone_key',
            field=models.CharField(blank=True, editable=False, max_length=80),
        ),
        migrations.AddIndex(
            model_name='directoryentry',
            index=django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['search_tokens'], name='directory_tokens'),
        ),
        migrations.AddIndex(
            model_name='directoryentry',
            index=models.Index(condition=models.Q(('phone_key', ''), _negated=True), fields=['phone_key'], name='directory_phone_key'),
        ),
        migrations.AddIndex(
            model_name='directoryentry',
            index=models.Index(condition=models.Q(('house_key', ''), _negated=True), fields=['house_key'], name='directory_house_key'),
        ),
        migrations.AddIndex(
            model_name='directoryentry',
            index=models.Index(condition=models.Q(('name_key', ''), _negated=True), fields=['name_key'], name='directory_name_key'),
        ),
        migrations.RunPython(write_keys, migrations.RunPython.noop),
    ]
