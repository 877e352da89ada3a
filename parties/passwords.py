"""What a password may not be, in words of the portal."""

from django.contrib.auth.password_validation import UserAttributeSimilarityValidator
from django.utils.translation import gettext as _


class NotLikeThePerson(UserAttributeSimilarityValidator):
    """Not like the name or the address; Django would name the column of the database."""

    def get_error_message(self) -> str:
        return _("The password is too similar to your name or e-mail address.")
