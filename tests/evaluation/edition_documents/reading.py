"""Read what was rendered, as a reader's program would."""

import re
from io import BytesIO

from docx import Document
from pypdf import PdfReader

# 70 % or 70 per cent, but no target, no heading of a column and no half of an interval.
PERCENTAGE = re.compile(r"(?<![≥>–\d] )(?<![≥>–\d])\b\d+(?:\.\d+)?[\s\u00a0](?:%|per cent)")


def pdf_text(made: bytes) -> str:
    pages = (page.extract_text() for page in PdfReader(BytesIO(made)).pages)
    return " ".join(" ".join(pages).replace("\u200b", "").split())


def docx_text(made: bytes) -> str:
    document = Document(BytesIO(made))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return " ".join([*(paragraph.text for paragraph in document.paragraphs), *cells])
