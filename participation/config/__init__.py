"""The roof. Importing it makes the Celery application, so that every process has it."""

from participation.config.celery import app as celery_app

__all__ = ["celery_app"]
