#!/usr/bin/env python
"""Run a management command; where no database is named, on the embedded one."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wholesale.settings")
    from wholesale.embedded.environment import prepare_environment

    prepare_environment(sys.argv)
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
