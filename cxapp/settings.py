"""All settings, read from the environment (`.env.example` lists every one).

Without any environment the app runs embedded: SQLite in `var/`, Celery inside the web process. With
DATABASE_URL and REDIS_URL the same code runs on PostgreSQL and Redis with as many processes as wanted.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from cxapp import env, logs
from cxapp.schedule import schedule

BASE_DIR = env.BASE_DIR
VAR_DIR = env.VAR_DIR

PRODUCTION = env.flag("CXAPP_PRODUCTION", False)
DEMO = env.flag("CXAPP_DEMO", False)
DEBUG = env.flag("CXAPP_DEBUG", False)
SECRET_KEY = env.secret("SECRET_KEY", development=not PRODUCTION)
HISTORY_KEY = env.secret("HISTORY_KEY", development=not PRODUCTION)
"""Key of the timeline's hash chain and of private links; kept outside the database."""
HISTORY_KEY_ID = env.text("HISTORY_KEY_ID", "1")
ALLOWED_HOSTS = env.names("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
SITE_URL = env.text("SITE_URL", f"http://localhost:{env.number('PORT', 8000)}").rstrip("/")
CSRF_TRUSTED_ORIGINS = env.names("CSRF_TRUSTED_ORIGINS", [SITE_URL] if SITE_URL.startswith("https") else [])

INSTALLED_APPS = [
    "accounts",
    "feedback",
    "recognition",
    "cxapp.insights",
    "cxapp.api",
    *(["cxapp.demo"] if DEMO else []),
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_filters",
    "django_htmx",
    "django_structlog",
    "heroicons",
    "csp",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "accounts.middleware.ReaderMiddleware",
    "cxapp.lib.readonly.ReadOnlyOnGetMiddleware",
]

ROOT_URLCONF = "cxapp.urls"
WSGI_APPLICATION = "cxapp.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
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
                "accounts.views.context.shell",
                *(["cxapp.demo.walk.panel"] if DEMO else []),
            ],
            "builtins": ["cxapp.lib.tags", "heroicons.templatetags.heroicons"],
        },
    }
]

# -- Database ---------------------------------------------------------------------------------
DATABASES: dict[str, dict[str, Any]] = {
    "default": env.database(f"sqlite:///{VAR_DIR / ('demo.sqlite3' if DEMO else 'cxapp.sqlite3')}")
}
_db = DATABASES["default"]
SQLITE = _db["ENGINE"] == "django.db.backends.sqlite3"
if SQLITE:
    VAR_DIR.mkdir(parents=True, exist_ok=True)
    _db["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA recursive_triggers=ON;",
    }
else:
    _db["CONN_MAX_AGE"] = 60
    _db["CONN_HEALTH_CHECKS"] = True
    # Compiling a query on the fly costs PostgreSQL up to seconds here; the queries themselves take milliseconds.
    # Reading here and there costs little more than reading on where disks do not turn: with PostgreSQL's own figure it reads
    # the whole table of cases to change two thousand of them.
    # What is prepared is planned once: planning a question of ours takes longer than answering it.
    _planner = "-c jit=off -c random_page_cost=1.1 -c plan_cache_mode=force_generic_plan"
    _db["OPTIONS"] = {"options": _planner, **_db.get("OPTIONS", {})}
    if env.flag("DATABASE_POOLER", False):
        _db["DISABLE_SERVER_SIDE_CURSORS"] = True
    else:
        from cxapp.lib import postgres

        _db["OPTIONS"] |= {"connection_factory": postgres.Connection, "cursor_factory": postgres.Cursor}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# -- Jobs -------------------------------------------------------------------------------------
