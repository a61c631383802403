"""What became of an invitation's mails stands on its row; a supplier may switch the reminder off."""

import django.db.models.deletion
import uuid_utils.compat
import wholesale.tenancy.declarations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('invitations', '0012_tag_versions'),
        ('organizations', '0006_merging'),
        ('retailers', '0021_bounces_are_noted'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='InvitationSettings',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('is_reminding', models.BooleanField(default=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='invitation',
            name='invitation_pending_once',
        ),
        migrations.AddField(
            model_name='invitation',
            name='bounced_at',
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name='invitation',
            name='delivered_at',
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name='invitation',
            name='mail_state',
            field=models.CharField(choices=[('queued', 'Queued'), ('sent', 'Sent'), ('suppressed', 'Held back'), ('dead', 'Given up')], default='queued', editable=False, max_length=10),
        ),
        migrations.AddField(
            model_name='invitation',
            name='reminded_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='invitation',
            name='reminder_hash',
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AlterField(
            model_name='invitation',
            name='opened_at',
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddIndex(
            model_name='invitation',
            index=models.Index(fields=['supplier', '-sent_at', '-id'], name='invitation_sent'),
        ),
        migrations.AddIndex(
            model_name='invitation',
            index=models.Index(condition=models.Q(('reminder_hash', ''), _negated=True), fields=['reminder_hash'], name='invitation_reminder'),
        ),
        migrations.AddIndex(
            model_name='invitation',
            index=models.Index(models.F('supplier'), models.F('sent_at'), condition=models.Q(('reminded_at', None), ('status', 'pending')), name='invitation_unreminded'),
        ),
        migrations.AddField(
            model_name='invitationsettings',
            name='supplier',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization'),
        ),
        migrations.AddConstraint(
            model_name='invitationsettings',
            constraint=models.UniqueConstraint(fields=('supplier',), name='invitation_settings_once'),
        ),
        migrations.AddConstraint(
            model_name='invitationsettings',
            constraint=wholesale.tenancy.declarations.Access(name='invitation_settings_access', supplier='select, insert, update'),
        ),
    ]
