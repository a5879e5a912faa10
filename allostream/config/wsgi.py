"""The server's entry point: `granian --interface wsgi allostream.config.wsgi:application`."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "allostream.config.settings")
handler = get_wsgi_application()

# Only now, for these stand on the settings and the tables.
from django.conf import settings  # noqa: E402

from allostream.config.threads import keep_by_thread  # noqa: E402
from allostream.web.front import Front, refusing  # noqa: E402

keep_by_thread()

django_application = refusing(handler)
application = Front(django_application, settings.PAGE_CACHE) if settings.PAGE_CACHE else django_application

# A page is made of some thousands of small objects that die with it, while the program itself lives on: looked through
# at every 700 new objects, as is usual, all of it costs a twentieth of each page. What is loaded now is never looked at
# again, and the rest once in a few pages.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 50)
