"""All addresses. The pages' own addresses are in allostream.web.urls."""

from django.urls import include, path

urlpatterns = [path("", include("allostream.web.urls"))]

handler400 = "allostream.web.views.errors.bad_request"
handler403 = "allostream.web.views.errors.forbidden"
handler404 = "allostream.web.views.errors.not_found"
handler500 = "allostream.web.views.errors.server_error"
