#!/usr/bin/env python3
"""Run the portal's commands."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "strategic_plan.settings")
    if sys.argv[1:2] not in (["runserver"], ["run_jobs"]):
        # A command has nobody waiting for a page: what it asks for is done before it ends.
        os.environ.setdefault("JOBS_BESIDE", "false")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
