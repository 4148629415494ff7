"""What stands in the audit log, in words: for who reads the log, and for whom it is about."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Act:
    """`told` says it to the person whom it is about; acts without it send no letter. What undoes
    something needs no grounds, and there is nothing to appeal against."""

    label: Promise
    told: Promise | None = None
    undoes: bool = False


ACTS = {
    # About people
    "warn": Act(_("Warned someone"), _("You got a warning")),
    "pause": Act(_("Paused a member"), _("Your membership is paused")),
    "resume": Act(_("Ended a pause"), _("Your pause has ended"), undoes=True),
    "remove": Act(_("Removed a member"), _("You are no longer a member")),
    "ban": Act(_("Banned someone"), _("You can no longer take part")),
    "unban": Act(_("Undid a ban"), _("You can take part again"), undoes=True),
    "enter": Act(_("Entered as an administrator")),
    "go_out": Act(_("Left as an administrator")),
    # About messages and conversations
    "hide": Act(_("Hid a message"), _("Your message is hidden")),
    "put_back": Act(_("Put a message back"), _("Your message is back"), undoes=True),
    "redact": Act(_("Redacted a message"), _("Your message was redacted")),
    "approve": Act(_("Approved a message"), _("Your message is posted"), undoes=True),
    "refuse": Act(_("Refused a message"), _("Your message was not posted")),
    "release_mail": Act(_("Let a mail through")),
    "refuse_mail": Act(_("Refused a mail")),
    "hide_thread": Act(_("Hid a conversation"), _("Your conversation is hidden")),
    "show_thread": Act(_("Put a conversation back"), _("Your conversation is back"), undoes=True),
    "close": Act(_("Closed a conversation")),
    "reopen": Act(_("Opened a conversation again")),
    "rename": Act(_("Changed the subject of a conversation")),
    "move": Act(_("Moved a conversation")),
    "split": Act(_("Split a conversation")),
    "merge": Act(_("Merged conversations")),
    "slow": Act(_("Changed the pace of a conversation")),
    "pin": Act(_("Pinned a message")),
    "unpin": Act(_("Took a message out of the side panel")),
    "narrow": Act(_("Changed who can read a conversation")),
    "bring_in": Act(_("Brought a guest into a conversation")),
    "send_off": Act(_("Ended a guest's visit")),
    # Reports and appeals
    "handle_report": Act(_("Answered a report")),
    "grant_appeal": Act(_("Agreed with an appeal"), _("Your appeal is granted"), undoes=True),
    "deny_appeal": Act(_("Refused an appeal"), _("Your appeal is not granted"), undoes=True),
    # About the group
    "role": Act(_("Gave a member another role")),
    "invite": Act(_("Invited people")),
    "withdraw_invitation": Act(_("Withdrew an invitation")),
    "grant_request": Act(_("Let someone in who asked to")),
    "refuse_request": Act(_("Refused someone who asked to join")),
    "settings": Act(_("Changed the settings")),
    "place": Act(_("Opened the group as a part of another one")),
    "archive": Act(_("Archived the group")),
    "restore_group": Act(_("Took the group into use again")),
    "make_link": Act(_("Made an invitation link")),
    "revoke_link": Act(_("Revoked an invitation link")),
    "hand_over": Act(_("Handed a role over")),
    # About the platform
    "make_administrator": Act(_("Made someone an administrator")),
    "end_administrator": Act(_("Ended someone's work as an administrator")),
    "add_organisation": Act(_("Added an organisation")),
    "verify_domain": Act(_("Verified a domain of an organisation")),
    "give_up_domain": Act(_("Gave up a domain of an organisation")),
    "rename_organisation": Act(_("Renamed an organisation")),
    "merge_organisation": Act(_("Merged two organisations")),
    "read_mail": Act(_("Looked into a mail that came in")),
    # About a sub-site
    "subsite_open": Act(_("Opened a sub-site")),
    "subsite_change": Act(_("Changed the settings of a sub-site")),
    "subsite_appoint": Act(_("Made someone an administrator of a sub-site")),
    "subsite_dismiss": Act(_("Ended someone's work as an administrator of a sub-site")),
    "subsite_admit": Act(_("Let someone in at a sub-site")),
    "subsite_end_admission": Act(_("Ended someone's access to a sub-site")),
    "opening_ask": Act(_("Asked to open a group to a sub-site")),
    "opening_agree": Act(_("Agreed to open a group to a sub-site")),
    "opening_end": Act(_("Ended that a group is open to a sub-site")),
}


def label_of(action):
    return ACTS[action].label if action in ACTS else action
