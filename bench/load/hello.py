"""The least that Django can be asked for: one view, no middleware, no database. A baseline."""

from django.conf import settings
from django.core.management.utils import get_random_secret_key
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

settings.configure(SECRET_KEY=get_random_secret_key(), ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, MIDDLEWARE=[])


def hello(_request: HttpRequest) -> HttpResponse:
    """A greeting."""
    return HttpResponse("Hello")


urlpatterns = [path("", hello)]
application = get_wsgi_application()
