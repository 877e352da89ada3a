"""The data pack: everything that an edition froze, described so that a machine can check it. Pure."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from evaluation.documents.archives import packed
from evaluation.documents.csvs import csv_of
from evaluation.documents.produced import Links, stem
from evaluation.documents.resources import described, rows_of
from evaluation.documents.sums import sums_of
from evaluation.documents.words import Words, languages, words_of
from evaluation.editions.form import FrozenForm
from languages.codes import ENGLISH
from languages.writing import full_stop, in_sentences

CODEBOOK = "codebook.csv"
CODEBOOK_FIELDS = ("resource", "field", "type", "description", "values")


def render_data_pack(edition: FrozenForm, words: Words, links: Links) -> bytes:
    """The archive; the same edition and links give the same bytes."""
    tables = {
        f"data/{name}.csv": csv_of(list(held["fields"]), rows_of(name, edition, words))
        for name, held in described().items()
    }
    tables[CODEBOOK] = csv_of(CODEBOOK_FIELDS, _codebook())
    files = tables | {
        "frozen.json": edition.content,
        "datapackage.json": _json(_package(edition, words, links, tables)),
        "README.txt": readme(edition, words, links).encode(),
    }
    for language in languages():
        said = words_of(edition, language)
        if language != ENGLISH and language not in edition.left_out and "report" in said.documents:
            files[f"README-{language}.txt"] = readme(edition, said, links).encode()
            files[f"codebook-{language}.csv"] = codebook_in(said)
            files[f"datapackage-{language}.json"] = _json(_package(edition, said, links, tables))
    files["manifest.json"] = _json(_manifest(edition, files))
    files["SHA256SUMS"] = sums_of(files.items())
    return packed(sorted(files.items()), on=edition.frozen_on)


def _json(value: Mapping[str, Any]) -> bytes:
    return (json.dumps(value, indent=2, ensure_ascii=False, sort_keys=False) + "\n").encode()


def _package(edition: FrozenForm, words: Words, links: Links, tables: Mapping[str, bytes]) -> dict[str, Any]:
    """The pack and its tables described in a language; names, keys and types are the same in all."""
    title, _language = edition.title(words.language)
    warning = f"{words('demonstration').upper()}{full_stop(words.language)}" if edition.is_demonstration else ""
    resources = [_resource(name, held, tables[f"data/{name}.csv"], words) for name, held in described().items()]
    return {
        "profile": "tabular-data-package",
        "name": stem(edition).lower(),
        "title": title,
        "description": in_sentences((warning, words("data.package.everything")), words.language),
        "version": edition.edition["version"] or "preview",
        "homepage": links["edition"],
        "created": f"{edition.edition['frozen_on']}T00:00:00Z",
        "sources": [{"title": words("data.package.source"), "path": links["portal"]}],
        "sha256": edition.sha256,
        "resources": [*resources, _codebook_resource(tables[CODEBOOK], words)],
    }


def _resource(name: str, held: Mapping[str, Any], content: bytes, words: Words) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [
            _field(field, kind, words.of_data(description), *limits, key=held["key"])
            for field, (kind, description, *limits) in held["fields"].items()
        ],
        "primaryKey": held["key"],
        "missingValues": [""],
    }
    if "refers" in held:
        schema["foreignKeys"] = [
            {"fields": [field], "reference": {"resource": other, "fields": described()[other]["key"]}}
            for field, other in held["refers"].items()
        ]
    title, description = words.of_data(held["title"]), words.of_data(held["description"])
    return _file(name, f"data/{name}.csv", content, schema, title, description)


def _field(
    name: str, kind: str, description: str, constraints: Mapping[str, Any] | None = None, *, key: list[str]
) -> dict[str, Any]:
    limits = dict(constraints or {}) | ({"required": True} if name in key else {})
    field: dict[str, Any] = {"name": name, "type": kind, "description": description}
    if kind == "date":
        field["format"] = "%Y-%m-%d"
    return field | ({"constraints": limits} if limits else {})


def _file(
    name: str, path: str, content: bytes, schema: Mapping[str, Any], title: str, description: str
) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "path": path,
        "title": title,
        "description": description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "quoteChar": '"', "doubleQuote": True, "lineTerminator": "\r\n", "header": True},
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": dict(schema),
    }


def _codebook() -> Iterator[list[object]]:
    for name, held in described().items():
        for field, (kind, description, *limits) in held["fields"].items():
            values = " | ".join(limits[0].get("enum", ())) if limits else ""
            yield [name, field, kind, description, values]


def codebook_in(words: Words) -> bytes:
    """The code book for people who read another language; names of tables and fields are the same in all."""
    head = [words(f"data.codebook.{name}") for name in CODEBOOK_FIELDS]
    place = CODEBOOK_FIELDS.index("description")
    rows = ([*row[:place], words.of_data(str(row[place])), *row[place + 1 :]] for row in _codebook())
    return csv_of(head, rows, mark=True)


def _codebook_resource(content: bytes, words: Words) -> dict[str, Any]:
    fields = [
        {"name": name, "type": "string", "description": words(f"data.codebook_holds.{name}")}
        for name in CODEBOOK_FIELDS
    ]
    schema = {"fields": fields, "primaryKey": ["resource", "field"], "missingValues": [""]}
    return _file(
        "codebook", CODEBOOK, content, schema, words("data.package.codebook"), words("data.package.every_field")
    )


def _manifest(edition: FrozenForm, files: Mapping[str, bytes]) -> dict[str, Any]:
    """What lies in the pack, and what it was made from."""
    return {
        "edition": dict(edition.edition),
        "parameters": dict(edition["parameters"]),
        "method": dict(edition["method"]),
        "sha256": edition.sha256,
        "files": [
            {"name": name, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
            for name, content in sorted(files.items())
        ],
    }


def readme(edition: FrozenForm, words: Words, links: Links) -> str:
    """How to read the pack, and how to verify it."""
    title, _language = edition.title(words.language)
    warning = f"{words('demonstration').upper()}\n\n" if edition.is_demonstration else ""
    return words(
        "data.readme",
        warning=warning,
        title=title,
        version=edition.edition["version"] or words("masthead.preview"),
        day=words.day(edition.frozen_on),
        sha256=edition.sha256,
        edition=links["edition"],
        verify=links["verify"],
    )
