"""Forms about people."""

from typing import Any

from allauth.account.forms import LoginForm, ResetPasswordForm
from allauth.core import context as allauth_context
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import password_validators_help_texts
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from parties.in_languages import InEnglish
from parties.invitations import Standing
from parties.mailboxes import MailboxField
from parties.models import Party, PartyGroup, User
from parties.password_resets import ask_for_reset
from parties.people import may_give
from parties.roles import ROLES, of_a_party, role_called
from parties.second_steps import use_code
from parties.sessions import SHARED
from parties.storable import one_line

SHARED_LABEL = _("This is a shared or public computer")
SHARED_HINT = _(
    "Then nothing that you type is kept on the device, and you are signed out when the browser closes. "
    "What has not been sent by then is lost. Elsewhere, answers that could not be sent wait on the device for you "
    "alone, until you sign in there again or sign out."
)


def shared_device_field() -> forms.BooleanField:
    return forms.BooleanField(label=SHARED_LABEL, help_text=SHARED_HINT, required=False)


def note_device(request: HttpRequest, *, shared: bool) -> None:
    """Remember whose computer it is; on a shared one the session ends with the browser."""
    request.session[SHARED] = shared
    request.session.set_expiry(0 if shared else None)


class SignInForm(LoginForm):  # type: ignore[misc]  # allauth is not typed
    """E-mail, password, and whose computer this is."""

    shared_device = shared_device_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = MailboxField(label=_("E-mail address"))
        for field in self.fields.values():
            # A label says it, and stays when something is typed.
            field.widget.attrs.pop("placeholder", None)

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        shared = self.cleaned_data["shared_device"]
        # Before, for what remembers the device on the way; and again, where the session of somebody else ended there.
        note_device(request, shared=shared)
        response: HttpResponse = super().login(request, redirect_url)
        note_device(request, shared=shared)
        return response


class ForgottenPasswordForm(ResetPasswordForm):  # type: ignore[misc]  # allauth is not typed
    """The address that a letter goes to, in any script."""

    email = MailboxField(label=_("E-mail address"))

    def clean_email(self) -> str:
        # One question of the database, whatever it answers: allauth asks a second where the first finds nobody.
        email = str(self.cleaned_data["email"]).lower()
        self.person = User.objects.filter(email=email, is_active=True).first()
        return email

    def save(self, request: HttpRequest, **_more: Any) -> str:
        ask_for_reset(person=self.person, language=request.LANGUAGE_CODE)
        return str(self.cleaned_data["email"])


class SecondStepLimit:
    """Slows down the guessing of codes, which takes the password first: here the owner's account may close a while."""

    def clean_code(self) -> str:
        tried = ratelimit.consume(
            allauth_context.request,
            app="parties",
            action="second_step",
            config={"second_step": settings.SECOND_STEP_LIMIT},
            key=str(self.user.pk),  # type: ignore[attr-defined]  # of the form below
        )
        if tried is None:
            raise get_adapter().validation_error("incorrect_code")
        code: str = super().clean_code()  # type: ignore[misc]  # of the form below
        shown = self.authenticator  # type: ignore[attr-defined]  # of the form below
        if shown.type == Authenticator.Type.TOTP and not use_code(shown, code):
            raise get_adapter().validation_error("incorrect_code")
        tried.rollback()
        return code


class SecondStepForm(SecondStepLimit, AuthenticateForm):  # type: ignore[misc]  # allauth is not typed
    """A code, to sign in."""


class ConfirmSecondStepForm(SecondStepLimit, ReauthenticateForm):  # type: ignore[misc]  # allauth is not typed
    """A code, to confirm that it is still the same person."""


class AddKeyForm(AddWebAuthnForm):  # type: ignore[misc]  # allauth is not typed
    """A security key with a name to know it by."""

    name = forms.CharField(label=_("Name of the key"), required=False)

    def clean_name(self) -> str:
        self.cleaned_data["name"] = one_line(self.cleaned_data["name"])
        name: str = super().clean_name()
        return name


class EditKeyForm(EditWebAuthnForm):  # type: ignore[misc]  # allauth is not typed
    """Another name for a security key."""

    name = forms.CharField(label=_("Name of the key"))

    def clean_name(self) -> str:
        return one_line(self.cleaned_data["name"])


