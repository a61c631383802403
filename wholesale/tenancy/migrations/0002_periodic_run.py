"""The slots that periodic jobs take, so that two beats do no harm."""

import django.utils.timezone
import uuid_utils.compat
import wholesale.tenancy.declarations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tenancy', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='PeriodicRun',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=120)),
                ('slot', models.BigIntegerField()),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('name', 'slot'), name='periodic_run_once'), wholesale.tenancy.declarations.Access(app='select, insert, delete', name='periodic_run_access')],
            },
        ),
    ]
