from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.utils.translation import gettext_lazy as _


class PartiesConfig(AppConfig):
    name = "parties"
    verbose_name = "Parties and people"

    def ready(self) -> None:
        from allauth.account import signals as account
        from allauth.mfa import signals as two_step
        from axes.signals import user_locked_out
        from django.contrib.auth.signals import user_logged_in
        from django.db.models.signals import post_save

        from jobs.services import register
        from parties import emails, inviting, password_resets, receivers

        register(emails.KIND, emails.send_email, when_failed=emails.letter_failed, title=_("Letter"))
        register(inviting.KIND, inviting.send_list, is_long=True, title=_("Invitations of a list"))
        # Long, so that no page waits for it and tells by that who has an account.
        register(password_resets.KIND, password_resets.write_letter, is_long=True, title=_("Letter about a password"))
        user_logged_in.connect(receivers.signed_in)
        user_locked_out.connect(receivers.throttled)
        two_step.authentication_failed.connect(receivers.wrong_code)
        two_step.authenticator_added.connect(receivers.authenticator_added)
        two_step.authenticator_removed.connect(receivers.authenticator_removed)
        two_step.authenticator_reset.connect(receivers.authenticator_reset)
        for changed in (account.password_changed, account.password_set, account.password_reset):
            changed.connect(receivers.password_changed)
        post_save.connect(receivers.account_made, sender=self.get_model("User"))


class PortalAdminConfig(admin_apps.AdminConfig):
    """The admin site with the portal's own door."""

    default = False
    default_site = "parties.admin_site.PortalAdminSite"
