"""Whether a mail has arrived since is asked by address; a supplier asks which addresses get no more mail."""

import django.db.models.functions.text
from django.db import migrations, models

from wholesale.tenancy.operations import LookUp


class Migration(migrations.Migration):

    dependencies = [
        ('mail', '0001_initial'),
        ('organizations', '0006_merging'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='outboundemail',
            index=models.Index(models.F('organization'), django.db.models.functions.text.Lower('to'), models.F('delivered_at'), condition=models.Q(('delivered_at__isnull', False)), name='outbound_email_arrived'),
        ),
        LookUp(
            "suppressed_among(addresses text[])",
            returns="email text, reason text",
            query="SELECT email, reason FROM public.mail_suppression WHERE email = ANY(addresses)",
            roles=("supplier",),
        ),
    ]
