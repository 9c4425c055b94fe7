"""Django's settings, read from the environment; docs/reference/settings.md lists the variables."""

from __future__ import annotations

from datetime import timedelta

from csp.constants import NONE, SELF

from archive.config import env, logs

ROOT = env.ROOT
ARCHIVE_DATA = env.folder("ARCHIVE_DATA", ROOT / "var")
SET_BY_FILE = env.read_file(ARCHIVE_DATA / "settings.env")
DEBUG = env.flag("DEBUG")
SECRET_KEY = env.secret("SECRET_KEY", ARCHIVE_DATA / "secret-key", DEBUG)
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")
PORT = env.number("PORT", 8000, 1, 65535)
WEB_WORKERS = env.number("WEB_WORKERS", 2, 1, 64)
WEB_THREADS = env.number("WEB_THREADS", 4, 1, 64)
MIN_FREE_MB = env.number("MIN_FREE_MB", 500, 1, 10_000_000)

INSTALLED_APPS = [
    "archive.apps.EditingConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "haystack",
    "simple_history",
    "axes",
    "csp",
    "archive",
    "search",
]
MIDDLEWARE = [
    "archive.web.requests.told",
    "archive.web.measuring.measured",
    "archive.web.headers.guarded",
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "archive.web.throttling.Throttle",
    "django.middleware.gzip.GZipMiddleware",
    "archive.web.caching.revalidated",
    "archive.ingest.uploads.tidy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "archive.languages.InterfaceLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "search.costly.Refused",
    "axes.middleware.AxesMiddleware",
    "archive.web.faults.Faults",
]
ROOT_URLCONF = "archive.config.urls"
WSGI_APPLICATION = "archive.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

SQLITE = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": ARCHIVE_DATA / "archive.sqlite3",
    "OPTIONS": {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    },
}
DATABASES = {"default": env.database("DATABASE_URL", SQLITE)}
DEFAULT_EXCEPTION_REPORTER_FILTER = "archive.config.hiding.Filter"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Who is signed in, who guessed passwords, and what waits for an index that is rebuilt anyway.
BACKUP_LEAVES_OUT = ["sessions", "axes", "search.Outbox", "search.Mark"]
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "archive.passwords.LongEnough"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "desk"
LOGOUT_REDIRECT_URL = "home"

SMTP = env.mail_server("SMTP_URL")
MAIL_IS_SET = bool(SMTP)
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if SMTP else 'dummy'}.EmailBackend"
EMAIL_HOST, EMAIL_PORT = SMTP.host, SMTP.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = SMTP.user, SMTP.password
EMAIL_USE_TLS, EMAIL_USE_SSL = SMTP.starttls, SMTP.tls
EMAIL_TIMEOUT = 30  # seconds
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.mail_sender("MAIL_FROM", needed=MAIL_IS_SET)
SITE_URL = env.site("SITE_URL", needed=MAIL_IS_SET)

# The embedded engine, or a cluster. PATH holds the index of the one, and the locks of both.
SEARCH_CLUSTER = env.cluster(
    "SEARCH_URL",
    user=env.plain("SEARCH_USER"),
    password=env.plain("SEARCH_PASSWORD"),
    ca=env.plain("SEARCH_CA"),
)
CLUSTERED = {
    "ENGINE": "search.opensearch.backend.OpenSearchEngine",
    "CLUSTER": SEARCH_CLUSTER,
    "SHARDS": env.number("SEARCH_SHARDS", 3, 1, 1024),
    "REPLICAS": env.number("SEARCH_REPLICAS", 1, 0, 100),
}
HAYSTACK_CONNECTIONS = {
    "default": {
        "ENGINE": "search.backend.PolicyEngine",
        "PATH": str(ARCHIVE_DATA / "index"),
        "SILENTLY_FAIL": False,
        **(CLUSTERED if SEARCH_CLUSTER else {}),
    },
}
HAYSTACK_LIMIT_TO_REGISTERED_MODELS = False
HAYSTACK_SIGNAL_PROCESSOR = "search.outbox.OutboxSignalProcessor"

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [ARCHIVE_DATA / "locale"]  # compiled at the start; see archive.languages
USE_I18N = True
USE_TZ = True

