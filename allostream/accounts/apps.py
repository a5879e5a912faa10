from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "allostream.accounts"
    label = "accounts"
