"""Parties, their dated treaty status and groups, and the people who sign in."""

import re
from datetime import date, datetime
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from languages.alphabets import folded
from parties.in_languages import CharWords, TextWords
from parties.mailboxes import MailboxColumn
from parties.name_order import OrderKey, by_name
from parties.roles import ROLES, Leave, Role, highest, of_a_party, of_the_secretariat, role_called
from parties.treaty_words import instrument_in_words


def current_on(on: date, prefix: str = "") -> Q:
    """Match rows whose dated period covers a day; an open end is no end."""
    begun = Q(**{f"{prefix}begins_on__isnull": True}) | Q(**{f"{prefix}begins_on__lte": on})
    going_on = Q(**{f"{prefix}ends_on__isnull": True}) | Q(**{f"{prefix}ends_on__gt": on})
    return begun & going_on


class Treaty(models.TextChoices):
    CONVENTION = "cbd", _("Convention on Biological Diversity")
    PROTOCOL = "cpb", _("Cartagena Protocol on Biosafety")
    SUPPLEMENTARY = "nklsp", _("Nagoya – Kuala Lumpur Supplementary Protocol on Liability and Redress")


NAME_COLUMNS = ("name_en", "name_fr", "name_es", "name_ru", "name_ar", "name_zh")
LANGUAGES = tuple(column.removeprefix("name_") for column in NAME_COLUMNS)
# 2016, 2018-04, 2009-12-01; anything else tells of no day.
KNOWN_DATE = re.compile(r"\d{4}(-\d\d){0,2}")
# A former name is always known in English.
FORMER_COLUMNS = ("name", *NAME_COLUMNS[1:])


class PartyQuerySet(models.QuerySet["Party"]):
    def in_force(self, on: date, treaty: str = Treaty.PROTOCOL) -> "PartyQuerySet":
        """Those for which the treaty is in force on a day: entry into force counts, not deposit."""
        return self.filter(statuses__treaty=treaty, statuses__in_force_on__lte=on)

    def deposited(self, on: date, treaty: str = Treaty.PROTOCOL) -> "PartyQuerySet":
        """Those that had deposited an instrument by the end of a day."""
        return self.filter(statuses__treaty=treaty, statuses__deposited_on__lte=on)

    def by_name(self) -> "PartyQuerySet":
        """As the reader's language lists their names."""
        return self.order_by(by_name())

    def named_like(self, text: str) -> "PartyQuerySet":
        """Those whose short name in any language, or a former one, holds a text, accents aside."""
        wanted = folded(text)
        names = {pk: " ".join(held) for pk, *held in Party.objects.values_list("pk", *NAME_COLUMNS)}
        for party, *former in FormerName.objects.values_list("party", *FORMER_COLUMNS):
            names[party] += f" {' '.join(former)}"
        return self.filter(pk__in=[party for party, held in names.items() if wanted in folded(held)])

    def in_group(self, slug: str, on: date) -> "PartyQuerySet":
        members = GroupMembership.objects.filter(current_on(on), group__slug=slug).values("party")
        return self.filter(pk__in=members)


