"""Which characters a PDF can show, read from the fonts themselves. Pure.

PDF/UA forbids a character without a glyph, and a report holds whatever people type: what no font has is written by
its code. Chinese is not left to that: a page of codes is no report.
"""

import re
import struct
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from hashlib import file_digest
from importlib.resources import files
from pathlib import Path

from languages.told import said_later
from typesetting.text import clean

# Debian's fonts-noto-cjk.
CHINESE_FOLDER = Path("/usr/share/fonts/opentype/noto")
CHINESE_FILE = "NotoSansCJK-Regular.ttc"
PACKAGES = ("fontpkg_noto_sans", "fontpkg_ibm_plex_sans_arabic", "fontpkg_noto_sans_arabic")
# Debian's fonts-noto-core, for what people type in the other scripts of Parties' languages.
NATIONAL_FOLDER = Path("/usr/share/fonts/truetype/noto")
NATIONAL = (
    *("Noto Sans Armenian", "Noto Sans Bengali", "Noto Sans Canadian Aboriginal", "Noto Sans Ethiopic"),
    *("Noto Sans Georgian", "Noto Sans Gujarati", "Noto Sans Gurmukhi", "Noto Sans Hebrew", "Noto Sans Kannada"),
    *("Noto Sans Khmer", "Noto Sans Lao", "Noto Sans Malayalam", "Noto Sans Mongolian", "Noto Sans Myanmar"),
    *("Noto Sans NKo", "Noto Sans Oriya", "Noto Sans Sinhala", "Noto Sans Tamil", "Noto Sans Telugu"),
    *("Noto Sans Thaana", "Noto Sans Thai", "Noto Sans Tifinagh", "Noto Serif Tibetan"),
)

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
class Held:
    """The characters of one or more fonts."""

    ranges: Ranges

    @cached_property
    def _starts(self) -> list[int]:
        return [start for start, _end in self.ranges]

    def __contains__(self, character: str) -> bool:
        place = bisect_right(self._starts, ord(character)) - 1
        return place >= 0 and ord(character) <= self.ranges[place][1]


@dataclass(frozen=True)
class National:
    """The font of one script, by the name that a template asks for."""

    name: str
    path: Path
    held: Held


@dataclass(frozen=True)
class Fonts:
    """The folders that a PDF is set from, and what the fonts in them can show."""

    folders: tuple[Path, ...]
    held: Held
    has_chinese: bool
    national: tuple[National, ...] = ()

    def codes(self, text: str) -> dict[int, str]:
        """What str.translate() needs to give every character that no font holds by its code.

        Raises ChineseFontMissing.
        """
        unknown = {character for character in set(text) if not self.holds(character)}
        if not self.has_chinese and any(HAN.match(character) for character in unknown):
            raise ChineseFontMissing
        return {ord(character): f"[U+{ord(character):04X}]" for character in unknown}

    def holds(self, character: str) -> bool:
        return character in self.held or any(character in font.held for font in self.national)

    def wanted(self, text: str) -> tuple[National, ...]:
        """The fonts of scripts that a text is written in: a document without them is set as if there were none."""
        others = {character for character in set(text) if character not in self.held}
        return tuple(font for font in self.national if any(character in font.held for character in others))


def installed(chinese: Path = CHINESE_FOLDER, national: Path = NATIONAL_FOLDER) -> Fonts:
    """The fonts of this machine; looked for each time, read once."""
    folders = tuple(Path(str(files(package))) / "files" for package in PACKAGES)
    found = (chinese / CHINESE_FILE).is_file()
    scripts = tuple((name, path) for name, path in _national_files(national).items() if path.is_file())
    return _fonts((*folders, chinese) if found else folders, found, scripts)


def unprinted(text: str) -> str:
    """The characters of a text that a PDF gives by their code, in the order of their first use."""
    held = installed()
    return "".join(character for character in dict.fromkeys(clean(text)) if not held.holds(character))


def _national_files(folder: Path) -> dict[str, Path]:
    return {name: folder / f"{name.replace(' ', '')}-Regular.ttf" for name in NATIONAL}


@cache
def system_digests() -> dict[str, str]:
    """SHA-256 of the fonts that no lock holds, by file: Chinese, and those of scripts; empty where not installed."""
    paths = (CHINESE_FOLDER / CHINESE_FILE, *_national_files(NATIONAL_FOLDER).values())
    return {path.name: _digest(path) if path.is_file() else "" for path in paths}


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


@cache
def _fonts(folders: tuple[Path, ...], has_chinese: bool, national: tuple[tuple[str, Path], ...]) -> Fonts:
    held = [
        *folders[0].glob("NotoSans[[]*"),
        *folders[1].glob("*-Regular.ttf"),
        *folders[2].glob("*.ttf"),
        *(folder / CHINESE_FILE for folder in folders[3:]),
    ]
    ranges = [*BUILT_IN, *IGNORED, *(one for path in held for one in character_ranges(path))]
    scripts = tuple(National(name, path, Held(_merged(list(character_ranges(path))))) for name, path in national)
    return Fonts(folders, Held(_merged(ranges)), has_chinese, scripts)


def character_ranges(path: Path) -> Ranges:
    """The characters of a font file, by its character map; of a collection, those of the first font.

    The map of format 12 holds all, that of format 4 the first plane, which is what a font without the other has.
    Raises ValueError where the font has neither.
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
            places = [map_at + read(map_at + 8 + 8 * record, ">I")[0] for record in range(records)]
            by_format = {read(place, ">H")[0]: place for place in places}
            if 12 in by_format:
                (count,) = read(by_format[12] + 12, ">I")
                numbers = read(by_format[12] + 16, f">{3 * count}I")
                return tuple(zip(numbers[::3], numbers[1::3], strict=True))
            if 4 in by_format:
                return tuple(_of_format_4(by_format[4], read))
    raise ValueError(f"{path.name} has no character map of format 12 or 4.")


def _of_format_4(place: int, read: Callable[[int, str], tuple[int, ...]]) -> Iterator[tuple[int, int]]:
    """The characters of segments: a glyph is the character plus a number, or looked up; glyph 0 is none."""
    count = read(place + 6, ">H")[0] // 2
    shape = f">{count}H"
    ends, starts, deltas, offsets = (
        read(place + at, shape) for at in (14, 16 + 2 * count, 16 + 4 * count, 16 + 6 * count)
    )
    for segment, (start, end) in enumerate(zip(starts, ends, strict=True)):
        for character in range(start, min(end, 0xFFFE) + 1):
            glyph = character + deltas[segment]
            if offsets[segment]:
                # Counted from where the offset itself stands.
                at = place + 16 + 6 * count + 2 * segment + offsets[segment] + 2 * (character - start)
                glyph = read(at, ">H")[0]
            if glyph & 0xFFFF:
                yield character, character


def _merged(ranges: list[tuple[int, int]]) -> Ranges:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if merged and start <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
