"""All settings. Without any environment they give a working embedded install under ./var."""

from datetime import timedelta
from pathlib import Path
from urllib.parse import unquote, urlsplit

from csp.constants import NONE, SELF

from lienthong.config import environment

PACKAGE = Path(__file__).resolve().parent.parent
# Database, files and keys of an embedded install live here, apart from each other.
VAR = Path(environment.text("LIENTHONG_VAR", "var")).resolve()

PRODUCTION = environment.truth("LIENTHONG_PRODUCTION", default=False)
DEMO = environment.truth("LIENTHONG_DEMO", default=False)
DEBUG = environment.truth("LIENTHONG_DEBUG", default=False)

# `lienthong check` refuses production with this key.
DEFAULT_SECRET_KEY = "not-secret: for a demo on this machine only"  # noqa: S105
SECRET_KEY = environment.text("LIENTHONG_SECRET_KEY", DEFAULT_SECRET_KEY)
# Look-up secrets are derived from it, so printed receipts stay valid while it stays.
LOOKUP_KEY = environment.text("LIENTHONG_LOOKUP_KEY", SECRET_KEY)
# Secrets of the second factor are encrypted with a key that is derived from it.
STORE_KEY = environment.text("LIENTHONG_STORE_KEY", SECRET_KEY)

HTTPS = environment.truth("LIENTHONG_HTTPS", default=PRODUCTION)
ALLOWED_HOSTS = environment.words("LIENTHONG_HOSTS", "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = environment.words("LIENTHONG_ORIGINS")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
# From before the doors open until after they close: a form begun at half past three is not lost.
SESSION_COOKIE_AGE = 10 * 3600
SECURE_SSL_REDIRECT = HTTPS
# Monitoring asks on the machine itself.
SECURE_REDIRECT_EXEMPT = [r"^-/"]
SECURE_HSTS_SECONDS = 365 * 86400 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_htmx",
    "lienthong.journal",
    "lienthong.organisations",
    "lienthong.accounts",
    "lienthong.catalogue",
    "lienthong.papers",
    "lienthong.dossiers",
    "lienthong.measures",
    "lienthong.reports",
    "lienthong.programmes",
    "lienthong.web",
    "lienthong.demo",
]

MIDDLEWARE = [
    "lienthong.web.ui.requests.RequestLogMiddleware",
    "lienthong.web.ui.requests.NulMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "lienthong.web.ui.access.AccessMiddleware",
    "lienthong.web.ui.requests.MethodPageMiddleware",
    "axes.middleware.AxesMiddleware",
]

CSRF_FAILURE_VIEW = "lienthong.web.ui.errors.form_expired"
ROOT_URLCONF = "lienthong.config.urls"
WSGI_APPLICATION = "lienthong.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": sorted(PACKAGE.glob("web/*/templates")),
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "lienthong.web.ui.context.page",
            ],
            "builtins": ["lienthong.web.ui.templatetags.lienthong"],
        },
    }
]


def database(address: str) -> dict[str, object]:
    """sqlite:///PATH or postgresql://USER:PASSWORD@HOST:PORT/NAME as Django's dictionary."""
    wrong = environment.WrongSetting(
        "LIENTHONG_DATABASE: dùng sqlite:///đường-dẫn hoặc postgresql://người-dùng@máy:cổng/tên."
    )
    try:
        parts = urlsplit(address)
        port = str(parts.port or "")
    except ValueError as error:
        raise wrong from error
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "lienthong.config.sqlite",
            # Three slashes: below the working folder; four: an absolute path.
            "NAME": unquote(parts.path).removeprefix("/"),
            # Connections stay open; a request reuses its worker's.
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                # A writer takes its place at BEGIN: no deadlock between a read and its write.
                "transaction_mode": "IMMEDIATE",
                "timeout": 30,
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
                    "PRAGMA cache_size=-32000; PRAGMA mmap_size=268435456;"
                    "PRAGMA temp_store=MEMORY;"
                ),
            },
        }
    if parts.scheme in {"postgresql", "postgres"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": parts.path.lstrip("/"),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": port,
            "CONN_MAX_AGE": None,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {
                "server_side_binding": True,
                # Compiling a statement took 60 ms, running it 9: ours are short.
                "options": "-c jit=off",
            },
        }
    raise wrong


DATABASES = {
    "default": database(
        environment.text("LIENTHONG_DATABASE", f"sqlite:///{VAR}/database/lienthong.sqlite3")
    )
}
FILES_ROOT = Path(environment.text("LIENTHONG_FILES", str(VAR / "files")))
KEYS_ROOT = Path(environment.text("LIENTHONG_KEYS", str(VAR / "keys")))
# What all processes count together: wrong look-ups. `lienthong migrate` makes its table.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "shared": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
}
# Processes that answer pages; 0: as many as processors, four at most.
WEB_WORKERS = environment.number("LIENTHONG_WEB_WORKERS", 0)
UPLOAD_LIMIT = environment.number("LIENTHONG_UPLOAD_MB", 50) * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
# Off in tests: a second writer would wait for the transaction around the test.
READ_LOG_THREAD = True

AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
MFA_ADAPTER = "lienthong.accounts.adapters.second_factor.Adapter"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
# After five failures, a wrong second factor counted, a name and address wait together.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "lienthong.web.account.sign_in.locked_out"
AXES_CLIENT_IP_CALLABLE = "lienthong.web.account.sign_in.client_address"
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "code"]

LOGIN_URL = "/dang-nhap/"
LOGIN_REDIRECT_URL = "/ban-lam-viec/"
LOGOUT_REDIRECT_URL = "/"

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
LANGUAGE_COOKIE_NAME = "language"
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_I18N = USE_TZ = True
USE_THOUSAND_SEPARATOR = True
FORMAT_MODULE_PATH = "lienthong.config.formats"

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = sorted(PACKAGE.glob("web/*/static"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(message)s"}},
    "handlers": {"line": {"class": "logging.StreamHandler", "formatter": "line"}},
    # One JSON line per request; Django's own lines would carry paths, which name dossiers.
    "loggers": {
        "lienthong.requests": {"handlers": ["line"], "level": "INFO", "propagate": False},
    },
}
