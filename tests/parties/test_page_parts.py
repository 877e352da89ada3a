"""The parts that pages are made of write the HTML that they say, and escape what they are given."""

from datetime import date

from django.template import Context, Engine
from django.test.html import parse_html

ENGINE = Engine.get_default()


def drawn(source, **context):
    return ENGINE.from_string("{% load i18n page %}" + source).render(Context(context))


def same(written, expected):
    return parse_html(written) == parse_html(expected)


def test_a_section_has_a_heading_and_a_body():
    assert same(
        drawn('{% section _("Readings") %}<p>One.</p>{% endsection %}'),
        '<section class="section"><div class="section__head"><h2>Readings</h2></div>'
        '<div class="section__body"><p>One.</p></div></section>',
    )


def test_a_section_with_all_that_it_takes():
    written = drawn('{% section title note=note id="here" full=True flow=True %}.{% endsection %}', title="T", note="N")
    assert same(
        written,
        '<section class="section section--full" id="here"><div class="section__head"><h2>T</h2><p>N</p></div>'
        '<div class="section__body flow">.</div></section>',
    )


def test_no_note_and_no_name_leave_no_empty_element():
    written = drawn("{% section title note=note id=name %}{% endsection %}", title="T", note="", name="")
    assert "<p>" not in written
    assert "id=" not in written


def test_a_table_scrolls_in_a_region_with_its_name():
    assert same(
        drawn('{% table "Rows" text=True tall=True %}<tbody></tbody>{% endtable %}'),
        '<div class="table-scroll table-scroll--tall" tabindex="0" role="region" aria-label="Rows">'
        '<table class="is-text"><tbody></tbody></table></div>',
    )
    assert "<table>" in drawn('{% table "Rows" %}{% endtable %}')


def test_what_a_part_is_given_is_escaped():
    written = drawn(
        "{% section title note=title id=title %}{% table title %}{{ title }}{% endtable %}{% endsection %}",
        title='<b> & "',
    )
    assert "<b>" not in written
    assert written.count("&lt;b&gt; &amp; &quot;") == 5


def test_markup_is_kept_under_a_name_and_what_stands_in_it_is_escaped_once():
    written = drawn(
        "{% markup as title %} <b>{{ name }}</b>\n{% endmarkup %}{% section title %}{% endsection %}", name="&"
    )
    assert "<h2><b>&amp;</b></h2>" in written


def test_a_note_of_nought_is_a_number_and_stands():
    assert "<p>0</p>" in drawn("{% section title note=number %}{% endsection %}", title="T", number=0)


def test_a_part_that_is_a_table_names_it_once():
    columns = '{% columns "Day" as columns %}'
    table = '{% table "T" columns text=True %}.{% endtable %}'
    apart = columns + '{% section "T" "N" id="t" full=True flow=True %}' + table + "{% endsection %}"
    together = '{% table_section "T" columns "N" id="t" full=True flow=True text=True %}.{% endtable_section %}'
    assert same(drawn(columns + together), drawn(apart))


def test_a_table_without_rows_says_so_and_why():
    source = (
        '{% columns "Day" as columns %}{% table "Rows" columns none=_("Nothing yet") why=why %}'
        "{% for one in rows %}<tr><td>{{ one }}</td></tr>{% endfor %}{% endtable %}"
    )
    assert same(drawn(source, rows=[], why="A & B"), '<div class="empty"><b>Nothing yet</b><p>A &amp; B</p></div>')
    assert "<td>1</td>" in drawn(source, rows=[1])
    assert "Nothing yet" not in drawn(source, rows=[1])


def test_a_list_without_entries_says_so():
    source = '{% listing "tasks" none=_("None.") %}{% for one in rows %}<li>{{ one }}</li>{% endfor %}{% endlisting %}'
    assert same(drawn(source, rows=["a", "b"]), '<ul class="tasks"><li>a</li><li>b</li></ul>')
    assert same(drawn(source, rows=[]), "<p>None.</p>")


def test_a_part_that_is_a_list_is_not_there_without_entries():
    source = (
        '{% list_section _("Trail") "plain" note="N" full=True %}{% for one in rows %}<li>{{ one }}</li>{% endfor %}'
        "{% endlist_section %}"
    )
    assert same(
        drawn(source, rows=["a"]),
        '<section class="section section--full"><div class="section__head"><h2>Trail</h2><p>N</p></div>'
        '<div class="section__body"><ul class="plain"><li>a</li></ul></div></section>',
    )
    assert drawn(source, rows=[]) == ""


def test_the_head_of_a_column_is_aligned_as_its_cells_are():
    assert same(
        drawn(
            '{% columns names aligned="number" as numbers %}{% columns _("State") aligned="text" as state %}'
            '{% columns "Day" numbers state as columns %}'
            '{% table "Rows" columns %}{% endtable %}',
            names=["A & B", "C"],
        ),
        '<div class="table-scroll" tabindex="0" role="region" aria-label="Rows"><table><thead><tr>'
        '<th scope="col">Day</th><th scope="col" class="is-number">A &amp; B</th>'
        '<th scope="col" class="is-number">C</th>'
        '<th scope="col" class="is-text">State</th></tr></thead><tbody></tbody></table></div>',
    )


def test_a_table_with_columns_writes_its_head_and_body():
    written = drawn(
        '{% columns _("Day") name as first %}{% columns first "More" as columns %}'
        '{% table "Rows" columns %}<tr><td>1</td></tr>{% endtable %}',
        name="<b>",
    )
    assert same(
        written,
        '<div class="table-scroll" tabindex="0" role="region" aria-label="Rows"><table><thead><tr>'
        '<th scope="col">Day</th><th scope="col">&lt;b&gt;</th><th scope="col">More</th></tr></thead>'
        "<tbody><tr><td>1</td></tr></tbody></table></div>",
    )


def test_a_page_begins_with_its_title_and_with_what_there_is_to_say_of_it():
    assert same(drawn('{% page_head "T" %}'), '<header class="page__head"><h1>T</h1></header>')
    assert same(
        drawn(
            '{% markup as above %}<a href="/">Up</a>{% endmarkup %}{% page_head "T" above=above lede=lede %}', lede="&"
        ),
        '<header class="page__head"><p class="eyebrow"><a href="/">Up</a></p><h1>T</h1>'
        '<p class="lede">&amp;</p></header>',
    )


def test_a_fact_is_written_as_the_reader_writes_numbers_and_days():
    assert same(drawn('{% fact "Day" day %}', day=date(2026, 3, 2)), "<div><dt>Day</dt><dd>2 March 2026</dd></div>")
    assert drawn("{{ 0|or_nought }} {{ 7|or_nought }}") == '<span class="nought">0</span> 7'
