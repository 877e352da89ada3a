"""Open a PDF or a picture in a process of its own: its bytes on standard input, the rule it breaks on standard output.

Started as a module, with bounds on memory and time of its own: a file made to break whoever reads it breaks only this.
Nothing is printed where it may be kept.
"""

import resource
import sys
import warnings
from io import BytesIO
from typing import Any

from foreign_files.pdf_names import KEYS, KINDS, SAY_KINDS

MOST_MEMORY = 512 * 2**20  # of addresses, not all of them used
MOST_SECONDS = 10
# A page of A3 at 600 points an inch has 70 million.
MOST_PIXELS = 100_000_000
PICTURES = {"image/png": "PNG", "image/jpeg": "JPEG"}


def main() -> None:
    """Read the file, print the rule; a fault of any kind ends with a status."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    kind, content = sys.argv[1], sys.stdin.buffer.read()
    sys.stdout.write(_picture(content, PICTURES[kind]) if kind in PICTURES else _pdf(content))


def _pdf(content: bytes) -> str:
    import pikepdf

    try:
        with pikepdf.open(BytesIO(content)) as pdf:
            # With the objects that are packed in streams, and those that nothing refers to.
            objects = (*pdf.objects, pdf.trailer)
            return next((rule for one in objects if (rule := _broken_by(one, pikepdf))), "")
    except pikepdf.PasswordError:
        return "protected"
    except (pikepdf.PdfError, MemoryError, RuntimeError, ValueError):
        return "unreadable"


def _broken_by(one: Any, pikepdf: Any) -> str:
    """The rule that an object breaks, with what is written within it; what it refers to is another object."""
    waiting = [one]
    while waiting:
        held = waiting.pop()
        if isinstance(held, pikepdf.Array):
            waiting += [part for part in held if not _is_elsewhere(part)]
        elif isinstance(held, pikepdf.Dictionary | pikepdf.Stream):
            for key, value in held.items():
                kind = str(value) if key in SAY_KINDS and isinstance(value, pikepdf.Name) else ""
                if kind in KINDS or (key in KEYS and not _is_left_behind(value, pikepdf)):
                    return KINDS.get(kind) or KEYS[key]
                if not _is_elsewhere(value):
                    waiting.append(value)
    return ""


def _is_left_behind(value: Any, pikepdf: Any) -> bool:
    """Whether it is a tree of names, as programs leave it behind, that holds none."""
    return isinstance(value, pikepdf.Dictionary) and all(
        isinstance(one, pikepdf.Array) and not len(one) for one in value.values()
    )


def _is_elsewhere(value: Any) -> bool:
    return bool(getattr(value, "is_indirect", False))


def _picture(content: bytes, kind: str) -> str:
    from PIL import Image

    warnings.simplefilter("ignore")
    Image.MAX_IMAGE_PIXELS = None
    try:
        with Image.open(BytesIO(content), formats=[kind]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                return "pixels"
            if kind == "PNG":
                picture.verify()
            else:
                # An eighth of its size is made of it, for which it is read whole.
                picture.draft("RGB", (picture.width // 8, picture.height // 8))
                picture.load()
    except (OSError, SyntaxError, MemoryError, ValueError, EOFError):
        return "picture"
    return ""


if __name__ == "__main__":
    main()
