"""Letters that a server of a test sent, as whoever gets them reads them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from email.header import decode_header, make_header
from email.message import Message

LINK = re.compile(r"https?://\S+")


@dataclass(frozen=True)
class Received:
    """A letter as it arrived: its subject, and both of its forms."""

    to: str
    subject: str
    text: str
    html: str

    @property
    def link(self) -> str:
        """The first link of the plain text."""
        found = LINK.search(self.text)
        assert found, self.text
        return found.group()


def letters_to(messages: Iterable[Message], to: str) -> list[Received]:
    """What somebody was sent, in the order of the messages."""
    return [received(one) for one in messages if to in one["To"]]


def received(message: Message) -> Received:
    parts = {one.get_content_type(): one.get_payload(decode=True) for one in message.walk() if not one.is_multipart()}
    return Received(
        to=message["To"],
        # A long one is folded on its way.
        subject=" ".join(str(make_header(decode_header(message["Subject"]))).split()),
        text=parts["text/plain"].decode(),
        html=parts.get("text/html", b"").decode(),
    )
