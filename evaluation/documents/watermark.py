"""A word across every page of a Word document, behind its text."""

from xml.sax.saxutils import quoteattr

from docx.document import Document
from docx.oxml import parse_xml

_SHAPE = """
<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml"
 xmlns:o="urn:schemas-microsoft-com:office:office"><w:rPr><w:noProof/></w:rPr><w:pict>
<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" path="m@7,l@8,m@5,21600l@6,21600e">
<v:path textpathok="t" o:connecttype="rect"/><v:textpath on="t" fitshape="t"/></v:shapetype>
<v:shape id="watermark" o:spid="_x0000_s1" type="#_x0000_t136" alt="" stroked="f" fillcolor="#ebebeb" o:allowincell="f"
 style="position:absolute;margin-left:0;margin-top:0;width:470pt;height:76pt;rotation:315;z-index:-251658752;
mso-position-horizontal:center;mso-position-horizontal-relative:margin;
mso-position-vertical:center;mso-position-vertical-relative:margin">
<v:textpath style="font-family:&quot;Calibri&quot;;font-size:1pt" string={words}/></v:shape></w:pict></w:r>
"""


def add_watermark(document: Document, words: str) -> None:
    """Put words across the pages; they stand in the head of each, as Word itself keeps them."""
    head = document.sections[0].header.paragraphs[0]
    head._p.append(parse_xml(_SHAPE.format(words=quoteattr(words)).strip()))
