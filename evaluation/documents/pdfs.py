"""Order the PDFs and pictures of an edition from the process that sets them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from importlib.resources import files
from pathlib import Path

from typesetting.process import MOST_BYTES, Order, set_all

# Its letters are whole, those of the reports' Arabic face are set in parts: a file of it is half as large.
ARABIC = Path(str(files("fontpkg_ibm_plex_sans_arabic"))) / "files"
# Beside text, an order holds pictures.
MOST = 2 * MOST_BYTES


def set_pdfs(orders: Sequence[Order], *, on: date) -> list[bytes]:
    """Set every order in one process; the same orders and day give the same bytes. Raises as typesetting's own."""
    named = [replace(order, template=f"evaluation/documents/{order.template}") for order in orders]
    return set_all(named, at=datetime(on.year, on.month, on.day, tzinfo=UTC), fonts=[ARABIC], most=MOST)
