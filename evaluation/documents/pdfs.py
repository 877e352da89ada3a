"""Order the PDFs and pictures of an edition from the process that sets them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from typesetting.process import MOST_BYTES, Order, set_all

# Beside text, an order holds pictures.
MOST = 2 * MOST_BYTES


def set_pdfs(orders: Sequence[Order], *, on: date) -> list[bytes]:
    """Set every order in one process; the same orders and day give the same bytes. Raises as typesetting's own."""
    named = [replace(order, template=f"evaluation/documents/{order.template}") for order in orders]
    return set_all(named, at=datetime(on.year, on.month, on.day, tzinfo=UTC), most=MOST)
