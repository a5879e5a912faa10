"""All addresses. The pages' own addresses are in allostream.web.urls."""

from django.urls import include, path

urlpatterns = [path("", include("allostream.web.urls"))]
