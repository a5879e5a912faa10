"""The server's entry point: `granian --interface wsgi allostream.config.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "allostream.config.settings")
handler = get_wsgi_application()

# Only now, for these stand on the settings and the tables.
from django.conf import settings  # noqa: E402

from allostream.config.threads import keep_by_thread  # noqa: E402
from allostream.lib.garbage import look_rarely  # noqa: E402
from allostream.web.front import Front, refusing  # noqa: E402

keep_by_thread()

django_application = refusing(handler)
application = Front(django_application, settings.PAGE_CACHE) if settings.PAGE_CACHE else django_application

look_rarely()