class Party(models.Model):
    """A State or regional organisation that is or may become a Party, by its own short name."""

    class Kind(models.TextChoices):
        STATE = "state", pgettext_lazy("a country", "State")
        ORGANISATION = "organisation", _("Regional economic integration organisation")

    code = models.CharField(max_length=3, unique=True, help_text=_("ISO 3166 alpha-3; EUE for the European Union."))
    alpha2 = models.CharField(max_length=2, unique=True, null=True, blank=True, help_text=_("None for stand-ins."))
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.STATE)
    name_en = models.CharField(max_length=80, unique=True)
    name_fr = models.CharField(max_length=80, blank=True)
    name_es = models.CharField(max_length=80, blank=True)
    name_ru = models.CharField(max_length=80, blank=True)
    name_ar = models.CharField(max_length=80, blank=True)
    name_zh = models.CharField(max_length=80, blank=True)
    order_en = OrderKey(language="en")
    order_fr = OrderKey(language="fr")
    order_es = OrderKey(language="es")
    order_ru = OrderKey(language="ru")
    order_ar = OrderKey(language="ar")
    demonstration = models.BooleanField(default=False, help_text=_("A stand-in without a country behind it."))
    note = models.TextField(blank=True)
    source = models.TextField()

    objects = PartyQuerySet.as_manager()

    class Meta:
        ordering = ["order_en"]
        verbose_name_plural = "Parties"
        constraints = [
            models.CheckConstraint(condition=Q(code__regex=r"^[A-Z]{3}$"), name="party_code_is_alpha3"),
        ]

    def __str__(self) -> str:
        return self.name_en

    @property
    def name(self) -> str:
        """The short name in the reader's language; English where we have none."""
        language = (get_language() or "en").split("-")[0]
        return getattr(self, f"name_{language}", "") or self.name_en

    def names_on(self, day: date) -> dict[str, str]:
        """{language: short name} that it had on a day; today's in a language in which the former is not known."""
        held = {column.removeprefix("name_"): getattr(self, column) for column in NAME_COLUMNS}
        former = min(
            (one for one in self.former_names.all() if one.held_on(day)), key=lambda one: one.until, default=None
        )
        if former is not None:
            held |= {language: name for language, name in former.names.items() if name}
        return {language: name for language, name in held.items() if name}

    def called_on(self, day: date) -> str:
        """Its short name of a day in the reader's language; English where we have none. One query, or none where former
        names are read already."""
        names = self.names_on(day)
        return names.get((get_language() or "en").split("-")[0]) or names["en"]


class FormerName(models.Model):
    """What a Party was called until a day; in English, and in the other languages where it is known."""

    party = models.ForeignKey(Party, models.CASCADE, related_name="former_names")
    name = models.CharField(max_length=80)
    name_fr = models.CharField(max_length=80, blank=True)
    name_es = models.CharField(max_length=80, blank=True)
    name_ru = models.CharField(max_length=80, blank=True)
    name_ar = models.CharField(max_length=80, blank=True)
    name_zh = models.CharField(max_length=80, blank=True)
    until = models.CharField(max_length=20, help_text=_("The date as far as it is known: 2018-04, 2016."))
    source = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["party", "name", "until"], name="former_name_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def names(self) -> dict[str, str]:
        """{language: name}; empty where it is not known."""
        return {language: getattr(self, column) for language, column in zip(LANGUAGES, FORMER_COLUMNS, strict=True)}

    @property
    def in_language(self) -> str:
        """In the reader's language; English where it is not known."""
        return self.names.get((get_language() or "en").split("-")[0]) or self.name

    def held_on(self, day: date) -> bool:
        """Whether it was surely the name on a day: 2018-04 tells nothing of the days in that month."""
        return bool(KNOWN_DATE.fullmatch(self.until)) and day.isoformat()[: len(self.until)] < self.until


class NameChange(models.Model):
    """A change of name that was entered here: from its day the new names are used, the others are former."""

    party = models.ForeignKey(Party, models.PROTECT, related_name="name_changes")
    begins_on = models.DateField()
    name_en = models.CharField(max_length=80)
    name_fr = models.CharField(max_length=80)
    name_es = models.CharField(max_length=80)
    name_ru = models.CharField(max_length=80)
    name_ar = models.CharField(max_length=80)
    name_zh = models.CharField(max_length=80)
    source = models.TextField()

    class Meta:
        ordering = ["begins_on"]
        constraints = [models.UniqueConstraint(fields=["party", "begins_on"], name="one_name_change_a_day")]

    def __str__(self) -> str:
        return f"{self.party_id} {self.name_en}"


