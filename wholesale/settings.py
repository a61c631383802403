"""All settings, from the environment. CRATEBOOK_ENV is development, test or production."""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from wholesale.api.description import SPECTACULAR_SETTINGS  # noqa: F401 - read by drf-spectacular
from wholesale.embedded import broker
from wholesale.embedded.places import LOCAL
from wholesale.logs import logging_from
from wholesale.security_headers import CONTENT_SECURITY_POLICY as CSP

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent
ENVIRONMENT = env.str("CRATEBOOK_ENV", default="production")
if ENVIRONMENT not in ("development", "test", "production"):
    raise ImproperlyConfigured(f"CRATEBOOK_ENV is {ENVIRONMENT!r}: say development, test or production.")
DEVELOPMENT = ENVIRONMENT == "development"
SECRET_KEY = env.str("SECRET_KEY")
DEBUG = env.bool("DEBUG", default=False)
BASE_URL = env.str("BASE_URL", default="http://127.0.0.1:8000").rstrip("/")
SECURE = urlsplit(BASE_URL).scheme == "https"
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS", default=[urlsplit(BASE_URL).hostname or "", "127.0.0.1", "localhost"]
)

INSTALLED_APPS = [
    "wholesale.tenancy",
    "wholesale.accounts",
    "wholesale.organizations",
    "wholesale.audit",
    "wholesale.mail",
    "wholesale.sheets",
    "wholesale.files",
    "wholesale.api",
    "wholesale.ui",
    "wholesale.embedded",
    "retailers",
    "catalogs",
    "inventory",
    "orders",
    "invitations",
    "wholesale.accounts.staff_apps.StaffAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "anymail",
    "csp",
    "django_htmx",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    *(["demo"] if ENVIRONMENT in ("development", "test") else []),
]
MIDDLEWARE = [
    "wholesale.health.HealthProbes",
    "django.middleware.security.SecurityMiddleware",
    "wholesale.api.problems.ApiProblems",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "wholesale.ui.middleware.Reader",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "wholesale.organizations.middleware.LastSeat",
    "wholesale.tenancy.middleware.ActingContext",
]
ROOT_URLCONF = "wholesale.urls"
FORM_RENDERER = "wholesale.ui.forms.Renderer"
WSGI_APPLICATION = "wholesale.wsgi.application"
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
                "wholesale.ui.context.frame",
            ],
        },
    }
]

# Tenancy: one alias, two addresses. Migrations connect by the admin's, everything else by the app's.
_app = env.db_url("DATABASE_URL")
_admin = env.db_url("DATABASE_ADMIN_URL", default=env.str("DATABASE_URL"))
DATABASES = {
    "default": {
        **_app,
        "HOST": unquote(_app["HOST"]),  # may be a socket's folder
        "ENGINE": "wholesale.tenancy.backend",
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        # Statements keep their plans: half the server's time of an order, an eighth of ours. Behind PgBouncer
        # before 1.21 set PREPARE_THRESHOLD=0.
        "OPTIONS": {
            **_app.get("OPTIONS", {}),
            "server_side_binding": True,
            "prepare_threshold": env.int("PREPARE_THRESHOLD", default=5) or None,
        },
    }
}
TENANCY_MIGRATOR = {key: unquote(str(_admin[key])) for key in ("USER", "PASSWORD", "HOST", "PORT")}
TENANCY_ROLE_PREFIX = env.str("TENANCY_ROLE_PREFIX", default="cratebook")
TENANCY_FIXED_TABLES = ["django_content_type", "auth_permission"]
TENANCY_RESOLVER = "wholesale.api.access.resolve"
TENANCY_EXCEPTION_ANSWER = "wholesale.accounts.interruptions.answer"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("name", "email")},
    },
]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]

# People sign in by django-allauth: by password, passkey or emailed code; GET never acts (DATA.md 5.1).
ACCOUNT_ADAPTER = "wholesale.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "signup": "wholesale.accounts.forms.SignUpForm",
    "add_email": "wholesale.accounts.forms.NewEmailForm",
    "confirm_login_code": "wholesale.accounts.forms.LoginCodeForm",
    "confirm_email_verification_code": "wholesale.accounts.forms.EmailCodeForm",
    "confirm_password_reset_code": "wholesale.accounts.forms.ResetCodeForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 600
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_MAX_ATTEMPTS = ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_PASSWORD_RESET_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS = {
    "request_login_code": "20/h/ip,5/h/key",
    "reset_password": "20/h/ip,5/h/key",
    "signup": "20/h/ip",
    "confirm_email": "1/10s/key,10/h/key",
    "try_code": "5/10m/key",
}
ALLAUTH_TRUSTED_PROXY_COUNT = env.int(
    "TRUSTED_PROXY_COUNT", default=int(env.bool("BEHIND_PROXY", default=False))
)
MFA_ADAPTER = "wholesale.accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER, MFA_TOTP_TOLERANCE = "Cratebook", 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE

