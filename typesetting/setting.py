"""Set documents and pictures in a process of its own: orders as JSON on standard input, files on standard output.

typst keeps threads and hangs when its process forks after its first use, as the web server and Celery do. It is
therefore only ever used here, in a process that was started afresh: as a file and not as a module of its package, so
that nothing else is imported. The first line of the output holds the length of each file; the files follow.
"""

import json
import resource
import sys
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pikepdf
import typst
from PIL import Image

# Templates are named from here, so that those of every app import what they have in common.
ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    """Read the orders, write the files; a fault goes to standard error with status 1."""
    given = json.load(sys.stdin.buffer)
    resource.setrlimit(resource.RLIMIT_AS, (given["memory"], given["memory"]))
    try:
        fonts = _fonts(given["fonts"], given["scripts"])
        made = [_set(order, fonts, given["at"]) for order in given["orders"]]
    except typst.TypstError as fault:
        sys.exit(f"{fault.message} {' '.join(fault.hints)}".strip())
    sys.stdout.buffer.write(json.dumps([len(one) for one in made]).encode() + b"\n")
    for one in made:
        sys.stdout.buffer.write(one)


def _fonts(folders: list[str], scripts: list[str]) -> typst.Fonts:
    """Looked through once: it takes longer than to set a chart.

    typst takes folders only, and that of the system holds other versions of our own faces: it gets a folder of links.
    """
    with TemporaryDirectory() as links:
        for path in scripts:
            (Path(links) / Path(path).name).symlink_to(path)
        return typst.Fonts(include_system_fonts=False, font_paths=[*map(Path, folders), Path(links)])


def _set(order: Any, fonts: typst.Fonts, at: int) -> bytes:
    is_pdf = order["format"] == "pdf"
    made = typst.compile(
        ROOT / f"{order['template']}.typ",
        root=ROOT,
        font_paths=fonts,
        ignore_system_fonts=True,
        format=order["format"],
        ppi=None if is_pdf else order["ppi"],
        pdf_standards=["ua-1"] if is_pdf else [],
        timestamp=at,
        # Text reaches the template as a value and never as source.
        sys_inputs={"order": json.dumps(order, ensure_ascii=False)},
    )
    return _packed(made) if is_pdf else _with_palette(made)


def _packed(made: bytes) -> bytes:
    """The same PDF with its small objects compressed together: typst writes each on its own, a third of the file."""
    packed = BytesIO()
    with pikepdf.open(BytesIO(made)) as pdf:
        pdf.save(
            packed,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            recompress_flate=True,
            deterministic_id=True,
        )
    return packed.getvalue()


def _with_palette(made: bytes) -> bytes:
    """The same picture with few colours, as charts have: a third of the size."""
    held = BytesIO()
    with Image.open(BytesIO(made)) as picture:
        few = picture.convert("RGB").quantize(64, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        few.save(held, "PNG", optimize=True)
    return held.getvalue()


if __name__ == "__main__":
    main()
