"""What a password may not be, in words of the portal."""

import re

from django.contrib.auth.password_validation import UserAttributeSimilarityValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


class NotLikeThePerson(UserAttributeSimilarityValidator):
    """Not like the name or the address; Django would name the column of the database."""

    def get_error_message(self) -> str:
        return _("The password is too similar to your name or e-mail address.")


class NotOfThePortal:
    """Not of words that everybody thinks of here, however they are joined, counted on or dressed up."""

    WORDS = (
        *("biosafety", "cartagena", "protocol", "convention", "biodiversity", "strategic", "plan", "portal", "report"),
        *("national", "secretariat", "party", "parties", "focal", "point", "clearing", "house", "cbd", "bch"),
        *("password", "welcome", "admin", "publisher", "letmein", "on", "the", "my", "of", "for"),
    )
    # What stands for a letter, and what is put between or behind.
    DRESSED = str.maketrans("0134578@$!", "oieastbasi")
    _ALL = re.compile(rf"(?:{'|'.join(WORDS)})+")

    def validate(self, password: str, user: object = None) -> None:
        """Raises ValidationError."""
        plain = password.casefold()
        for text in (plain, plain.translate(self.DRESSED)):
            if self._ALL.fullmatch(re.sub(r"[\W\d_]+", "", text)):
                raise ValidationError(
                    _("The password is made of words that anybody tries here first. Choose other words."),
                    code="password_of_the_portal",
                )

    def get_help_text(self) -> str:
        return _("The password is not made of words that anybody tries here first.")
