"""Parts that many pages are made of. Each writes the HTML that stands in its docstring, and nothing else.

    {% load i18n page %}
    {% section _("Readings") note=base flow=True %}
      {% table _("Readings") text=True %}
        <thead>…</thead>
        <tbody>…</tbody>
      {% endtable %}
    {% endsection %}

What takes more than one variable or string is put together before: a sentence by `{% blocktranslate asvar note %}`,
what holds elements by `{% markup as note %}…{% endmarkup %}`.
"""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


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
        format_html("<p>{}</p>", note) if note else "",
        " flow" if flow else "",
        content,
    )


@register.simple_block_tag
def table(content: SafeString, label: object, *, text: bool = False, tall: bool = False) -> SafeString:
    """A table in a region that scrolls by itself: `text` aligns its cells as words, `tall` bounds its height.

    <div class="table-scroll table-scroll--tall" tabindex="0" role="region" aria-label="label">
      <table class="is-text">content</table>
    </div>
    """
    return format_html(
        '<div class="table-scroll{}" tabindex="0" role="region" aria-label="{}">\n<table{}>\n{}</table>\n</div>',
        " table-scroll--tall" if tall else "",
        label,
        format_html(' class="{}"', "is-text") if text else "",
        content,
    )


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