WHITENOISE_ALLOW_ALL_ORIGINS = False
STATIC_URL = "static/"
STATIC_ROOT = ARCHIVE_DATA / "static"
STATICFILES_DIRS = [ROOT / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = ARCHIVE_DATA / "uploads"
FIXTURES = ROOT / "fixtures"
UPLOAD_MAX_MB = env.number("UPLOAD_MAX_MB", 100, 1, 10240)
PDF_MAX_PAGES = env.number("PDF_MAX_PAGES", 200, 1, 10_000)
PDF_PAGE_SECONDS = env.number("PDF_PAGE_SECONDS", 60, 1, 3600)
PDF_MEMORY_MB = env.number("PDF_MEMORY_MB", 1500, 100, 1_000_000)
ZIP_MAX_FILES = env.number("ZIP_MAX_FILES", 5000, 1, 100_000)
ZIP_MAX_MB = env.number("ZIP_MAX_MB", 2048, 1, 102_400)
ZIP_MAX_RATIO = env.number("ZIP_MAX_RATIO", 200, 2, 10_000)
ZIP_MAX_DEPTH = env.number("ZIP_MAX_DEPTH", 2, 1, 5)
# What one client may ask for: generous to a university that shares one address.
RATES = {
    "search": env.rate("RATE_SEARCH", "120/minute burst 60"),
    "suggest": env.rate("RATE_SUGGEST", "600/minute burst 120"),
    "export": env.rate("RATE_EXPORT", "20/minute burst 20"),
    "analysis": env.rate("RATE_ANALYSIS", "120/minute burst 60"),
    "api": env.rate("RATE_API", "240/minute burst 120"),
    "reading": env.rate("RATE_READING", "600/minute burst 300"),
    "sign-in": env.rate("RATE_SIGN_IN", "20/minute burst 20"),
}
EXPORTS_AT_ONCE = env.number("EXPORTS_AT_ONCE", 2, 1, 256)  # in each process of the server
EXPORTS_OF_ONE = env.number("EXPORTS_OF_ONE", 2, 1, 256)
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
DATA_UPLOAD_MAX_NUMBER_FILES = 5000
FILE_UPLOAD_HANDLERS = ["archive.ingest.uploads.MeasuringUploadHandler"]

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    },
}
HTTPS = env.flag("HTTPS")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 14 * 24 * 3600  # seconds
if HTTPS:
    # No other host of the domain can set a cookie of these names (RFC 6265bis, 4.1.3.2).
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
    # Only the proxy of this machine reaches the site, which listens to 127.0.0.1 alone.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz|metrics)$"]  # asked for by this machine itself
    SECURE_HSTS_SECONDS = env.number("HSTS_SECONDS", 30 * 24 * 3600, 0, 10 * 365 * 24 * 3600)
# Whether other hosts of the domain speak TLS, this program cannot know; see docs/SECURITY.md.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]

CSRF_FAILURE_VIEW = "archive.web.refusals.no_token"

AXES_HANDLER = "archive.web.sign_in.Tries"
AXES_FAILURE_LIMIT = 5  # of one name from one address; see archive.web.sign_in for the others
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"], "ip_address"]
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_CLIENT_IP_CALLABLE = "archive.web.sign_in.whence"
AXES_USERNAME_CALLABLE = "archive.web.sign_in.name_of"
AXES_LOCKOUT_CALLABLE = "archive.web.sign_in.locked"
AXES_ENABLE_ADMIN = AXES_VERBOSE = False

LOG_FORMAT = env.choice("LOG_FORMAT", "line", tuple(logs.FORMS))
LOG_LEVEL = env.choice("LOG_LEVEL", "INFO", logs.LEVELS)
LOGGING = logs.described(LOG_FORMAT, LOG_LEVEL, env.flag("LOG_REQUESTS", LOG_FORMAT == "json"))
METRICS_TOKEN = env.text("METRICS_TOKEN")
