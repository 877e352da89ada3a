"""Our own words in a document, in the language that is active."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from languages.writing import within_a_sentence
from parties.formats import with_remark
from parties.in_languages import reader_language


def wording_labels() -> dict[str, str]:
    """The words for whose words a question is asked in (wording_words.py), with the languages of questions."""
    languages = {
        "ar": _("Arabic"),
        "en": _("English"),
        "es": _("Spanish"),
        "fr": _("French"),
        "ru": _("Russian"),
        "zh": _("Chinese"),
    }
    here = reader_language()
    return {
        "wording": _("Wording of the questions"),
        "wording.official": _("Official wording"),
        "wording.working": _("Our working wording"),
        "wording.in_language": _("{wording} ({language})"),
        "wording.counted": _("{wording}: {n}"),
        **{f"language.{code}": name for code, name in languages.items()},
        **{f"wording.language.{code}": within_a_sentence(name, here) for code, name in languages.items()},
    }


def labels() -> dict[str, str]:
    """The words of a report and of a receipt, by the names that content and templates use."""
    return {
        "protocol": _("Cartagena Protocol on Biosafety"),
        "report": _("National report"),
        "party": _("Party"),
        "cycle": _("Reporting cycle"),
        "version": _("Version"),
        "state": _("State"),
        "reference": _("Reference"),
        "submitted": _("Submitted"),
        "submitted_by": _("Submitted by"),
        "languages": _("Languages"),
        "address": _("Address"),
        "sha256": _("SHA-256 of the answers"),
        "contents": _("Contents"),
        "page": _("Page"),
        "question": _("Question"),
        "no_answer": _("No answer"),
        "unknown_option": with_remark("", _("not an option of this questionnaire")).strip(),
        "courtesy": _("courtesy translation"),
        "by_code": _("Characters that the fonts of this document do not hold are given by their code, as [U+1F600]."),
        "size": _("{kb} KB"),
        "link": pgettext("an address on the web", "Link"),
        "name": pgettext("of a person", "Name"),
        "post": pgettext("a person's position", "Post"),
        "institution": _("Institution"),
        "email": _("E-mail"),
        "telephone": _("Telephone"),
        "receipt": _("Receipt"),
        "received": _("The national report was received"),
        "declaration": _("Declaration made on submission"),
        "files": _("Files handed in with it"),
        **wording_labels(),
        "check": _("Check this receipt at"),
        "check_how": _(
            "The address shows the same reference, time and SHA-256. If one character of the answers changed, "
            "the SHA-256 would be another."
        ),
        "demonstration": _("DEMONSTRATION DATA"),
        "draft": _("DRAFT – not submitted"),
        "language.pt": _("Portuguese"),
    }
