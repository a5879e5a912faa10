"""Bringing a link: what the page tells of an address at once, and what becomes of what is sent."""

from collections.abc import Callable
from contextlib import contextmanager
from typing import Any

import pytest
from django.test import Client

from allostream.accounts.models import User
from allostream.community import asking
from allostream.community.models import HostAnswer, Submission
from allostream.community.working import complete
from allostream.links.models import WatchLink
from allostream.net.asking import Ask, Reply
from allostream.net.errors import TimedOut
from allostream.web.views import bringing
from tests import factories, people
from tests.connectors.replay import Recordings
from tests.pages.reading import main_of
