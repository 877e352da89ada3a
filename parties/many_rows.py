"""Insert many rows by one statement, as each database takes them fastest; nothing is made into objects or read back."""

from collections.abc import Sequence
from typing import Any

from django.db import connection
from psycopg2.extras import execute_values

BATCH = 1000


def insert_rows(into: str, rows: Sequence[Sequence[Any]], ending: str = "") -> None:
    """Insert rows of values that the database takes as they are; `into` is «INSERT INTO table (columns)».

    `ending` is what follows the values, as «ON CONFLICT …».
    """
    if not rows:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            execute_values(cursor, f"{into} VALUES %s {ending}", rows, page_size=BATCH)
        else:
            cursor.executemany(f"{into} VALUES ({', '.join(['%s'] * len(rows[0]))}) {ending}", rows)
