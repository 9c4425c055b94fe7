"""Django's settings, read from the environment; docs/reference/settings.md lists the variables."""

from __future__ import annotations

from archive.config import env, logs

ROOT = env.ROOT
ARCHIVE_DATA = env.folder("ARCHIVE_DATA", ROOT / "var")
env.read_file(ARCHIVE_DATA / "settings.env")
DEBUG = env.flag("DEBUG")
SECRET_KEY = env.secret("SECRET_KEY", ARCHIVE_DATA / "secret-key", DEBUG)
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")

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
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "archive.web.headers.guarded",
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
    "axes.middleware.AxesMiddleware",
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
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
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

HAYSTACK_CONNECTIONS = {
    "default": {
        "ENGINE": "search.backend.PolicyEngine",
        "PATH": str(ARCHIVE_DATA / "index"),
        "SILENTLY_FAIL": False,
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
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
DATA_UPLOAD_MAX_NUMBER_FILES = 5000
FILE_UPLOAD_HANDLERS = ["archive.ingest.uploads.MeasuringUploadHandler"]

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = env.flag("HTTPS")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {
        "short": {
            "()": "django.utils.log.CallbackFilter",
            "callback": logs.without_traceback,
        },
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["short"],
        },
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "archive": {"level": "INFO"},
        "search": {"level": "INFO"},
        "jieba": {"level": "WARNING"},
        # The page says it; it is no fault of the program that needs a traceback.
        "django.security.TooManyFilesSent": {"level": "CRITICAL"},
        "django.security.TooManyFieldsSent": {"level": "CRITICAL"},
    },
}
