"""The settings of test servers: files under their own names, for the others exist only after collectstatic."""

from allostream.config.settings import *  # noqa: F403
from allostream.config.settings import STORAGES

STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = True