class NewPersonForm(forms.Form):
    """What somebody who was invited adds: a name and a password."""

    name = forms.CharField(label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        help_text=lazy(lambda: " ".join(password_validators_help_texts()), str)(),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("Password, once more"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    shared_device = shared_device_field()

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("password") and given.get("again") and given["password"] != given["again"]:
            self.add_error("again", _("This is not the same password."))
        return given


class SelectOfLanguages(forms.Select):
    """Languages by their own names, each of them said to be in that language."""

    def create_option(self, name: str, value: Any, label: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, label, *args, **kwargs)
        option["attrs"] |= {"lang": str(value)}
        return option


class LetterLanguageField(forms.ChoiceField):
    """In which language letters are written: at first that of the page."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=settings.LANGUAGES, initial=get_language, widget=SelectOfLanguages, **kwargs)


class SelectInLanguages(forms.Select):
    """A list whose options say so where they stand in English: an option holds no element."""

    def create_option(self, name: str, value: Any, label: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        is_english = isinstance(label, InEnglish)
        option = super().create_option(name, value, label.english if is_english else label, *args, **kwargs)
        if is_english:
            option["attrs"] |= {"lang": "en", "dir": "ltr"}
        return option


class PartyField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A Party by its name, in the order of the reader's language."""

    def __init__(self, *, required: bool = False, **kwargs: Any) -> None:
        super().__init__(Party.objects.all(), label=_("Party"), to_field_name="code", required=required, **kwargs)

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> forms.BoundField:
        # A form is made in the reader's language, its fields before any.
        self.queryset = Party.objects.by_name()
        return super().get_bound_field(form, field_name)

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class InviteForm(forms.Form):
    """Whom to invite, and to what; a Party goes with the roles of a focal point, and only with these."""

    name = forms.CharField(
        label=pgettext_lazy("of a person", "Name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    email = MailboxField(label=_("E-mail address"), autocomplete="off")
    role = forms.ChoiceField(label=_("Role"))
    party = PartyField(help_text=_("For a focal point; empty for the Secretariat."))

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        choices = [(role.code, role.title) for role in ROLES.values() if may_give(by, role, on=today)]
        field = self.fields["role"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if not given.get("role") or "party" in self.errors:
            return given
        of_a_party = role_called(given["role"], place="the form to invite").of_a_party
        if of_a_party != bool(given.get("party")):
            said = (
                _("Choose the Party.") if of_a_party else _("Staff of the Secretariat have no Party: leave it empty.")
            )
            self.add_error("party", said)
        return given


class ColleagueForm(forms.Form):
    """Whom an authority brings in to its own Party, as what, and the language of the letter."""

    name = forms.CharField(
        label=pgettext_lazy("of a person", "Name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    email = MailboxField(label=_("E-mail address"), autocomplete="off")
    role = forms.ChoiceField(label=_("Role"), choices=[(role.code, role.label) for role in of_a_party()])
    language = LetterLanguageField(
        label=_("Language of the letter"),
        help_text=_("Whoever has an account gets letters in the language that they chose."),
    )


class CodeForm(forms.Form):
    """The code of an invitation that was handed over."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        help_text=_("Sixteen letters and digits. Small letters, spaces and hyphens do not matter."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "dir": "ltr"}),
    )


class AddressForm(forms.Form):
    """Another address to sign in with."""

    email = MailboxField(label=_("New e-mail address"))

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()


class StaffAddressForm(AddressForm):
    """Another address for somebody else, and why."""

    reason = forms.CharField(
        label=_("Reason"), max_length=300, help_text=_("It stands in the letters and on the trail.")
    )


class SecondStepResetForm(forms.Form):
    """Why somebody's second step is taken away."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        help_text=_("It stands in the letter and on the trail. Say how you know that it is this person who asks."),
    )


class GroupField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A group of Parties by its name in the reader's language."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            PartyGroup.objects.all(),
            label=_("Group of Parties"),
            to_field_name="slug",
            required=False,
            empty_label=pgettext_lazy("Parties", "All"),
            **kwargs,
        )


class InvitationFilterForm(forms.Form):
    """The list of invitations: by what became of them, by Party, by group."""

    standing = forms.ChoiceField(label=_("What became of it"), required=False)
    group = GroupField()
    party = PartyField(empty_label=pgettext_lazy("Parties", "All"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["standing"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Any state")), *((one.value, one.label) for one in Standing)]


class PartyFilterForm(forms.Form):
    """The list of people, of one Party or all."""

    party = PartyField(empty_label=pgettext_lazy("Parties", "All"))
