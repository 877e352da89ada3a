"""Settings, all from the environment; `.env.example` lists every variable.

Nothing set is the embedded default: SQLite under var/, short jobs in the process that asks, long ones beside it.
"""

import sys
from pathlib import Path
from urllib.parse import urlsplit

import django_stubs_ext
import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from evaluation.editions.contents import contents, release
from languages.catalogues import FOLDERS, number_of_texts
from strategic_plan import api_settings, cache_settings, database_settings, log_lines
from strategic_plan.background import *  # noqa: F403 -- as below
from strategic_plan.house import *  # noqa: F403 -- as below
from strategic_plan.sign_in import *  # noqa: F403 -- a part of these settings that no environment changes

# Lets admin classes and views name their model as a type parameter at run time too.
django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"
VAR_DIR.mkdir(exist_ok=True)

env = environ.Env()
env_file = BASE_DIR / ".env"
if env_file.exists():
    env.read_env(env_file)

# -- who may reach us -------------------------------------------------------------------------------

DEBUG = env.bool("DEBUG", default=False)
PUBLIC_URL = env.str("PUBLIC_URL", default="http://127.0.0.1:8000")
HTTPS = urlsplit(PUBLIC_URL).scheme == "https"
# What documents and other offices print of us: a name that stays when the portal moves.
PERMANENT_URL = env.str("PERMANENT_URL", default="") or PUBLIC_URL
# Whoever comes by that name, or by one of before, is led on to PUBLIC_URL (portal/moved.py).
MOVED_HOSTS = {urlsplit(url).netloc for url in (PERMANENT_URL, *env.str("FORMER_URLS", default="").split())}
MOVED_HOSTS -= {urlsplit(PUBLIC_URL).netloc}
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
ALLOWED_HOSTS += [str(urlsplit(f"//{host}").hostname) for host in sorted(MOVED_HOSTS)]
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
CSRF_FAILURE_VIEW = "parties.tokens.csrf_failure"
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)


def secret_key() -> str:
    """Return SECRET_KEY, or a key kept under var/ for a portal that only this machine can reach."""
    key: str = env.str("SECRET_KEY", default="")
    if key:
        return key
    if HTTPS:
        raise ImproperlyConfigured("SECRET_KEY is not set. Put a long random value in .env (see .env.example).")
    from django.core.management.utils import get_random_secret_key

    kept = VAR_DIR / "secret_key"
    if not kept.exists():
        kept.write_text(get_random_secret_key() + get_random_secret_key())
        kept.chmod(0o600)
    return kept.read_text()


SECRET_KEY = secret_key()
# What the keys of today replaced: still read, never written with (docs/keys.md).
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
# Seals second steps; empty: made of SECRET_KEY.
TWO_STEP_KEY = env.str("TWO_STEP_KEY", default="")
TWO_STEP_KEY_FALLBACKS = env.list("TWO_STEP_KEY_FALLBACKS", default=[])

# -- the house --------------------------------------------------------------------------------------

ROOT_URLCONF = "strategic_plan.urls"
WSGI_APPLICATION = "strategic_plan.wsgi.application"
AUTH_USER_MODEL = "parties.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["strategic_plan.template_files.Loader", "django.template.loaders.app_directories.Loader"],
                )
            ],
            # Days as each language writes them, and words of data, in every template.
            "builtins": ["parties.templatetags.local"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.context.portal",
                "parties.context.people",
            ],
        },
    },
]

# -- where things are kept --------------------------------------------------------------------------

DATABASES = database_settings.databases(
    env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'portal.sqlite3'}"),
    password=env.str("DATABASE_PASSWORD", default=""),
)
# Who migrates and who serves, on PostgreSQL (manage.py separate_roles), and what they sign in with; read by it alone.
DATABASE_ROLES = env.list("DATABASE_ROLES", default=["portal_owner", "portal_application"])
DATABASE_ROLE_PASSWORDS = [env.str("OWNER_PASSWORD", default=""), env.str("APPLICATION_PASSWORD", default="")]

REDIS_URL = cache_settings.with_password(env.str("REDIS_URL", default=""), env.str("REDIS_PASSWORD", default=""))
CACHE_URL = cache_settings.with_password(env.str("CACHE_URL", default=""), env.str("CACHE_PASSWORD", default=""))
if REDIS_URL and not CACHE_URL:
    CACHE_URL = cache_settings.beside(REDIS_URL)
CACHES = cache_settings.caches(CACHE_URL)
DRAWN_AT_ONCE, WAITING_TO_BE_DRAWN, SECONDS_TO_WAIT = cache_settings.TURNS

CELERY_BROKER_URL = REDIS_URL or None
# Without Redis: whether what takes long is done by a process beside the server, or by the one that asks.
JOBS_BESIDE = env.bool("JOBS_BESIDE", default=True)

# -- the Clearing-House ------------------------------------------------------------------------------

