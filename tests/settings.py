"""Settings of the tests: the product's own, cut off from the site's database, broker, mail and files."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

for name in (
    "ALLOWED_HOSTS DATABASE_URL DEBUG DEFAULT_FROM_EMAIL DEMO EMAIL_URL HOST HTTPS IDENTITY PLACE PORT REDIS_URL "
    "OFFICIAL_IDLE_MINUTES OFFICIAL_SESSION_HOURS REAUTHENTICATE_AFTER RESIDENT_IDLE_DAYS RESIDENT_SESSION_DAYS "
    "SCAN_URL SECOND_FACTOR SECRET_KEY SECRET_KEY_FALLBACKS SECRET_KEY_FILE SECURITY_LOG_DAYS SITE_NAME SITE_NAME_EN "
    "SITE_URL SMS_URL THROTTLE MAILS_TO_AN_OFFICIAL MAILS_TO_AN_ADDRESS TEXTS_TO_AN_OFFICIAL LOG_FORMAT "
    "TEXTS_TO_A_RESIDENT CONTACTS_KEPT_MONTHS FIELD_KEYS FIELD_KEYS_FILE UNCONFIRMED_KEPT_DAYS "
    "LEDGER_KEY LEDGER_KEY_FILE LEDGER_ORIGIN"
).split():
    os.environ.pop(name, None)

_data = tempfile.mkdtemp(prefix="participation-tests-")
atexit.register(shutil.rmtree, _data, ignore_errors=True)
os.environ["DATA_DIR"] = _data
if os.environ.get("TEST_PASS") == "postgres":
    os.environ["DATABASE_URL"] = os.environ["TEST_DATABASE_URL"]

from participation.config.settings import *
from participation.config.settings import DATABASES, MIDDLEWARE, SQLITE, STORAGES

if SQLITE:
    # A file, as the site has it: an in-memory database locks differently. Power cuts are tested in tests/full.
    DATABASES["default"]["TEST"] = {"NAME": str(Path(_data) / "test.sqlite3")}
    _options = DATABASES["default"]["OPTIONS"]
    _options["init_command"] = _options["init_command"].replace("synchronous=FULL", "synchronous=OFF")
else:
    DATABASES["default"]["OPTIONS"].pop("pool", None)  # a pool would hold the test database at its end

ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
MIDDLEWARE.remove("whitenoise.middleware.WhiteNoiseMiddleware")
CELERY_TASK_ALWAYS_EAGER = True
STRICT_LOCKS = True