INVITATION_TTL_DAYS = env.int("INVITATION_TTL_DAYS", default=14)  # of a retailer's invitation (SPEC.md N1)

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("fr", _("French")), ("es", _("Spanish"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if ENVIRONMENT != "production"
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = ENVIRONMENT != "production"

# Celery only wakes senders up, so a message may be lost or doubled, and a wake-up never blocks a request.
REDIS_URL = env.str("REDIS_URL", default="")
BROKER_FOLDER = Path(env.str("BROKER_FOLDER", default=str(LOCAL / "broker")))
CELERY_BROKER_URL = REDIS_URL or broker.URL
CELERY_BROKER_TRANSPORT_OPTIONS = (
    broker.REDIS_TRANSPORT_OPTIONS if REDIS_URL else broker.transport_options(BROKER_FOLDER)
)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # a worker waits for the broker for ever
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT, CELERY_TASK_SOFT_TIME_LIMIT = 120, 90
CELERY_WORKER_PREFETCH_MULTIPLIER = 1 if REDIS_URL else 8
CELERY_WORKER_MAX_TASKS_PER_CHILD = 500
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 25
CELERY_TIMEZONE = "UTC"

# The cache may be lost: throttles and rate limits fail open, sessions and everything that counts are in Postgres.
CACHES = {
    "default": {
        "BACKEND": "wholesale.cache.FailOpenRedisCache"
        if REDIS_URL
        else "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "cratebook",
    }
}

# Mail: EMAIL_URL for SMTP (smtp+tls://user:password@host:587), or EMAIL_BACKEND and the ANYMAIL_… settings of
# a provider; with neither, except in production, mails arrive on the app's own Mailbox page.
MAILBOX = ENVIRONMENT in ("development", "test")
MAIL_IS_SET = bool(env.str("EMAIL_URL", default="") or env.str("EMAIL_BACKEND", default=""))
_smtp = env.email_url("EMAIL_URL", default="smtp://localhost:25")
EMAIL_HOST, EMAIL_PORT = _smtp["EMAIL_HOST"], _smtp["EMAIL_PORT"]
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _smtp["EMAIL_HOST_USER"], _smtp["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS, EMAIL_USE_SSL = _smtp.get("EMAIL_USE_TLS", False), _smtp.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 8  # seconds for each answer; a whole conversation must end within the sender's lease
EMAIL_BACKEND = env.str(
    "EMAIL_BACKEND",
    default="wholesale.mail.backends.MailboxBackend"
    if MAILBOX and not MAIL_IS_SET
    else _smtp["EMAIL_BACKEND"],
)
ANYMAIL = {
    "IGNORE_UNSUPPORTED_FEATURES": True,
    "REQUESTS_TIMEOUT": 20,
    **{key[len("ANYMAIL_") :]: value for key, value in os.environ.items() if key.startswith("ANYMAIL_")},
}
_host = urlsplit(BASE_URL).hostname or "localhost"
HELP_EMAIL = env.str("HELP_EMAIL", default=f"help@{_host}")
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("DEFAULT_FROM_EMAIL", default=f"Cratebook <no-reply@{_host}>")

CONTENT_SECURITY_POLICY = CSP
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_SERIALIZER = "wholesale.accounts.sealing.SealedSessions"
SESSION_COOKIE_NAME = "__Host-session" if SECURE else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "csrf"
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
SECURE_SSL_REDIRECT = SECURE
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", default=False) else None
)
CSRF_TRUSTED_ORIGINS = [BASE_URL]

REST_FRAMEWORK = {
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "wholesale.api.problems.handle",
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "UNAUTHENTICATED_USER": None,
    "COERCE_DECIMAL_TO_STRING": True,
}
LOGGING = logging_from(env.str("LOG_LEVEL", default="WARNING"))
