"""Passwords of tests: as everywhere, but without the cost that makes guessing slow."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class QuickArgon2(Argon2PasswordHasher):
    """What it writes is read by the real hasher too, for servers that a test starts."""

    time_cost = 1
    memory_cost = 8
    parallelism = 1