class TreatyStatus(models.Model):
    """What one Party did about one treaty, with its dates."""

    party = models.ForeignKey(Party, models.CASCADE, related_name="statuses")
    treaty = models.CharField(max_length=5, choices=Treaty)
    signed_on = models.DateField(null=True, blank=True)
    instrument = models.CharField(max_length=20, blank=True)
    deposited_on = models.DateField(null=True, blank=True)
    in_force_on = models.DateField(null=True, blank=True)
    note = models.TextField(
        blank=True, help_text=_("What is known without a date, or why a date departs from the rule.")
    )
    source = models.TextField()

    class Meta:
        verbose_name_plural = "Treaty statuses"
        constraints = [
            models.UniqueConstraint(fields=["party", "treaty"], name="treaty_status_once"),
            # Succession may date back: its entry into force can precede the deposit (Montenegro).
            models.CheckConstraint(
                condition=Q(in_force_on__isnull=True)
                | Q(deposited_on__isnull=False, in_force_on__gte=F("deposited_on"))
                | Q(deposited_on__isnull=False, instrument="succession"),
                name="treaty_status_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party_id} {self.treaty}"

    @property
    def instrument_in_words(self) -> str:
        return instrument_in_words(self.instrument)


class PartyGroup(models.Model):
    """A group that figures are given for, with its definition as readers see it."""

    class Kind(models.TextChoices):
        REGION = "region", _("UN regional group")
        DEVELOPMENT = "development", _("Development group")

    slug = models.SlugField(unique=True)
    kind = models.CharField(max_length=12, choices=Kind)
    name = CharWords(max_length=80)
    definition = TextWords()
    to_be_confirmed = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.name


class GroupMembership(models.Model):
    party = models.ForeignKey(Party, models.CASCADE, related_name="memberships")
    group = models.ForeignKey(PartyGroup, models.CASCADE, related_name="memberships")
    begins_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(
        null=True, blank=True, help_text=_("The first day on which it is no longer in the group.")
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["party", "group"], name="membership_once")]

    def __str__(self) -> str:
        return f"{self.party_id} {self.group_id}"


def offered(language: str) -> str:
    """A language that letters are written in: this one while the portal offers it, else English."""
    return language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.full_clean()
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        # The first account of a portal is a publisher: nobody else could invite one.
        given = {"is_staff": True, "is_superuser": True, "is_publisher": True} | fields
        return self.create_user(email, password, **given)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in with an e-mail address."""

    email = MailboxColumn(unique=True)
    name = models.CharField(max_length=120)
    is_staff = models.BooleanField(_("Secretariat staff"), default=False)
    is_publisher = models.BooleanField(
        default=False, help_text=_("Secretariat publisher: makes reports, figures and editions public.")
    )
    is_active = models.BooleanField(default=True)
    language = models.CharField(
        max_length=10, blank=True, help_text=_("What letters are written in; empty until one is chosen.")
    )
    time_zone = models.CharField(
        max_length=64, blank=True, help_text=_("Whose clock times are shown by; empty for UTC.")
    )
    date_joined = models.DateTimeField(auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(is_publisher=False) | Q(is_staff=True), name="publisher_is_of_the_secretariat"
            ),
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def letters_in(self) -> str:
        """The language of letters: the chosen one while it is offered, else English."""
        return offered(self.language)

    @property
    def secretariat_role(self) -> Role | None:
        """The role that the account's flags make, whether or not it may still sign in; None outside the Secretariat."""
        return highest(role for role in of_the_secretariat() if all(getattr(self, flag) for flag in role.flags))


class FocalPointQuerySet(models.QuerySet["FocalPoint"]):
    def current(self, on: date) -> "FocalPointQuerySet":
        """Those whose period covers a day and whose person may still sign in."""
        return self.filter(current_on(on), user__is_active=True)

    def written_to(self) -> "list[FocalPoint]":
        """Those whose role gets letters and reminders, person by person; raises UnknownRole.

        Chosen here and not by the database, where a role that the table does not know would only be passed over.
        """
        return [one for one in self if one.held_role.written_to]

    def authorities(self) -> "list[FocalPoint]":
        """Those whose role submits a Party's report, person by person; raises UnknownRole."""
        return [one for one in self.select_related("user") if one.held_role.submits is not Leave.NO]


class FocalPoint(models.Model):
    """What a person may do for one Party, with its dates; ended, never deleted."""

    user = models.ForeignKey(User, models.PROTECT, related_name="focal_points")
    party = models.ForeignKey(Party, models.PROTECT, related_name="focal_points")
    role = models.CharField(max_length=12, choices=[(role.code, role.label) for role in of_a_party()])
    begins_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True, help_text=_("The first day on which it no longer holds."))

    objects = FocalPointQuerySet.as_manager()

    class Meta:
        ordering = ["party", "user", "begins_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "party"], condition=Q(ends_on__isnull=True), name="one_open_role_for_a_party"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("begins_on")), name="focal_point_dates_in_order"
            ),
            models.CheckConstraint(
                condition=Q(role__in=tuple(role.code for role in of_a_party())), name="focal_point_role_is_of_a_party"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.party_id}"

    @property
    def held_role(self) -> Role:
        """The row of the role that is held. Raises UnknownRole."""
        return role_called(self.role, place=f"focal point {self.pk}")


