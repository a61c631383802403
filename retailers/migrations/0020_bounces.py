"""The address of a customer from which mail comes back; a registered contact is found by email."""

import django.db.models.deletion
import django.db.models.functions.text
import uuid_utils.compat
import wholesale.tenancy.declarations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('organizations', '0006_merging'),
        ('retailers', '0019_asking'),
    ]

    operations = [
        migrations.CreateModel(
            name='CustomerBounce',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('email', models.EmailField(max_length=254)),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.AddIndex(
            model_name='customercontact',
            index=models.Index(models.F('supplier'), django.db.models.functions.text.Lower('email'), name='customer_contact_email'),
        ),
        migrations.AddField(
            model_name='customerbounce',
            name='customer',
            field=models.OneToOneField(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='bounce', to='retailers.customer'),
        ),
        migrations.AddField(
            model_name='customerbounce',
            name='supplier',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization'),
        ),
        migrations.AddIndex(
            model_name='customerbounce',
            index=models.Index(fields=['supplier', 'email'], name='customer_bounce_email'),
        ),
        migrations.AddConstraint(
            model_name='customerbounce',
            constraint=wholesale.tenancy.declarations.TenantReference(field='customer', name='customer_bounce_customer'),
        ),
        migrations.AddConstraint(
            model_name='customerbounce',
            constraint=models.UniqueConstraint(fields=('supplier', 'customer'), name='customer_bounce_once'),
        ),
        migrations.AddConstraint(
            model_name='customerbounce',
            constraint=wholesale.tenancy.declarations.Access(name='customer_bounce_access', staff='select, insert, update, delete', supplier='select, delete'),
        ),
        migrations.AlterField(
            model_name='bulkitem',
            name='skipped',
            field=models.CharField(blank=True, choices=[('unchanged', 'It was so already'), ('not_registered', 'It has not registered yet'), ('relation_ended', 'The relation has ended'), ('too_many_labels', 'It would have more than 20 labels'), ('no_email', 'It has no contact email'), ('invited_already', 'It is invited already'), ('registered_already', 'It has registered already'), ('bounced', 'Mail to its email comes back'), ('email_taken', 'Its email is invited as another retailer'), ('gone', 'You no longer see it'), ('refused', 'It could not be done')], max_length=20),
        ),
    ]
