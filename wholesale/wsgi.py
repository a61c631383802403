"""The web entrance, for gunicorn."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wholesale.settings")
application = get_wsgi_application()
