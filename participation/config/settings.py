"""All settings. Every switch is an environment variable whose default suits one process on SQLite."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from cryptography.fernet import Fernet
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key
from django.utils.translation import gettext_lazy as _

from participation.delivery import redis
from participation.ledger.keys import new_key
from participation.logs import logging_settings

BASE_DIR = Path(__file__).resolve().parents[2]
env = environ.Env()

DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "var"))).resolve()
try:
    DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
except OSError as problem:
    raise ImproperlyConfigured(
        f"DATA_DIR cannot be made at {DATA_DIR}: {problem.strerror}. Choose another, or give this user the right to "
        "write there."
    ) from None
HOST = env.str("HOST", default="127.0.0.1")
LOOPBACK = HOST in {"127.0.0.1", "localhost", "::1"}
DEMO = env.bool("DEMO", default=LOOPBACK)
DEBUG = env.bool("DEBUG", default=False)
THROTTLE = env.str("THROTTLE", default="on") != "off"
if not THROTTLE and not LOOPBACK:
    raise ImproperlyConfigured(
        "THROTTLE=off is for load tests on this machine; it is refused on a public HOST."
    )


def kept_in(path: Path, text: str, what: str) -> str:
    """What stands in a file, written there once with `text` by whichever command comes first."""
    try:
        made = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    except OSError as problem:
        raise ImproperlyConfigured(f"The {what} cannot be kept at {path}: {problem.strerror}.") from None
    try:
        with os.fdopen(made, "w") as new:
            new.write(text)
            new.flush()
            os.fsync(new.fileno())
    except OSError as problem:
        path.unlink()
        raise ImproperlyConfigured(f"The {what} cannot be kept at {path}: {problem.strerror}.") from None
    return path.read_text().strip()


def secret_key() -> str:
    """The key from the environment, or the one kept in DATA_DIR."""
    if given := env.str("SECRET_KEY", default=""):
        return str(given)
    path = Path(env.str("SECRET_KEY_FILE", default=str(DATA_DIR / "secret")))
    return kept_in(path, get_random_secret_key() + get_random_secret_key(), "secret key")


SECRET_KEY = secret_key()
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
# names and contacts at rest: the first key seals, all open (participation/secrets)
FIELD_KEYS = env.list("FIELD_KEYS", default=[])
FIELD_KEYS_FILE = Path(env.str("FIELD_KEYS_FILE", default=str(DATA_DIR / "field-keys")))
if not FIELD_KEYS:
    kept_in(FIELD_KEYS_FILE, Fernet.generate_key().decode() + "\n", "key for contacts")
# the log of the record: the first key promises and seals, all sign checkpoints (participation/ledger)
LEDGER_KEY = env.list("LEDGER_KEY", default=[])
LEDGER_KEY_FILE = Path(env.str("LEDGER_KEY_FILE", default=str(DATA_DIR / "ledger-key")))
if not LEDGER_KEY:
    kept_in(LEDGER_KEY_FILE, new_key() + "\n", "key of the ledger")
# how long a way to reach people is kept after what it was given for is over; the privacy notice says it
CONTACTS_KEPT_MONTHS = env.int("CONTACTS_KEPT_MONTHS", default=24)
UNCONFIRMED_KEPT_DAYS = env.int("UNCONFIRMED_KEPT_DAYS", default=30)  # mail addresses that nobody confirmed
if CONTACTS_KEPT_MONTHS < 1 or UNCONFIRMED_KEPT_DAYS < 1:
    raise ImproperlyConfigured("CONTACTS_KEPT_MONTHS and UNCONFIRMED_KEPT_DAYS are whole numbers from 1 on.")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
HTTPS = env.bool("HTTPS", default=not LOOPBACK)
SITE_URL = env.str("SITE_URL", default=f"http://{HOST}:{env.str('PORT', default='8000')}").rstrip("/")
# the name of the log, fixed with its first entry
LEDGER_ORIGIN = env.str("LEDGER_ORIGIN", default=f"{urlsplit(SITE_URL).hostname or HOST}/ledger")
CSRF_TRUSTED_ORIGINS = [SITE_URL] if HTTPS else []

INSTALLED_APPS = [
    "frontend",  # before allauth, so that its templates win
    "responses",
    "consultations",
    "participation",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "channels",
    "csp",
    "django_filters",
    "django_htmx",
    "drf_spectacular",
    "rest_framework",
]
MIDDLEWARE = [
    "frontend.request_ids.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "frontend.shared.private.NoStoreMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "frontend.signin.middleware.SignInMiddleware",
    "frontend.shared.former_addresses.FormerAddressMiddleware",
    "frontend.shared.wrong_method.WrongMethodMiddleware",
    "frontend.trouble.TroubleMiddleware",
]
ROOT_URLCONF = "participation.config.urls"
ASGI_APPLICATION = "participation.config.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "frontend.context.site",
            ],
        },
    }
]

DATABASES: dict[str, dict[str, Any]] = {
    "default": env.db_url("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'db.sqlite3'}")
}
SQLITE = DATABASES["default"]["ENGINE"].endswith("sqlite3")
if SQLITE:
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # FULL: what was acknowledged survives a power cut
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA mmap_size=134217728;",
    }
else:
    DATABASES["default"]["ENGINE"] = "participation.config.postgresql"
    DATABASES["default"]["OPTIONS"] = {
        # seconds: how long a request waits for a connection, and after which an attempt at one is begun anew
        "pool": {"min_size": 1, "max_size": 8, "timeout": 10, "reconnect_timeout": 2}
    }
STRICT_LOCKS = False  # the tests raise where two rows are locked out of order
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", default="")
CHANNEL_LAYERS: dict[str, dict[str, Any]] = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}
CACHES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {
            "MAX_ENTRIES": 20_000
        },  # of the default 300, strangers could push out the counts of the sign-in
    }
}
if REDIS_URL:
    CHANNEL_LAYERS["default"] = {
        "BACKEND": "channels_redis.core.RedisChannelLayer",
        "CONFIG": {"hosts": [{"address": REDIS_URL, **redis.LAYER}]},
    }
    CACHES["default"] = {
        "BACKEND": "participation.config.cache.SharedCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": redis.OPTIONS,
    }
CELERY_BROKER_URL = REDIS_URL or "memory://"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 900, **redis.BROKER} if REDIS_URL else {}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # a worker waits for its broker as long as that takes
CELERY_TASK_PUBLISH_RETRY = (
    False  # a request does not wait: the sweep hands out what could not be said at once
)
CELERY_BEAT_SCHEDULE = {
    "sweep": {"task": "participation.delivery.tasks.sweep", "schedule": 2.0},
    "tick": {"task": "participation.delivery.tasks.tick", "schedule": 60.0},
    # what no worker took within three seconds the next one does
    "sequence": {
        "task": "participation.delivery.tasks.sequence",
        "schedule": 3.0,
        "options": {"expires": 3.0},
    },
}

AUTH_USER_MODEL = "participation.User"
AUTHENTICATION_BACKENDS = ["participation.accounts.backend.OneLook"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
ACCOUNT_FORMS = {
    "reset_password": "frontend.signin.reset.NewPasswordForm",
    "change_password": "frontend.signin.change.OldPasswordForm",
}
ACCOUNT_ADAPTER = "frontend.signin.adapter.SignInAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS = 3  # said in the mails and on the pages
PASSWORD_RESET_TIMEOUT = 3 * 24 * 3600
# Wrong passwords are counted by frontend/signin/attempts.py. A whole government may come from one address at eight.
ACCOUNT_RATE_LIMITS: dict[str, str] | bool = (
    {
        "login": "120/m/ip",
        "login_failed": "",
        "signup": "20/m/ip,100/h/ip",
        "reauthenticate": "6/15m/user",
        "change_password": "6/15m/user",
    }
    if THROTTLE
    else False
)
ACCOUNT_PREVENT_ENUMERATION = (
    "strict"  # who signs up with an address that has an account learns nothing of it
)
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
MFA_ADAPTER = "frontend.signin.second_factor.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "frontend.signin.second_factor.SignInCode",
    "reauthenticate": "frontend.signin.second_factor.AgainCode",
    "activate_totp": "frontend.signin.second_factor.FirstCode",
}
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_RECOVERY_CODE_DIGITS = 10
MFA_TOTP_TOLERANCE = 1  # a phone's clock may be half a minute off
MFA_ALLOW_UNVERIFIED_EMAIL = (
    True  # an administrator opens officials' accounts; a lost factor is taken away by one
)
# "required": officials come to the desk with a second factor only; "optional": whoever wants one has one
SECOND_FACTOR = env.str("SECOND_FACTOR", default="optional" if DEMO else "required")
if SECOND_FACTOR not in {"required", "optional"}:
    raise ImproperlyConfigured("SECOND_FACTOR is required or optional.")
# minutes: how long a sign-in counts before something that weighs is done
REAUTHENTICATE_AFTER = env.int("REAUTHENTICATE_AFTER", default=24 * 60 if DEMO else 30)
OFFICIAL_IDLE_MINUTES = env.int("OFFICIAL_IDLE_MINUTES", default=120)
OFFICIAL_SESSION_HOURS = env.int("OFFICIAL_SESSION_HOURS", default=12)
RESIDENT_IDLE_DAYS = env.int("RESIDENT_IDLE_DAYS", default=14)
RESIDENT_SESSION_DAYS = env.int("RESIDENT_SESSION_DAYS", default=30)
SESSION_COOKIE_AGE = RESIDENT_SESSION_DAYS * 24 * 3600
SECURITY_LOG_DAYS = env.int("SECURITY_LOG_DAYS", default=180)
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/accounts/"
LOGOUT_REDIRECT_URL = "/"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = False  # the proxy in front does this
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = False
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SILENCED_SYSTEM_CHECKS = [
    "security.W008",
    "security.W021",
]  # the proxy redirects; preloading is the county's choice
if LOOPBACK and not HTTPS:
    SILENCED_SYSTEM_CHECKS += [
        "security.W004",
        "security.W012",
        "security.W016",
    ]  # plain http on this machine only
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
CSRF_FAILURE_VIEW = "frontend.errors.csrf_failure"
DATA_UPLOAD_MAX_MEMORY_SIZE = 3 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 3 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "frontend" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
# whose calendar and rules hold: cn, cn/guizhou, cn/guizhou/…
PLACE = env.str("PLACE", default="cn")
SITE_NAME = env.str("SITE_NAME", default="")
SITE_NAME_EN = env.str("SITE_NAME_EN", default="")

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
MEDIA_ROOT = DATA_DIR / "uploads"
SCAN_URL = env.str("SCAN_URL", default="")  # clamd://host:port or clamd+unix:///run/clamd.sock
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
FORM_RENDERER = "frontend.forms.renderer.FormRenderer"

vars().update(env.email_url("EMAIL_URL", default="consolemail://" if DEBUG else "dummymail://"))
EMAIL_TIMEOUT = 20  # seconds; the outbox tries again
MAILS_TO_AN_OFFICIAL = env.int("MAILS_TO_AN_OFFICIAL", default=30)  # a day, at once; the rest with the digest
MAILS_TO_AN_ADDRESS = env.int(
    "MAILS_TO_AN_ADDRESS", default=20
)  # a day, to a resident; the rest the day after
TEXTS_TO_AN_OFFICIAL = env.int("TEXTS_TO_AN_OFFICIAL", default=10)  # a day; the rest is only mailed
TEXTS_TO_A_RESIDENT = env.int("TEXTS_TO_A_RESIDENT", default=5)  # a day, to one number; the rest is dropped
SMS_URL = env.str("SMS_URL", default="console://" if DEBUG or DEMO else "dummy://")
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="noreply@localhost")

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "frontend.api.problems.handle",
    "UNICODE_JSON": True,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Public participation API",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1/",
    "ENUM_NAME_OVERRIDES": {
        "ConsultationKindEnum": "consultations.models.Consultation.Kind",
        "QuestionKindEnum": "responses.models.Question.Kind",
        "QuestionStatusEnum": "responses.models.Question.Status",
        "DecisionKindEnum": "consultations.models.Decision.Kind",
        "DecisionStatusEnum": "frontend.api.decisions.SHOWN",
        "StageStatusEnum": "consultations.models.DecisionStage.Status",
    },
}
# A server that others reach writes JSON for whatever collects it; a screen gets lines.
LOG_FORMAT = env.str("LOG_FORMAT", default="line" if LOOPBACK else "json")
if LOG_FORMAT not in {"line", "json"}:
    raise ImproperlyConfigured("LOG_FORMAT is line or json.")
LOGGING = logging_settings(LOG_FORMAT)
CELERY_WORKER_HIJACK_ROOT_LOGGER = False  # workers write as the server does
