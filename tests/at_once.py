"""The same work by several threads that begin at one moment, each with a connection of its own."""

import threading
from collections.abc import Callable

from django.db import connection


def at_once(number: int, work: Callable[[], object]) -> None:
    """Do it `number` times at once; none of them may fail."""
    faults = []
    start = threading.Barrier(number)

    def begin():
        try:
            start.wait()
            work()
        except Exception as fault:  # noqa: BLE001
            faults.append(fault)
        finally:
            connection.close()

    workers = [threading.Thread(target=begin) for _ in range(number)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert faults == []
