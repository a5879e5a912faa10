"""All addresses: those of allostream.web.urls as they are. A table within a table would cost each page 4 µs."""

from allostream.web.urls import urlpatterns

__all__ = ["handler400", "handler403", "handler404", "handler429", "handler500", "urlpatterns"]

handler400 = "allostream.web.views.errors.bad_request"
handler403 = "allostream.web.views.errors.forbidden"
handler404 = "allostream.web.views.errors.not_found"
handler429 = "allostream.web.views.errors.too_many"
handler500 = "allostream.web.views.errors.server_error"
