"""Which characters a PDF can show, read from the fonts themselves. Pure.

PDF/UA forbids a character without a glyph, and a report holds whatever people type: what no font has is written by
its code. Chinese is not left to that: a page of codes is no report.
"""

import re
import struct
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache, cached_property
from hashlib import file_digest
from importlib.resources import files
from pathlib import Path

from languages.told import said_later

# Debian's fonts-noto-cjk.
CHINESE_FOLDER = Path("/usr/share/fonts/opentype/noto")
CHINESE_FILE = "NotoSansCJK-Regular.ttc"
PACKAGES = ("fontpkg_noto_sans", "fontpkg_noto_sans_arabic")

# Arrows, mathematics and marks from the monospaced font that comes with typst.
BUILT_IN = (
    (0x2190, 0x2213),
    (0x2217, 0x2220),
    (0x2241, 0x2269),
    (0x2500, 0x25FF),
    (0x2610, 0x2612),
    (0x2713, 0x2718),
)
# Invisible by definition: no font needs to hold them.
IGNORED = (
    (0x9, 0xA),
    (0xAD, 0xAD),
    (0x61C, 0x61C),
    (0x200B, 0x200F),
    (0x202A, 0x202C),
    (0x2060, 0x2060),
    (0x2066, 0x2069),
)

HAN = re.compile("[\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")

Ranges = tuple[tuple[int, int], ...]


class ChineseFontMissing(RuntimeError):
    """The document holds Chinese, and no font for it is installed."""

    def __init__(self) -> None:
        super().__init__(
            said_later(
                "The document holds Chinese text, and the font for it is not installed. Install "
                "Debian's package fonts-noto-cjk; {chinese_file} is then found.",
                chinese_file=CHINESE_FOLDER / CHINESE_FILE,
            )
        )


@dataclass(frozen=True)
class Fonts:
    """The folders that a PDF is set from, and what the fonts in them can show."""

    folders: tuple[Path, ...]
    ranges: Ranges
    has_chinese: bool

    @cached_property
    def _starts(self) -> list[int]:
        return [start for start, _end in self.ranges]

    def codes(self, text: str) -> dict[int, str]:
        """What str.translate() needs to give every character that no font holds by its code.

        Raises ChineseFontMissing.
        """
        unknown = {character for character in set(text) if not self.holds(character)}
        if not self.has_chinese and any(HAN.match(character) for character in unknown):
            raise ChineseFontMissing
        return {ord(character): f"[U+{ord(character):04X}]" for character in unknown}

    def holds(self, character: str) -> bool:
        place = bisect_right(self._starts, ord(character)) - 1
        return place >= 0 and ord(character) <= self.ranges[place][1]


def installed(chinese: Path = CHINESE_FOLDER) -> Fonts:
    """The fonts of this machine; looked for each time, read once."""
    folders = tuple(Path(str(files(package))) / "files" for package in PACKAGES)
    found = (chinese / CHINESE_FILE).is_file()
    return _fonts((*folders, chinese) if found else folders, found)


@cache
def chinese_digest() -> str:
    """SHA-256 of the font that Chinese is set from, which no lock holds; empty where it is not installed."""
    path = CHINESE_FOLDER / CHINESE_FILE
    if not path.is_file():
        return ""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


@cache
def _fonts(folders: tuple[Path, ...], has_chinese: bool) -> Fonts:
    held = [
        *folders[0].glob("NotoSans[[]*"),
        *folders[1].glob("*.ttf"),
        *(folder / CHINESE_FILE for folder in folders[2:]),
    ]
    ranges = [*BUILT_IN, *IGNORED, *(one for path in held for one in character_ranges(path))]
    return Fonts(folders, _merged(ranges), has_chinese)


def character_ranges(path: Path) -> Ranges:
    """The characters of a font file, by its character map of format 12; of a collection, those of the first font.

    Raises ValueError where the font has no such map.
    """
    with path.open("rb") as file:

        def read(offset: int, shape: str) -> tuple[int, ...]:
            file.seek(offset)
            return struct.unpack(shape, file.read(struct.calcsize(shape)))

        start = read(12, ">I")[0] if read(0, ">I")[0] == int.from_bytes(b"ttcf") else 0
        (tables,) = read(start + 4, ">H")
        for place in range(tables):
            tag, _checksum, map_at, _length = read(start + 12 + 16 * place, ">4I")
            if tag != int.from_bytes(b"cmap"):
                continue
            (records,) = read(map_at + 2, ">H")
            for record in range(records):
                (offset,) = read(map_at + 8 + 8 * record, ">I")
                if read(map_at + offset, ">H") == (12,):
                    (count,) = read(map_at + offset + 12, ">I")
                    numbers = read(map_at + offset + 16, f">{3 * count}I")
                    return tuple(zip(numbers[::3], numbers[1::3], strict=True))
    raise ValueError(f"{path.name} has no character map of format 12.")


def _merged(ranges: list[tuple[int, int]]) -> Ranges:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if merged and start <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
