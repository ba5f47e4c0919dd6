"""The Celery application. The outbox decides what runs and when; Celery only carries it."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "participation.config.settings")

app = Celery("participation")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["participation.delivery"])
