from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "wholesale.accounts"

    def ready(self) -> None:
        from allauth.account.signals import email_confirmed

        from wholesale.accounts.proving import on_email_confirmed

        email_confirmed.connect(on_email_confirmed, dispatch_uid="accounts.proving")