REDIS_URL = env.text("REDIS_URL", "")
EMBEDDED = not REDIS_URL
"""True where one process does it all: web, Celery worker and beat."""
CELERY_BROKER_URL = REDIS_URL or "memory://localhost//"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {"socket_timeout": 5, "socket_connect_timeout": 5, "visibility_timeout": 600}
    if REDIS_URL
    else {"polling_interval": 0.2}
)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_REDIRECT_STDOUTS = False
CELERY_BEAT_SCHEDULER = "celery.beat:Scheduler"
CELERY_BEAT_SCHEDULE = schedule(demo=DEMO)
CELERY_TIMEZONE = "UTC"
SWEEP_BATCH = env.number("SWEEP_BATCH", 2000)
"""Clocks one transaction of the sweep works on."""

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"socket_timeout": 0.1, "socket_connect_timeout": 0.1},
    }
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}
SESSION_ENGINE = "cxapp.sessions"

# -- People -----------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backend.Backend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "sign_in_name"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
SESSION_COOKIE_AGE = int(timedelta(days=14).total_seconds())

# -- Language and time ------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "cxapp" / "locale"]
TIME_ZONE = env.text("TIME_ZONE", "UTC")
USE_TZ = True

# -- Files ------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
MEDIA_ROOT = VAR_DIR / "files"
DATA_UPLOAD_MAX_MEMORY_SIZE = 3 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]

# -- Mail -------------------------------------------------------------------------------------
EMAIL_HOST = env.text("EMAIL_HOST", "")
EMAIL_PORT = env.number("EMAIL_PORT", 587)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS", EMAIL_PORT == 587)
EMAIL_TIMEOUT = 15
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "cxapp <cxapp@localhost>")
MAIL_CONFIGURED = bool(EMAIL_HOST) or DEMO
EMAIL_BACKEND = env.text(
    "EMAIL_BACKEND",
    "django.core.mail.backends.smtp.EmailBackend"
    if EMAIL_HOST
    else ("cxapp.demo.mail.EmailBackend" if DEMO else "django.core.mail.backends.dummy.EmailBackend"),
)

# -- Safety -----------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        **{name: [NONE] for name in ("default-src", "base-uri", "object-src", "frame-ancestors")},
        **{name: [SELF] for name in ("script-src", "style-src", "font-src", "connect-src")},
        **{name: [SELF] for name in ("form-action", "manifest-src")},
        "img-src": [SELF, "data:"],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "feedback.views.public.errors.csrf_failure"
if PRODUCTION:
    if DEBUG:
        raise ImproperlyConfigured("CXAPP_DEBUG is on in production. Set CXAPP_DEBUG=0.")
    if DEMO:
        raise ImproperlyConfigured(
            "CXAPP_DEMO is on in production. Set CXAPP_DEMO=0; it signs in without a password."
        )
    if "*" in ALLOWED_HOSTS or not ALLOWED_HOSTS:
        raise ImproperlyConfigured(
            "ALLOWED_HOSTS must name this site's host names. Set ALLOWED_HOSTS=cx.example.org"
        )
    if not SITE_URL.startswith("https://"):
        raise ImproperlyConfigured(
            "SITE_URL must begin with https:// in production. Set SITE_URL=https://cx.example.org"
        )
    SECURE_SSL_REDIRECT = env.flag("SECURE_SSL_REDIRECT", True)
    SECURE_REDIRECT_EXEMPT = [r"^live/$", r"^ready/$"]
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("BEHIND_PROXY", True) else None
    SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds())
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"

# -- API --------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["accounts.api.authentication.TokenAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_PAGINATION_CLASS": "cxapp.lib.api.Pages",
    "PAGE_SIZE": 50,
    "EXCEPTION_HANDLER": "cxapp.lib.api.answer_error",
    "DEFAULT_THROTTLE_CLASSES": ["cxapp.lib.api.TokenThrottle"],
    "DEFAULT_THROTTLE_RATES": {"token": env.text("API_RATE", "600/min")},
}
SPECTACULAR_SETTINGS = {
    "TITLE": "cxapp",
    "DESCRIPTION": "Complaints, cases and the named leader responsible for each.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
}

# -- Logs -------------------------------------------------------------------------------------
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
"""Where a customer writes from has no business in a log."""
LOGGING = logs.configure(level=env.text("LOG_LEVEL", "WARNING"), production=PRODUCTION)
