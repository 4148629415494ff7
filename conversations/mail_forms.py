"""What someone chooses about mail."""

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from groups.models import MailChoice

CONSEQUENCES = {
    MailChoice.EVERY: _("You can do everything from your mail program: read, and answer by reply."),
    MailChoice.MENTIONS: _("Who names you or answers you reaches you. You read the rest here."),
    MailChoice.DAILY: _("One mail, at the hour that you choose. Nothing new: no mail."),
    MailChoice.WEEKLY: _("One mail a week, at the hour that you choose. Nothing new: no mail."),
    MailChoice.NONE: _("You read here. Only conversations that you follow come by mail."),
}


class MailChoiceForm(forms.Form):
    """What of a group's conversations comes by mail to the person of a membership."""

    mail = forms.ChoiceField(label=_("What you get by mail"), widget=forms.RadioSelect)
    digest_hour = forms.TypedChoiceField(
        label=_("Hour of the summary"),
        choices=[(hour, f"{hour}:00") for hour in range(24)],
        coerce=int,
    )

    def __init__(self, *args, membership, **kwargs):
        initial = {"mail": membership.mail, "digest_hour": membership.digest_hour}
        super().__init__(*args, initial=initial, **kwargs)
        self.membership = membership
        words = '<span>{}<span class="consequence">{}</span></span>'
        self.fields["mail"].choices = [
            (value, format_html(words, label, CONSEQUENCES[value]))
            for value, label in MailChoice.choices
        ]

    def save(self):
        self.membership.choose_mail(**self.cleaned_data)
