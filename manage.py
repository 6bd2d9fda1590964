#!/usr/bin/env python3
"""Django's command line for QIflow."""

import os
import sys

from django.core.management import execute_from_command_line

# These change the schema, so their sessions take the role that owns it.
SCHEMA_COMMANDS = {"migrate", "prepare_database", "sqlmigrate", "squashmigrations"}

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qiflow.settings")
    if SCHEMA_COMMANDS.intersection(sys.argv[1:2]):
        os.environ.setdefault("QIFLOW_DB_ROLE", "owner")
    execute_from_command_line(sys.argv)
