from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "lienthong.accounts"
    default_auto_field = "django.db.models.BigAutoField"