# Without an address it is never asked.
BCH_BASE = env.str("BCH_BASE", default="")
BCH_REALM = env.str("BCH_REALM", default="BCH")
BCH_AGENT = env.str("BCH_AGENT", default="StrategicPlanPortal/1.0")
BCH_PER_SECOND = env.float("BCH_PER_SECOND", default=5.0)
# Whoever files reports there from here needs a token; without it nothing is sent.
BCH_TOKEN = env.str("BCH_TOKEN", default="")

# What a view takes is bounded before it is read (parties/bounds.py); an upload is never a file with a name.
DATA_UPLOAD_MAX_MEMORY_SIZE = FILE_UPLOAD_MAX_MEMORY_SIZE = 11 * 1024 * 1024
# Reads an attachment on standard input; status 0 is clean, 1 found. Empty: none is asked.
ATTACHMENT_SCANNER = env.str("ATTACHMENT_SCANNER", default="")

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
STATIC_IS_COLLECTED = (STATIC_ROOT / "staticfiles.json").exists()
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "strategic_plan.static_files.StaticFiles"
        if STATIC_IS_COLLECTED or "collectstatic" in sys.argv
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not STATIC_IS_COLLECTED
MEDIA_ROOT = VAR_DIR / "files"
# The Secretariat's wording of the questionnaires, as import_official_texts writes it; theirs, so never committed.
OFFICIAL_TEXTS = VAR_DIR / "official-texts"

# -- people -----------------------------------------------------------------------------------------

# Nothing set: messages are files under var/mail.
EMAIL = env.email_url("EMAIL_URL", default=f"filemail:///{VAR_DIR / 'mail'}")
globals().update(EMAIL)
if EMAIL["EMAIL_BACKEND"] == "django.core.mail.backends.smtp.EmailBackend":
    # The same, and addresses of every script.
    EMAIL_BACKEND = "parties.mail_backend.EmailBackend"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("MAIL_FROM", default="portal@localhost")
# Where a letter's reader may ask, and where answers to it go.
MAIL_QUESTIONS_TO = env.str("MAIL_QUESTIONS_TO", default="") or DEFAULT_FROM_EMAIL
# A browser lets a key be used without https only on the machine itself.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
# Where people land after signing in; names of pages above this app, looked up when asked for.
LANDING = {"secretariat": "desk:monitor", "focal_point": "national_reports:mine"}
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
# By their names browsers keep them from other hosts of the same domain, and from whoever reads the line.
if HTTPS:
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
    LANGUAGE_COOKIE_NAME, LANGUAGE_COOKIE_SECURE = "__Host-django_language", True
MESSAGE_STORAGE = "parties.cookies.Messages"
LANGUAGE_COOKIE_HTTPONLY, LANGUAGE_COOKIE_SAMESITE = True, "Lax"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]  # asked from inside, without a proxy
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        **{name: [NONE] for name in ("default-src", "base-uri", "frame-ancestors")},
        **{name: [SELF] for name in ("script-src", "style-src", "font-src", "connect-src", "form-action")},
        "img-src": [SELF, "data:"],
    }
}

# A folder on another medium for copies of the trail's exported heads; verify reads it beside its own.
AUDIT_HEADS = env.str("AUDIT_HEADS", default="")
# Whoever watches the portal shows this to /readyz and /metrics, and is told more; empty: nobody is.
OPERATORS_TOKEN = env.str("OPERATORS_TOKEN", default="")
EDITION_SIGNING_KEY = env.str("EDITION_SIGNING_KEY", default="")  # empty: documents are not signed

# -- languages --------------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
ALL_LANGUAGES = {
    "en": _("English"),
    "fr": _("French"),
    "es": _("Spanish"),
    "ru": _("Russian"),
    "ar": _("Arabic"),
    "zh-hans": _("Chinese"),
}
# Those that the interface is offered in: all that are asked for and have a catalogue.
LANGUAGES = [
    (code, ALL_LANGUAGES[code])
    for code in env.list("INTERFACE_LANGUAGES", default=list(ALL_LANGUAGES))
    if code == LANGUAGE_CODE or number_of_texts(code)
]
# A text of the interface comes before a word of the data that is spelled the same.
LOCALE_PATHS = list(FOLDERS)
FORMAT_MODULE_PATH = ["strategic_plan.formats"]
USE_I18N = USE_TZ = True
TIME_ZONE = "UTC"

# -- the API ----------------------------------------------------------------------------------------

REST_FRAMEWORK = api_settings.REST_FRAMEWORK
SPECTACULAR_SETTINGS = api_settings.SPECTACULAR_SETTINGS

LOGGING = log_lines.logging_settings(
    log_lines.checked(env.str("LOG_FORMAT", default="")), env.str("LOG_LEVEL", default="INFO")
)


# What pages, figures and editions say they were made by; the build of an image may name its commit.
RELEASE = release(BASE_DIR)
CODE_VERSION = env.str("CODE_VERSION", default="") or f"{RELEASE}+{contents(BASE_DIR)}"
