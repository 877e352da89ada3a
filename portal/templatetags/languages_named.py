"""Languages named as they call themselves, and tagged as an element's `lang` has them."""

from django import template

from languages.codes import OWN_NAMES, short, tag

register = template.Library()


@register.filter
def own_name(code: str) -> str:
    """The name that a language gives itself."""
    return OWN_NAMES[short(code)]


@register.filter
def lang(code: str) -> str:
    """What an element's `lang` and a link's `hreflang` say: zh-Hans for zh."""
    return tag(code)
