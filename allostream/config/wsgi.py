"""The server's entry point: `granian --interface wsgi allostream.config.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "allostream.config.settings")
django_application = get_wsgi_application()

# Only now, for these stand on the settings and the tables.
from django.conf import settings  # noqa: E402

from allostream.web.front import Front  # noqa: E402

application = Front(django_application, settings.PAGE_CACHE) if settings.PAGE_CACHE else django_application
