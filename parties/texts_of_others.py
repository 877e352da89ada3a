"""What allauth and Django say on the pages of this portal: in our catalogues, which come first.

Their own translations are kept by many hands: some lack texts, others call the reader a friend or a program a token.
"""

from django.utils.translation import gettext_noop, ngettext_lazy

SIGNING_IN = (
    gettext_noop("Account Inactive"),
    gettext_noop("Cancel"),
    gettext_noop("Email"),
    gettext_noop("Email address"),
    gettext_noop("Enter a valid email address."),
    gettext_noop("Sign In"),
    gettext_noop("Successfully signed in as %(name)s."),
    gettext_noop("The email address and/or password you specified are not correct."),
    gettext_noop("This account is inactive."),
    gettext_noop("This field is required."),
    gettext_noop("Too many failed login attempts. Try again later."),
    gettext_noop("You have signed out."),
)
PASSWORDS = (
    gettext_noop("Bad Token"),
    gettext_noop("Change Password"),
    gettext_noop("Current Password"),
    gettext_noop("Forgot your password?"),
    gettext_noop(
        "Forgotten your password? Enter your email address below, and we'll send you an email allowing you to reset it."
    ),
    gettext_noop("New Password"),
    gettext_noop("New Password (again)"),
    gettext_noop("Password Reset"),
    gettext_noop("Password successfully changed."),
    gettext_noop("Please contact us if you have any trouble resetting your password."),
    gettext_noop("Please type your current password."),
    gettext_noop("Reset My Password"),
    gettext_noop(
        "The password reset link was invalid, possibly because it has already been used.  "
        'Please request a <a href="%(passwd_reset_url)s">new password reset</a>.'
    ),
    gettext_noop("This password is too common."),
    ngettext_lazy(
        "This password is too short. It must contain at least %d character.",
        "This password is too short. It must contain at least %d characters.",
    ),
    gettext_noop(
        "We have sent you an email. If you have not received it please check your spam folder. Otherwise contact us "
        "if you do not receive it in a few minutes."
    ),
    gettext_noop("You must type the same password each time."),
    gettext_noop("Your password can’t be a commonly used password."),
    gettext_noop("Your password can’t be too similar to your other personal information."),
    gettext_noop("Your password is now changed."),
    ngettext_lazy(
        "Your password must contain at least %(min_length)d character.",
        "Your password must contain at least %(min_length)d characters.",
    ),
)
SECOND_STEP = (
    gettext_noop("A new set of recovery codes has been generated."),
    gettext_noop("Authenticator app activated."),
    gettext_noop("Authenticator app deactivated."),
    gettext_noop("Security key added."),
    gettext_noop("Security key removed."),
    gettext_noop("Add Security Key"),
    gettext_noop("Alternative options"),
    gettext_noop("Are you sure?"),
    gettext_noop("Are you sure you want to remove this security key?"),
    gettext_noop("Authenticator code"),
    gettext_noop("Code"),
    gettext_noop("Confirm Access"),
    gettext_noop("Deactivate"),
    gettext_noop("Deactivate Authenticator App"),
    gettext_noop("Download codes"),
    gettext_noop("Edit Security Key"),
    gettext_noop("Enter an authenticator code:"),
    gettext_noop("Enter your password:"),
    gettext_noop("Generate"),
    gettext_noop("Generate new codes"),
    gettext_noop("Incorrect code."),
    gettext_noop("Incorrect password."),
    gettext_noop("Master key"),
    gettext_noop("Backup key"),
    gettext_noop("Please reauthenticate to safeguard your account."),
    gettext_noop("Recovery Codes"),
    gettext_noop("Remove Security Key"),
    gettext_noop("Save"),
    gettext_noop("Security Keys"),
    ngettext_lazy(
        "There is %(unused_count)s out of %(total_count)s recovery codes available.",
        "There are %(unused_count)s out of %(total_count)s recovery codes available.",
    ),
    gettext_noop("This action will invalidate your existing codes."),
    gettext_noop("This functionality requires JavaScript."),
    gettext_noop("Two-Factor Authentication"),
    gettext_noop("Unused codes"),
    gettext_noop("Use a security key"),
    gettext_noop("Use authenticator app or code"),
    gettext_noop("Use your password"),
    gettext_noop("You are about to deactivate authenticator app based authentication. Are you sure?"),
    gettext_noop("You are about to generate a new set of recovery codes for your account."),
    gettext_noop("You cannot deactivate two-factor authentication."),
    gettext_noop("You cannot generate recovery codes without having two-factor authentication enabled."),
    gettext_noop("Your account is protected by two-factor authentication. Please enter an authenticator code:"),
)