class OfficeAddressQuerySet(models.QuerySet["OfficeAddress"]):
    def kept(self) -> "OfficeAddressQuerySet":
        """Those that nobody ended."""
        return self.filter(ended_at=None)

    def written_to(self) -> "OfficeAddressQuerySet":
        """Those that letters go to: kept, and not known to send them back."""
        return self.kept().filter(returned_at=None)


class OfficeAddress(models.Model):
    """A mailbox of a Party's office: it gets the letters to its people and signs in nobody; ended, not deleted."""

    party = models.ForeignKey(Party, models.PROTECT, related_name="offices")
    name = models.CharField(max_length=120)
    email = MailboxColumn()
    language = models.CharField(max_length=10)
    added_at = models.DateTimeField()
    # When somebody marked that its letters come back; until it is put right none goes there.
    returned_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = OfficeAddressQuerySet.as_manager()

    class Meta:
        ordering = ["party", "name", "pk"]
        verbose_name_plural = "Office addresses"
        constraints = [
            models.UniqueConstraint(
                fields=["party", "email"], condition=Q(ended_at__isnull=True), name="office_address_once_for_a_party"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party_id} {self.email}"

    @property
    def letters_in(self) -> str:
        """The language of letters: the chosen one while it is offered, else English."""
        return offered(self.language)


class Carer(models.Model):
    """Which of the Secretariat's staff looks after a Party: named in its letters, and offered its reports first."""

    party = models.OneToOneField(Party, models.CASCADE, related_name="carer")
    user = models.ForeignKey(User, models.PROTECT, related_name="cares_for")
    since = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.party_id} {self.user_id}"


class DeskWish(models.Model):
    """How often somebody of the Secretariat is written what happened, and of which Parties."""

    class Often(models.TextChoices):
        HOURLY = "hourly", _("Within the hour")
        DAILY = "daily", _("Once a day")
        NEVER = "never", _("Never")

    user = models.OneToOneField(User, models.CASCADE, related_name="desk_wish")
    often = models.CharField(max_length=6, choices=Often, default=Often.DAILY)
    own_only = models.BooleanField(default=False, help_text=_("Only of the Parties that the person looks after."))
    # What happened until then has been told.
    told_until = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(often__in=("hourly", "daily", "never")), name="desk_wish_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.often}"


