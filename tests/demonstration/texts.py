"""Every text that a reader meets of the demonstration: pages, documents, tables, pack and API, each with its place."""

import csv
import io
import json
import re
import shutil
import subprocess
import zipfile
from html import unescape

from django.urls import reverse
from docx import Document
from openpyxl import load_workbook

from indicators.models import OperationalObjective, Plan

BLOCKS = re.compile(
    r"</?(?:p|td|th|dd|dt|li|div|section|article|h\d|summary|tr|table|ul|ol|dl|figure|figcaption|nav|header|footer"
    r"|option|label|details|blockquote|caption|main|body|text|title|desc|svg|g)\b[^>]*>"
)
PAGES = ("/en/", "/en/plan/", "/en/plan/audit/", "/en/reporting/", "/en/data/", "/en/evaluations/")
# What the plan itself says stands in quotation marks, and what its data quote of a form.
QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"")


def flat(text):
    """Without marks and breaks of lines, so that the same sentence is the same text."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", text)).replace("\N{NO-BREAK SPACE}", " ")).strip()


def blocks(html):
    html = re.sub(r"<(head|script|style)\b.*?</\1>", " ", html, flags=re.DOTALL)
    # The large figure and its words are two lines of one block.
    html = re.sub(r'</p>\s*<p class="share__words">', " ", html)
    return filter(None, map(flat, BLOCKS.split(html)))


def of_pages(client, published):
    """Pages of every measure, group and edition: the text of each block, with its address."""
    plan = Plan.objects.get(current=True)
    addresses = [*PAGES, reverse("portal:evaluation-dashboard", args=["mid-term"])]
    addresses += [
        reverse("portal:objective", args=[one.code]) for one in OperationalObjective.objects.filter(plan=plan)
    ]
    edition = ["mid-term", published.version]
    addresses.append(reverse("portal:edition", args=edition))
    for indicator in plan.indicators.prefetch_related("measures__bindings__cycle"):
        addresses.append(reverse("portal:edition-indicator", args=[*edition, indicator.code]))
        for measure in indicator.measures.all():
            address = reverse("portal:indicator", args=[indicator.code]) + f"?measure={measure.key}"
            # Where no cycle is chosen, the page is that of one of them.
            addresses += [f"{address}&cycle={one.cycle.code}" for one in measure.bindings.all()] or [address]
            addresses.append(f"{address}&group=sids")
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 200, address
        for text in blocks(answer.content.decode()):
            yield address, text


def of_documents(files, language="en"):
    """Documents of a language: paragraphs and cells of Word, blocks of HTML, lines of PDF, cells of tables and pack."""
    for name, content in files.items():
        if name.endswith(f"-{language}.html"):
            yield from ((name, text) for text in blocks(content.decode()))
        elif name.endswith(f"-{language}.docx"):
            document = Document(io.BytesIO(content))
            yield from ((name, flat(one.text)) for one in document.paragraphs)
            yield from (
                (name, flat(cell.text)) for table in document.tables for row in table.rows for cell in row.cells
            )
        elif name.endswith(f"-{language}.pdf") and shutil.which("pdftotext"):
            read = subprocess.run(["pdftotext", "-raw", "-", "-"], input=content, capture_output=True, check=True)
            yield from ((name, flat(line)) for line in read.stdout.decode().splitlines())
        elif name.endswith(f"-{language}.xlsx"):
            for sheet in load_workbook(io.BytesIO(content), read_only=True):
                for row in sheet.iter_rows(values_only=True):
                    yield from ((f"{name} {sheet.title}", flat(cell)) for cell in row if isinstance(cell, str))
        elif name.endswith(f"-{language}.csv"):
            yield from ((name, text) for text in cells(content))
        elif name.endswith("data.zip"):
            with zipfile.ZipFile(io.BytesIO(content)) as pack:
                for part in pack.namelist():
                    if part.endswith(".csv"):
                        yield from ((part, text) for text in cells(pack.read(part)))


def cells(content):
    return (flat(cell) for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))) for cell in row)


def of_api(client):
    """Words of values and findings; codes stand beside them and are none."""
    for kind in ("values", "findings"):
        for row in api_rows(client, f"/api/v1/{kind}/?page_size=500"):
            words = {name: text for name, text in row.items() if not name.endswith("_code") and isinstance(text, str)}
            yield from ((f"API {kind} {row['indicator']} {name}", flat(text)) for name, text in words.items())


def api_rows(client, address):
    while address:
        page = json.loads(client.get(address).content)
        yield from page["results"]
        address = page["next"]
