"""Parts that many pages are made of. Each writes the HTML that stands in its docstring, and nothing else.

    {% load i18n page %}
    {% section _("Readings") note=base flow=True %}
      {% columns _("Begun") _("Ended") as columns %}
      {% table _("Readings") columns text=True none=_("Nothing yet") %}
        {% for one in page %}<tr>…</tr>{% endfor %}
      {% endtable %}
      {% listing "plain" none=_("None.") %}{% for one in faults %}<li>…</li>{% endfor %}{% endlisting %}
    {% endsection %}
    {% list_section _("Trail") "plain" %}{% for one in events %}<li>…</li>{% endfor %}{% endlist_section %}

What takes more than one variable or string is put together before: a sentence by `{% blocktranslate asvar note %}`,
what holds elements by `{% markup as note %}…{% endmarkup %}`.
"""

from dataclasses import dataclass

from django import template
from django.template.loader import render_to_string
from django.utils.formats import localize
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()


def _as_written(value: object) -> object:
    """Numbers and days as `{{ value }}` writes them in the reader's language."""
    return localize(value)


@register.simple_tag
def page_head(title: object, *, above: object = "", lede: object = "") -> SafeString:
    """How a page begins: its title, a line above that says or leads to what it belongs to, and what it is about.

    <header class="page__head"><p class="eyebrow">above</p><h1>title</h1><p class="lede">lede</p></header>
    """
    return format_html(
        '<header class="page__head">\n{}<h1>{}</h1>\n{}</header>',
        format_html('<p class="eyebrow">{}</p>\n', above) if above else "",
        _as_written(title),
        format_html('<p class="lede">{}</p>\n', lede) if lede else "",
    )


@register.simple_tag
def fact(name: object, value: object) -> SafeString:
    """One pair of a list of facts: <div><dt>name</dt><dd>value</dd></div>."""
    return format_html("<div>\n<dt>{}</dt>\n<dd>{}</dd>\n</div>", name, _as_written(value))


@register.filter
def or_nought(number: int) -> SafeString:
    """A number in a table; 0 is set so that the eye passes over it."""
    return format_html("{}", _as_written(number)) if number else format_html('<span class="nought">{}</span>', 0)


@register.simple_block_tag
def section(
    content: SafeString,
    title: object,
    note: object = "",
    *,
    id: object = "",  # noqa: A002  # HTML's own word
    full: bool = False,
    flow: bool = False,
) -> SafeString:
    """A part of a page: heading and note beside the body, above it with `full`; `flow` sets space between its children.

    A note of 0 is a number and stands; only "" and None are no note.

    <section class="section section--full" id="id">
      <div class="section__head"><h2>title</h2><p>note</p></div>
      <div class="section__body flow">content</div>
    </section>
    """
    return format_html(
        '<section class="section{}"{}>\n<div class="section__head"><h2>{}</h2>{}</div>\n'
        '<div class="section__body{}">\n{}</div>\n</section>',
        " section--full" if full else "",
        format_html(' id="{}"', id) if id else "",
        title,
        "" if note in ("", None) else format_html("<p>{}</p>", note),
        " flow" if flow else "",
        content,
    )


@register.simple_block_tag
def listing(content: SafeString, kind: str, *, none: object) -> SafeString:
    """A list of one of the style sheet's kinds; where it has no entry, what is said in its place.

    <ul class="kind">content</ul> or <p>none</p>
    """
    if not content.strip():
        return format_html("<p>{}</p>", none)
    return format_html('<ul class="{}">\n{}</ul>', kind, content)


@register.simple_block_tag
def list_section(
    content: SafeString, title: object, kind: str, note: object = "", *, full: bool = False
) -> SafeString | str:
    """A part of a page that is a list of one of the style sheet's kinds; nothing at all where it has no entry."""
    return section(listing(content, kind, none=""), title, note, full=full) if content.strip() else ""


@dataclass(frozen=True)
class Column:
    """The head of a table's column: `as_class` aligns it as its cells are."""

    title: object
    as_class: str = ""

    def __html__(self) -> str:
        aligned = format_html(' class="{}"', self.as_class) if self.as_class else ""
        return format_html('<th scope="col"{}>{}</th>', aligned, self.title)


@register.simple_tag
def columns(*titles: object, aligned: str = "") -> list[Column]:
    """The columns of a table by their titles, for `table`; a list among them goes on with its own.

    `aligned`: they hold a "number" or "text" where the other columns of the table do not.
    """
    flat = [one for title in titles for one in (title if isinstance(title, list) else [title])]
    return [one if isinstance(one, Column) else Column(one, aligned and f"is-{aligned}") for one in flat]


@register.simple_block_tag
def table(
    content: SafeString,
    label: object,
    columns: list[Column] | None = None,
    *,
    text: bool = False,
    tall: bool = False,
    none: object = "",
    why: object = "",
) -> SafeString:
    """A table in a region that scrolls by itself: `text` aligns its cells as words, `tall` bounds its height.

    With `columns` the content is its rows; without, its head and body. Where there is no row, `none` is said in place
    of the table, and `why`, as components/empty.html says it.

    <div class="table-scroll table-scroll--tall" tabindex="0" role="region" aria-label="label">
      <table class="is-text">
        <thead><tr><th scope="col">title of a column</th>…</tr></thead>
        <tbody>content</tbody>
      </table>
    </div>
    """
    if none and not content.strip():
        return render_to_string("components/empty.html", {"title": none, "text": why})
    if columns:
        heads = format_html_join("", "{}", ((column,) for column in columns))
        content = format_html("<thead><tr>{}</tr></thead>\n<tbody>\n{}</tbody>\n", heads, content)
    return format_html(
        '<div class="table-scroll{}" tabindex="0" role="region" aria-label="{}">\n<table{}>\n{}</table>\n</div>',
        " table-scroll--tall" if tall else "",
        label,
        format_html(' class="{}"', "is-text") if text else "",
        content,
    )


@register.simple_block_tag
def table_section(
    content: SafeString,
    title: object,
    columns: list[Column],
    note: object = "",
    *,
    id: object = "",  # noqa: A002  # HTML's own word
    full: bool = False,
    flow: bool = False,
    text: bool = False,
    tall: bool = False,
) -> SafeString:
    """A part of a page that is one table, which has its name: see `section` and `table`."""
    return section(table(content, title, columns, text=text, tall=tall), title, note, id=id, full=full, flow=flow)


@register.simple_block_tag
def markup(content: SafeString) -> SafeString:
    """Keep elements under a name, for a part that takes them: `{% markup as title %}<b>…</b>{% endmarkup %}`."""
    # Rendered by the template, so escaped already; strip() alone would forget that.
    return SafeString(content.strip())


@register.inclusion_tag("components/figure.html")
def figure(
    chart: object,
    title: object,
    sentence: object = "",
    *,
    headings: object = None,
    rows: object = None,
    downloads: object = None,
) -> dict[str, object]:
    """A chart with its sentence, its table and its files; components/figure.html says what each is."""
    return {
        "chart": chart,
        "title": title,
        "sentence": sentence,
        "headings": headings,
        "rows": rows,
        "downloads": downloads,
    }
