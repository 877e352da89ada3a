"""Make the two roles of the database, and hand the tables over."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.database_roles import NoRoles, separate


class Command(BaseCommand):
    help = (
        "Make an owner that migrates and a role that the portal serves as (DATABASE_ROLES), with OWNER_PASSWORD and "
        "APPLICATION_PASSWORD, and hand the tables to the owner. Run it as who may create roles, then migrate as the "
        "owner, which grants the other what it needs. Safe to repeat; new passwords take the place of old ones."
    )
    # Of a database that is handed over before its first migration.
    requires_migrations_checks = False

    def handle(self, *args: Any, **options: Any) -> None:
        owner, application = settings.DATABASE_ROLES
        first, second = settings.DATABASE_ROLE_PASSWORDS
        try:
            separate(owner=owner, application=application, passwords=(first, second))
        except NoRoles as fault:
            raise CommandError(str(fault)) from fault
        self.stdout.write(f"{owner} owns the tables and migrates; {application} serves, once {owner} has migrated.")
