"""How people sign in, what a session may last, and how guessing is slowed; the same in every environment."""

from datetime import timedelta

PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "parties.passwords.NotLikeThePerson"},
    {"NAME": "parties.passwords.NotOfThePortal"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
# axes only refuses; the second finds the person, and computes a hash for an unknown account too.
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
# Links of letters about a password.
PASSWORD_RESET_TIMEOUT = 3600
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "parties:landing"
LOGOUT_REDIRECT_URL = "/"

# -- accounts: by e-mail, from invitations only -----------------------------------------------------

ACCOUNT_ADAPTER = "parties.adapters.AccountAdapter"
ACCOUNT_FORMS = {"login": "parties.forms.SignInForm", "reset_password": "parties.forms.ForgottenPasswordForm"}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
# An address comes from an invitation that was read at it, or is confirmed by a link (parties/address_changes.py).
ACCOUNT_EMAIL_VERIFICATION = "none"
MFA_ALLOW_UNVERIFIED_EMAIL = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
# Only what failed is counted: for each address so much that a hall of people behind one, each with a slip or two, is
# not refused, and a high number for each account.
ACCOUNT_RATE_LIMITS = {"login": "", "login_failed": "120/m/ip,300/h/key", "reset_password": "60/h/ip,5/h/key"}
# Of a device that the owner signed in on before, in the place of both: guesses of others do not lock the owner out.
KNOWN_DEVICE_LIMIT = "10/15m/key"

# -- two-step sign-in -------------------------------------------------------------------------------

MFA_ADAPTER = "parties.adapters.TwoStepAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Strategic Plan Portal"
MFA_FORMS = {
    "authenticate": "parties.forms.SecondStepForm",
    "reauthenticate": "parties.forms.ConfirmSecondStepForm",
    "add_webauthn": "parties.forms.AddKeyForm",
    "edit_webauthn": "parties.forms.EditKeyForm",
}
# Wrong codes of one person, wherever they come from.
SECOND_STEP_LIMIT = "10/15m/key"
# One step of thirty seconds either way, for telephones whose clock is a little off.
MFA_TOTP_TOLERANCE = 1

# -- guessing ---------------------------------------------------------------------------------------

AXES_FAILURE_LIMIT = 6
AXES_COOLOFF_TIME = timedelta(minutes=15)
# Account and address together: whoever guesses from elsewhere does not lock the owner out.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_CALLABLE = "parties.throttling.account_of"
AXES_WHITELIST_CALLABLE = "parties.devices.is_known"
AXES_CLIENT_IP_CALLABLE = "parties.throttling.network_of"
AXES_LOCKOUT_TEMPLATE = "account/throttled.html"
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_DISABLE_ACCESS_LOG = True
AXES_SENSITIVE_PARAMETERS = ["login", "password", "csrfmiddlewaretoken"]
AXES_VERBOSE = False
# Failures that the journal tells of each account, and of all unknown ones together.
JOURNAL_LIMIT = "20/h/key"

# -- sessions ---------------------------------------------------------------------------------------

SESSION_IDLE = timedelta(hours=12)
SESSION_LONGEST = timedelta(days=7)
SESSION_SEEN_EVERY = timedelta(minutes=5)
SESSION_COOKIE_AGE = int(SESSION_LONGEST.total_seconds())
