"""Paragraphs and runs of a Word document with their language and direction, and how they look."""

from collections.abc import Mapping

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.text.parfmt import CT_PPr
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from typesetting import palette
from typesetting.text import RIGHT_TO_LEFT, UNKNOWN, Phrase, phrase

INK, SOFT, TEAL, CLAY = (
    RGBColor.from_string(colour.removeprefix("#")) for colour in (palette.INK, palette.SOFT, palette.TEAL, palette.CLAY)
)
# What Word has everywhere.
LATIN, ARABIC, CHINESE = "Calibri", "Arial", "Microsoft YaHei"

# Size, weight, colour, space before and after in points, and the margin that sets an answer off.
PARAGRAPHS: dict[str, tuple[float, bool, RGBColor, float, float, float]] = {
    "Title": (26, True, INK, 6, 0, 0),
    "Subtitle": (14, False, SOFT, 0, 14, 0),
    "Heading 1": (15, True, INK, 24, 8, 0),
    "Heading 2": (10, False, SOFT, 12, 3, 0),
    "Heading 3": (10, False, SOFT, 12, 3, 6),
    "Eyebrow": (9, True, CLAY, 0, 0, 0),
    "Warning": (11, True, CLAY, 0, 6, 0),
    "Fact": (10, False, SOFT, 0, 2, 6),
    "Answer": (10, True, INK, 0, 2, 6),
    "Answer Text": (10, False, INK, 0, 4, 6),
    "No Answer": (10, False, SOFT, 0, 2, 6),
    "Language": (8, False, SOFT, 2, 0, 6),
    "Header": (8, True, CLAY, 0, 0, 0),
}
BARRED = ("Answer", "Answer Text", "Language")


def prepare(document: Document, *, language: str) -> None:
    """Set the page, the faces and the language of what names none."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(22)
    section.top_margin = section.bottom_margin = Mm(24)
    styles = document.styles
    normal = styles["Normal"]
    assert isinstance(normal, ParagraphStyle)
    _face(normal, 10, bold=False, colour=INK)
    for name, (size, bold, colour, before, after, inset) in PARAGRAPHS.items():
        known = name in styles
        style = styles[name] if known else styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        assert isinstance(style, ParagraphStyle)
        _face(style, size, bold=bold, colour=colour)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
        style.font.italic = name == "No Answer"
        style.paragraph_format.left_indent = Pt(inset)
        # Word's own title has a rule under it, and its headings a colour: the site's have neither.
        for border in style.element.findall(".//" + qn("w:pBdr")):
            border.getparent().remove(border)
        if name in BARRED:
            _bar(style.element.get_or_add_pPr(), "left")
    key = styles.add_style("Key", WD_STYLE_TYPE.CHARACTER)
    key.font.size, key.font.color.rgb = Pt(7.5), SOFT
    for defaults in styles.element.iter(qn("w:lang")):
        defaults.set(qn("w:val"), language)
        defaults.set(qn("w:bidi"), language if language in RIGHT_TO_LEFT else "ar")


class Writer:
    """Adds paragraphs at the end of a document."""

    def __init__(self, document: Document, language: str) -> None:
        self.document, self.language = document, language
        self._style_ids: dict[str, str | None] = {}

    def ours(self, text: str, style: str) -> Paragraph:
        """A paragraph in our own words."""
        return self.said(phrase(text, self.language), style)

    def said(self, said: Phrase, style: str, ahead: str = "") -> Paragraph:
        """A paragraph in the language and direction of its text, a number ahead of it."""
        paragraph = self._paragraph(style)
        if said.rtl:
            properties = paragraph._p.get_or_add_pPr()
            properties.insert_element_before(
                _element("w:bidi", {}), "w:spacing", "w:ind", "w:jc", "w:outlineLvl", "w:rPr", "w:sectPr"
            )
            if style in BARRED:
                _bar(properties, "right")
        if ahead:
            self.add(paragraph, phrase(ahead, said.language)).bold = True
            paragraph.add_run("\u2002")
        self.add(paragraph, said)
        return paragraph

    def _paragraph(self, style: str) -> Paragraph:
        """An empty paragraph; its style is looked for once, as all styles are gone through for it."""
        if style not in self._style_ids:
            first = self.document.add_paragraph(style=style)
            self._style_ids[style] = first._p.style
            return first
        paragraph = self.document.add_paragraph()
        paragraph._p.style = self._style_ids[style]
        return paragraph

    def add(self, paragraph: Paragraph, said: Phrase, style: str | None = None) -> Run:
        """A run in its own language; a line feed becomes a line break."""
        run = paragraph.add_run(said.text, style)
        if said.rtl:
            run.font.rtl = True
        if said.language != UNKNOWN:
            kind = "bidi" if said.rtl else "eastAsia" if said.language.startswith("zh") else "val"
            # The last of the properties that are used here, as the schema wants it.
            run._r.get_or_add_rPr().append(_element("w:lang", {kind: said.language}))
        return run

    def running(self, *, header: str, warnings: tuple[str, ...], footer: str, page: str) -> None:
        """What stands at the head and the foot of every page."""
        section = self.document.sections[0]
        head, foot = section.header.paragraphs[0], section.footer.paragraphs[0]
        self.add(head, phrase(header, self.language), "Key")
        if warnings:
            head.add_run("\t\t")
            self.add(head, phrase(" · ".join(warnings), self.language))
        self.add(foot, phrase(f"{footer} · {page}", self.language), "Key")
        foot.add_run(" ")
        self._field(foot, "PAGE")
        foot.add_run("/", "Key")
        self._field(foot, "NUMPAGES")

    def _field(self, paragraph: Paragraph, instruction: str) -> None:
        field = _element("w:fldSimple", {"instr": instruction})
        field.append(paragraph.add_run("1", "Key")._r)
        paragraph._p.append(field)


def _face(style: ParagraphStyle, size: float, *, bold: bool, colour: RGBColor) -> None:
    """The face of a style, for complex scripts too: they have a size and weight of their own."""
    font = style.font
    font.name, font.size, font.bold, font.cs_bold, font.color.rgb = LATIN, Pt(size), bold, bold, colour
    properties = style.element.get_or_add_rPr()
    faces = properties.get_or_add_rFonts()
    for theme in [name for name in faces.attrib if "heme" in name]:
        del faces.attrib[theme]
    faces.set(qn("w:cs"), ARABIC)
    faces.set(qn("w:eastAsia"), CHINESE)
    properties.insert_element_before(
        _element("w:szCs", {"val": str(round(size * 2))}), "w:highlight", "w:u", "w:effect", "w:bdr", "w:shd", "w:lang"
    )


def _bar(properties: CT_PPr, side: str) -> None:
    """The bar that sets an answer off from its question."""
    borders = _element("w:pBdr", {})
    for edge in ("left", "right"):
        kind = "single" if edge == side else "nil"
        borders.append(_element(f"w:{edge}", {"val": kind, "sz": "12", "space": "6", "color": str(TEAL)}))
    properties.insert_element_before(borders, "w:shd", "w:tabs", "w:bidi", "w:spacing", "w:ind", "w:jc")


def _element(tag: str, attributes: Mapping[str, str]) -> BaseOxmlElement:
    return OxmlElement(tag, {qn(f"w:{name}"): value for name, value in attributes.items()})
