#!/usr/bin/env python3
"""Django's manage.py; `./run manage …` calls it inside the project's own environment."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "participation.config.settings")
    from django.core.management import execute_from_command_line
    from django.db import DatabaseError

    from participation.config.prepare import give_up

    try:
        execute_from_command_line(sys.argv)
    except (DatabaseError, OSError) as problem:
        sys.exit(give_up(problem))
