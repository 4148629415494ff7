"""Settings, read from the environment only. docs/operations.md names every variable."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONCE, NONE, SELF
from django.core.management.utils import get_random_secret_key
from django.utils.translation import gettext_lazy as _
from environs import Env

env = Env()
BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env.str("DATA_DIR", str(BASE_DIR / "data"))).resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True)
DEVELOPMENT = env.bool("DEVELOPMENT", False)
DEBUG = env.bool("DEBUG", False)


def kept_secret_key():
    """The key made on the first run; two processes that start together keep one of theirs."""
    path = DATA_DIR / "secret_key"
    try:
        with path.open("x") as file:
            path.chmod(0o600)
            file.write(get_random_secret_key())
    except FileExistsError:
        pass
    return path.read_text()


SECRET_KEY = env.str("SECRET_KEY", None) or kept_secret_key()
SITE_URL = env.str("SITE_URL", f"http://localhost:{env.int('PORT', 8000)}").rstrip("/")
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"] if DEVELOPMENT else []
)
# Exact origins (scheme, host, port) that may open a socket besides the page's own.
LIVE_ORIGINS = env.list("LIVE_ORIGINS", [])
# Whether a `Host` header is ours although ALLOWED_HOSTS does not name it.
OWN_HOST = "groups.subsites.hosts.is_subsite_host"

INSTALLED_APPS = [
    "workspace",
    "workspace.streams",
    "groups",
    "conversations",
    "conversations.outcomes.decisions",
    "conversations.outcomes.tasks",
    "documents",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "channels",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "modelsearch",
    "template_partials",
]

MIDDLEWARE = [
    "workspace.http.log.RequestLog",
    "groups.subsites.hosts.SubsiteMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "groups.middleware.PersonalMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "groups.middleware.RedirectMiddleware",
    "groups.middleware.SingleSignOnMiddleware",
    "workspace.http.throttle.ThrottleMiddleware",
]

ROOT_URLCONF = "workspace.urls"
ASGI_APPLICATION = "workspace.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "conversations.sidebar.sidebar",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "workspace.templatetags.interface",
                "template_partials.templatetags.partials",
            ],
        },
    }
]

DATABASES = {
    "default": env.dj_db_url(
        "DATABASE_URL", f"sqlite:///{DATA_DIR / 'beraad.sqlite3'}", conn_max_age=None
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
        "PRAGMA cache_size=-16000; PRAGMA mmap_size=134217728;",
    }
    # A file, also for tests: the live tests' server opens the same database.
    DATABASES["default"]["TEST"] = {"NAME": DATA_DIR / "test.sqlite3"}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", None)
CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
        "CONFIG": {"hosts": [REDIS_URL], "capacity": 10_000},
    }
    if REDIS_URL
    else {"BACKEND": "channels.layers.InMemoryChannelLayer", "CONFIG": {"capacity": 10_000}}
}

CACHES = {
    # Rate limits of sign-in live here: shared by all processes, and there when Redis is not.
    # A full cache drops others to make room: so many that nobody empties it by trying.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    "fragments": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "fragments",
        "OPTIONS": {"MAX_ENTRIES": 5_000},
    },
}

MODELSEARCH_BACKENDS = {"default": {"BACKEND": "conversations.search.backend"}}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# People

AUTH_USER_MODEL = "groups.Person"
AUTHENTICATION_BACKENDS = ["groups.backends.PersonBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
AUTH_PASSWORD_VALIDATORS[1]["OPTIONS"] = {"min_length": 12}
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
SESSION_ENGINE = "groups.sessions"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DEVELOPMENT
SESSION_COOKIE_NAME = "session"
CSRF_COOKIE_NAME = "csrf"

ACCOUNT_ADAPTER = "groups.adapters.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "groups.adapters.SocialAccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "groups.forms.SignupForm"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "http" if DEVELOPMENT else "https"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEVELOPMENT
MFA_TOTP_ISSUER = "Beraad"
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "sso",
                "name": env.str("OIDC_NAME", "Single sign-on"),
                "client_id": env.str("OIDC_CLIENT_ID"),
                "secret": env.str("OIDC_CLIENT_SECRET", ""),
                "settings": {"server_url": env.str("OIDC_URL")},
            }
        ]
        if env.str("OIDC_URL", None)
        else [],
    }
}

# Mail: EMAIL_URL names a server; without one, development keeps it in a readable outbox.

OUTBOX = DEVELOPMENT and not env.str("EMAIL_URL", None)
if OUTBOX:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = DATA_DIR / "outbox"
else:
    vars().update(env.dj_email_url("EMAIL_URL", "smtp://localhost:25"))
    # Of one answer of the server, in seconds.
    EMAIL_TIMEOUT = vars().get("EMAIL_TIMEOUT") or 30
# The part after the @ of the addresses that people write to; its MX leads to `mailin`.
MAIL_DOMAIN = env.str("MAIL_DOMAIN", urlsplit(SITE_URL).hostname).lower()
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", f"Beraad <beraad@{MAIL_DOMAIN}>")
# How long a message waits before it is mailed: to be taken back, and for what follows at once.
MAIL_DELAY_SECONDS = env.int("MAIL_DELAY_SECONDS", 90)
# How long a mail that came in is kept as it was.
MAIL_KEPT_DAYS = env.int("MAIL_KEPT_DAYS", 90)
# Whose `Authentication-Results` (RFC 8601) are believed: those of our own mail server.
AUTHSERV_IDS = env.list("AUTHSERV_IDS", [])
# Where `mailin` listens, or whose mailbox it looks into (conversations.mail.transports).
LMTP_LISTEN = env.str("LMTP_LISTEN", "")
SMTP_LISTEN = env.str("SMTP_LISTEN", "")
SMTP_CERTIFICATE, SMTP_KEY = env.str("SMTP_CERTIFICATE", ""), env.str("SMTP_KEY", "")
IMAP_URL = env.str("IMAP_URL", "")
# What a mail service that delivers by HTTP signs in with, as "name:password": without it none can;
# and what else django-anymail asks for of it, such as ANYMAIL_MAILGUN_WEBHOOK_SIGNING_KEY.
ANYMAIL = {"WEBHOOK_SECRET": env.str("WEBHOOK_SECRET", "")} | {
    name.removeprefix("ANYMAIL_"): env.str(name) for name in os.environ if name[:8] == "ANYMAIL_"
}

# Language and time

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", _("Dutch")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale/allauth"]
TIME_ZONE = env.str("TIME_ZONE", "Europe/Amsterdam")
USE_TZ = True

# Files

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STORAGES = {
    "default": {
        "BACKEND": "workspace.storage.Files",
        "OPTIONS": {"location": DATA_DIR / "files", "base_url": None},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_PERMISSIONS = 0o600
MAX_UPLOAD_BYTES = env.int("MAX_UPLOAD_BYTES", 50 * 1024 * 1024)
MAX_REQUEST_BYTES = MAX_UPLOAD_BYTES + 2 * 1024 * 1024
# A document may be larger: it is sent in pieces.
MAX_DOCUMENT_BYTES = env.int("MAX_DOCUMENT_BYTES", 250 * 1024 * 1024)
GROUP_QUOTA_BYTES = env.int("GROUP_QUOTA_BYTES", 10 * 1024 * 1024 * 1024)
# The virus scanner (clamd): unix:///run/clamav/clamd.ctl or tcp://host:3310.
CLAMD_URL = env.str("CLAMD_URL", None)
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 20

# Security

SECURE_SSL_REDIRECT = not DEVELOPMENT and env.bool("SSL_REDIRECT", True)
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 0 if DEVELOPMENT else 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not DEVELOPMENT
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# The bounds of `workspace.http.throttle`; without them only where speed is measured.
FLOOD_LIMITS = env.bool("FLOOD_LIMITS", True)
if env.bool("PROXY", False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [NONCE, SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": "pythonjsonlogger.json.JsonFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        },
        "plain": {"format": "%(asctime)s %(levelname)-7s %(name)s: %(message)s"},
    },
    "filters": {"without_address": {"()": "workspace.http.log.WithoutAddress"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "filters": ["without_address"],
            "formatter": "plain" if DEVELOPMENT else "json",
        },
        "nowhere": {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", "INFO")},
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        "daphne": {"level": "WARNING"},
        # aiosmtpd writes down every command, with the addresses in it.
        "mail.log": {"level": "CRITICAL"},
        # Whoever asks for another host is told so; anyone could fill the log with it.
        "django.security.DisallowedHost": {"handlers": ["nowhere"], "propagate": False},
    },
}
