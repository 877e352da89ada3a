"""The colours of everything that has no style sheet: drawings, documents, workbooks. Pure.

static/css/base.css names the same colours for pages; files that can't import are held to this one by a test.
"""

INK = "#12211f"
SOFT = "#4c5d59"
MIST = "#f2f6f4"
LINE = "#d2dcd8"
LINE_STRONG = "#6c7d78"
TEAL = "#0b5a54"
TEAL_MID = "#2f857c"
TEAL_PALE = "#e1eeeb"
INTERVAL = "#b5d3cd"
CLAY = "#a34a18"
CLAY_FILL = "#eec19d"
GREY_FILL = "#c3cfcb"
GREY_PALE = "#dde4e1"