class Invitation(models.Model):
    """A link by e-mail that gives one person one role, once; only the digest of its secret is kept."""

    email = MailboxColumn()
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=12, choices=[(role.code, role.title) for role in ROLES.values()])
    party = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="invitations")
    secret_sha256 = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    language = models.CharField(max_length=10, blank=True, help_text=_("What the letter was written in."))
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    # When staff marked that its letter came back; when a code, handed over in another way, took the place of the link.
    returned_at = models.DateTimeField(null=True, blank=True)
    handed_over_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-invited_at"]
        constraints = [
            # Two who invite the same person at once: the second is refused.
            models.UniqueConstraint(
                fields=["email", "role", "party"],
                condition=Q(accepted_at__isnull=True, withdrawn_at__isnull=True, party__isnull=False),
                name="one_open_invitation_for_a_party",
            ),
            models.UniqueConstraint(
                fields=["email", "role"],
                condition=Q(accepted_at__isnull=True, withdrawn_at__isnull=True, party__isnull=True),
                name="one_open_invitation_to_the_secretariat",
            ),
            models.CheckConstraint(
                condition=Q(role__in=tuple(role.code for role in of_a_party()), party__isnull=False)
                | Q(role__in=tuple(role.code for role in of_the_secretariat()), party__isnull=True),
                name="invitation_names_a_party_for_a_focal_point",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, accepted_by__isnull=True)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="invitation_acceptance_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} {self.role}"

    @property
    def offered_role(self) -> Role:
        """The row of the role that is offered. Raises UnknownRole."""
        return role_called(self.role, place=f"invitation {self.pk}")

    @property
    def is_by_colleague(self) -> bool:
        """Whether somebody of the Party sent it, and not the Secretariat."""
        return self.party_id is not None and self.invited_by.secretariat_role is None

    def is_open(self, at: datetime) -> bool:
        return self.accepted_at is None and self.withdrawn_at is None and at < self.expires_at


class InvitationRound(models.Model):
    """A list of people to invite at once: kept as it was brought, shown row by row, and sent once after a yes."""

    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    # A file, or the Clearing-House; and its lines: [{line, name, email, party, role, language}].
    source = models.CharField(max_length=200)
    rows = models.JSONField()
    # Whether those whose link still works get a new one.
    again = models.BooleanField(default=False)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.pk} {self.source}"


class Email(models.Model):
    """A message that goes out once: known by a key, sent by a job, its text kept so that staff see what was said."""

    key = models.CharField(max_length=120, unique=True)
    to = MailboxColumn()
    subject = models.CharField(max_length=200)
    body = models.TextField(help_text=_("Emptied once sent where it holds a secret."))
    html = models.TextField(blank=True, help_text=_("The same letter as a page; empty where it is plain text alone."))
    holds_secret = models.BooleanField(default=False)
    stop_url = models.URLField(blank=True, max_length=400, help_text=_("Where one click stops such messages."))
    queued_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    fault = models.CharField(max_length=300, blank=True, help_text=_("Why it did not go when it was tried last."))

    class Meta:
        ordering = ["-queued_at"]
        constraints = [
            models.CheckConstraint(condition=Q(sent_at__isnull=True) | Q(fault=""), name="what_was_sent_has_no_fault"),
        ]

    def __str__(self) -> str:
        return self.key


class WaitingForm(models.Model):
    """What somebody sent who has to show the second step first: sealed, and done by itself once it is shown."""

    token_sha256 = models.CharField(max_length=64, unique=True)
    # One at a time: the last that was sent.
    session_key = models.CharField(max_length=40, unique=True)
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    # Where it was sent, and where it was filled in.
    address = models.TextField()
    page = models.TextField()
    content_type = models.CharField(max_length=200)
    # As it came, files too; sealed.
    body = models.BinaryField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.user_id} {self.address}"


class AuditChain(models.Model):
    """The end of one subject's trail: how many events it has, and the hash of the last."""

    subject = models.CharField(max_length=80, unique=True, help_text=_("report/42, person/7, indicator/2.2.1 …"))
    length = models.PositiveIntegerField(default=0)
    head = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return self.subject


class AuditEvent(models.Model):
    """One change of a state, role, answer or figure: append-only, each hashed with the one before."""

    subject = models.CharField(max_length=80)
    sequence = models.PositiveIntegerField(help_text=_("From 1 in each subject."))
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", help_text=_("None: the portal itself."))
    action = models.CharField(max_length=40)
    detail = models.JSONField(default=dict)
    previous = models.CharField(max_length=64, blank=True)
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["subject", "sequence"]
        constraints = [models.UniqueConstraint(fields=["subject", "sequence"], name="audit_event_once")]

    def __str__(self) -> str:
        return f"{self.subject} {self.sequence} {self.action}"


class SourceVersion(models.Model):
    """The state of one public source: a counter, or the digest of its content."""

    source = models.CharField(max_length=60, unique=True)
    version = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.source} {self.version}"
