"""The web entrance, for gunicorn."""

import os

from django.core.wsgi import get_wsgi_application

from wholesale.logs import scrub_server_logs

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wholesale.settings")
scrub_server_logs()
application = get_wsgi_application()
