"""The app of the door, for its two tables."""

from django.apps import AppConfig


class NetConfig(AppConfig):
    name = "allostream.net"
    label = "net"
