"""Django's settings, made from `env.py` alone."""

from __future__ import annotations

from pathlib import Path

from csp.constants import NONE, SELF
from django.conf.locale import LANG_INFO

from legesvar.config import env as environment
from legesvar.core import languages

env = environment.read()
LEGESVAR = env  # for those beneath config: `from django.conf import settings`, settings.LEGESVAR.public_url
HERE = Path(__file__).resolve().parents[1]

SECRET_KEY = env.secret_key
DEBUG = False
ALLOWED_HOSTS = [env.public_url.split("://", 1)[1].rsplit(":", 1)[0]]
HTTPS = env.public_url.startswith("https://")
PUBLIC_URL = env.public_url
PORTAL_NAME = env.portal_name
DEMO = env.demo
TRUSTED_PROXIES = env.trusted_proxies
SYNTHETIC_IDENTITIES = env.synthetic_identities
OPENID = {"patient": env.patients, "clinic": env.staff}

CAPABILITIES = [
    "audit", "notifications", "identity", "clinics", "patients", "files", "work", "journal", "diagnoses", "billing",
    "services", "standard_texts", "dialogues", "search", "statistics",
]  # fmt: skip
INSTALLED_APPS = [
    *[f"legesvar.domain.{name}" for name in CAPABILITIES],
    "legesvar.web",
    "procrastinate.contrib.django",
    "django.forms",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "legesvar.web.middleware.request_id",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "legesvar.web.compression.compression",
    "csp.middleware.CSPMiddleware",
    "legesvar.web.middleware.no_store",
    "legesvar.web.middleware.language",
    "legesvar.web.middleware.acting_for",
    "django.middleware.common.CommonMiddleware",
    "legesvar.web.middleware.session",
    "django.middleware.csrf.CsrfViewMiddleware",
    "legesvar.web.files.size_cap.size_cap",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "legesvar.config.urls"
WSGI_APPLICATION = "legesvar.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "web" / "templates"],
        "OPTIONS": {
            "context_processors": ["django.template.context_processors.request", "legesvar.web.context.portal"],
            "builtins": [
                "django.templatetags.i18n", "django.templatetags.static", "legesvar.web.templatetags.ui",
                "legesvar.web.templatetags.once",
            ],
            "loaders": [
                ("django.template.loaders.cached.Loader", [
                    "django.template.loaders.filesystem.Loader", "django.template.loaders.app_directories.Loader",
                ]),
            ],
        },
    }
]  # fmt: skip
FORM_RENDERER = "legesvar.web.renderer.UiRenderer"

_db = env.database
# Rows are fetched one by one from indexes in order; the default, for spinning discs, makes PostgreSQL collect and sort.
_PLANNING = f"-c random_page_cost=1.1 -c jit=off {_db.options.get('options', '')}".strip()
# Planning a statement took longer than running it, so each connection plans once what it is asked often (ADR 0025).
PREPARED_AFTER = 5 if env.prepared_statements else None
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": _db.name, "HOST": _db.host, "PORT": _db.port, "USER": _db.user, "PASSWORD": _db.password,
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,  # the wall opens the transaction, see core/wall.py
        "OPTIONS": {
            "server_side_binding": env.prepared_statements, "prepare_threshold": PREPARED_AFTER,
            **_db.options, "options": _PLANNING,
            **({"assume_role": env.database_role} if env.database_role else {}),
        },
    }
}  # fmt: skip

LANGUAGE_CODE = languages.BOKMAL
LANGUAGES = list(languages.OFFERED.items())
# Django does not know the Sámi languages.
LANG_INFO.setdefault(
    "se", {"bidi": False, "code": "se", "name": "Northern Sami", "name_local": languages.READY_FOR["se"]}
)
LOCALE_PATHS = [HERE / "locale"]
FORMAT_MODULE_PATH = ["legesvar.config.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Oslo"
USE_THOUSAND_SEPARATOR = False

DOCUMENT_FONTS = env.fonts
STATIC_URL = "/static/"
STATIC_ROOT = HERE.parents[1] / "build" / "static"
STATICFILES_DIRS = [HERE / "web" / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},  # uploads go through adapters/object_store
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage",
        # Gathered by whoever installs, read by the account that serves; uploads' 0600 would shut it out.
        "OPTIONS": {"file_permissions_mode": 0o644, "directory_permissions_mode": 0o755},
    },
}
WHITENOISE_MAX_AGE = 31_536_000
WHITENOISE_KEEP_ONLY_HASHED_FILES = False

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = False  # the proxy in front does it; `legesvar check` refuses http in production
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.trusted_proxies else None
X_FRAME_OPTIONS = "DENY"
CSRF_COOKIE_NAME = "__Host-skjema" if HTTPS else "skjema"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "legesvar.web.errors.csrf_failure"
CSRF_TRUSTED_ORIGINS = [env.public_url]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],  # Chromium also checks where a form's answer leads, so we go to providers by links
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "object-src": [NONE],
    }
}

FILE_UPLOAD_HANDLERS = ["legesvar.web.files.upload_handler.CappedUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 0
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 262_144
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
DATA_UPLOAD_MAX_NUMBER_FILES = 10

LOGGING_CONFIG = "legesvar.config.logs.configure"
LOGGING = {"format": env.log_format}

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "no_tasks_here"
PROCRASTINATE_ON_APP_READY = None

SILENCED_SYSTEM_CHECKS: list[str] = []
