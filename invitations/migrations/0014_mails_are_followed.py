"""An invitation's row follows its mails: the database notes what the outbox learns, whoever tells it (SPEC.md N1, M2).

As the owner, for who sends mails sees no invitation; and of a supplier's own mails alone. What became of both mails,
the first and the reminder, is read each time, so that reports may come in any order and more than once.
"""

from django.db import migrations

# A note of the sender's must neither wait nor fail, or its mail would leave twice: where somebody holds the row, that
# it was sent is left out, and learnt with the next report. Reports wait; they are read again.
FOLLOWED = """
CREATE FUNCTION app.follow_invitation() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  named text[] := regexp_match(NEW.key, '^(invitation:([0-9a-f-]{36}):([0-9]+))(:reminder)?$');
  is_reported boolean := (OLD.bounced_at, OLD.delivered_at, OLD.opened_at)
    IS DISTINCT FROM (NEW.bounced_at, NEW.delivered_at, NEW.opened_at);
  came_back timestamptz;
  whose uuid;
BEGIN
  IF named IS NULL THEN
    RETURN NULL;
  END IF;
  IF NOT is_reported THEN
    PERFORM FROM public.invitations_invitation i WHERE i.supplier_id = NEW.organization_id AND i.id = named[2]::uuid
      FOR NO KEY UPDATE SKIP LOCKED;
    IF NOT FOUND THEN
      RETURN NULL;
    END IF;
  END IF;
  UPDATE public.invitations_invitation i SET mail_state = m.state, delivered_at = m.delivered, opened_at = m.opened,
    bounced_at = CASE WHEN m.bounced > coalesce(m.arrived, '-infinity') THEN m.bounced END
  FROM (
    SELECT (array_agg(o.state ORDER BY o.key))[1] AS state, min(o.delivered_at) AS delivered, min(o.opened_at) AS opened,
      max(o.bounced_at) AS bounced, max(greatest(o.delivered_at, o.opened_at)) AS arrived
    FROM public.mail_outboundemail o
    WHERE o.organization_id = NEW.organization_id AND o.key IN (named[1], named[1] || ':reminder')
  ) m
  WHERE i.supplier_id = NEW.organization_id AND i.id = named[2]::uuid AND i.sent_count = named[3]::int
  RETURNING i.bounced_at, i.customer_id INTO came_back, whose;
  IF came_back IS NOT NULL AND NEW.bounced_at IS DISTINCT FROM OLD.bounced_at THEN
    PERFORM app.note_bounce(NEW.organization_id, ARRAY[whose], NEW."to", came_back);
  END IF;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION app.follow_invitation() FROM PUBLIC;
CREATE TRIGGER mails_of_invitations AFTER UPDATE OF state, bounced_at, delivered_at, opened_at
  ON public.mail_outboundemail FOR EACH ROW WHEN (NEW.organization_id IS NOT NULL AND NEW.key LIKE 'invitation:%' AND
    (OLD.state, OLD.bounced_at, OLD.delivered_at, OLD.opened_at)
    IS DISTINCT FROM (NEW.state, NEW.bounced_at, NEW.delivered_at, NEW.opened_at))
  EXECUTE FUNCTION app.follow_invitation();

UPDATE public.invitations_invitation SET opened_at = NULL, mail_state = 'sent';
UPDATE public.invitations_invitation i SET mail_state = o.state, delivered_at = o.delivered_at, opened_at = o.opened_at,
  bounced_at = CASE WHEN o.bounced_at > coalesce(greatest(o.delivered_at, o.opened_at), '-infinity') THEN o.bounced_at END
FROM public.mail_outboundemail o
WHERE o.organization_id = i.supplier_id AND o.key = 'invitation:' || i.id || ':' || i.sent_count;
"""
GONE = """
DROP TRIGGER mails_of_invitations ON public.mail_outboundemail;
DROP FUNCTION app.follow_invitation();
"""
# Of several rows of one address the one that waits stays, else the one accepted last, else the one sent last. What
# happened with the others stays in the log and in their customers' history.
ONE_ROW = """
DELETE FROM public.invitations_invitation i USING (
  SELECT id, row_number() OVER (PARTITION BY supplier_id, email
    ORDER BY status = 'pending' DESC, accepted_at DESC NULLS LAST, sent_at DESC, id DESC) AS place
  FROM public.invitations_invitation WHERE email <> ''
) ranked WHERE ranked.id = i.id AND ranked.place > 1;
"""


class Migration(migrations.Migration):
    dependencies = [("invitations", "0013_states"), ("mail", "0002_followed"), ("retailers", "0021_bounces_are_noted")]
    operations = [
        migrations.RunSQL(FOLLOWED, GONE),
        migrations.RunSQL(ONE_ROW, migrations.RunSQL.noop),
    ]
