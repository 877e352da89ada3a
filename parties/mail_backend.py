"""Letters by SMTP, also to addresses whose part before the @ is not ASCII (RFC 6531)."""

import smtplib
from email import message_from_bytes
from email.policy import SMTPUTF8
from typing import Any

from django.core.mail import EmailMessage
from django.core.mail.backends import smtp
from django.core.mail.message import sanitize_address

from languages.told import said_later
from parties.mailboxes import is_international


class EmailBackend(smtp.EmailBackend):
    """As Django sends; where an address needs it, with the server's own word that it knows such addresses."""

    def _send(self, email_message: EmailMessage) -> bool:
        to = email_message.recipients()
        if not any(is_international(one) for one in to):
            return bool(super()._send(email_message))  # type: ignore[misc]  # not in the stubs
        connection: Any = self.connection
        connection.ehlo_or_helo_if_needed()
        if not connection.has_extn("smtputf8"):
            raise smtplib.SMTPNotSupportedError(
                said_later("The server of mail takes no address in this script (SMTPUTF8). Hand over a code instead.")
            )
        message = message_from_bytes(email_message.message().as_bytes(), policy=SMTPUTF8)
        # Django writes the part before the @ in a way that no server of mail reads.
        del message["To"]
        message["To"] = ", ".join(to)
        content, options = message.as_bytes(policy=SMTPUTF8), ["SMTPUTF8", "BODY=8BITMIME"]
        connection.sendmail(sanitize_address(email_message.from_email, "utf-8"), to, content, mail_options=options)
        return True
