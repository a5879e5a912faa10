"""All addresses. The pages' own addresses are in allostream.web.urls."""

from django.urls import include, path

urlpatterns = [path("", include("allostream.web.urls"))]
handler404 = "allostream.web.errors.not_found"
handler403 = "allostream.web.errors.forbidden"
handler400 = "allostream.web.errors.bad_request"
handler500 = "allostream.web.errors.server_error"
