"""Where the links in a mail lead by which one chooses what one gets: without signing in, and for
that only. A page asks first: programs that look through mail follow links."""

from functools import wraps

from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from conversations.mail import links
from conversations.mail.stopping import stop
from conversations.mail_forms import MailChoiceForm
from conversations.models import Participation, Thread
from groups.models import Group
from workspace.http import throttle


def by_link(about):
    """The view gets the person and the key that the link was made for, in the person's own
    language and time zone."""

    def decorated(view):
        @wraps(view)
        @require_http_methods(["GET", "POST"])
        def by_token(request, token):
            try:
                person, key = links.behind(token, about)
                if request.method == "POST":
                    throttle.spend(request, "mail_link", address=person.email)
                with person.as_reader():
                    return view(request, person, key)
            except links.Closed:
                return render(request, "conversations/mail_link_closed.html", status=410)

        return by_token

    return decorated


@by_link(links.CHOOSE)
def mail_choose(request, person, key):
    """What a member gets from a group."""
    group = _group(person, key)
    membership = person.memberships.in_force().filter(group=group).first()
    if membership is None:
        return redirect(links.stop_path(person, group))
    form = MailChoiceForm(request.POST or None, membership=membership)
    done = form.is_valid()
    if done:
        form.save()
    about = {"group": group, "form": form, "done": done, "choice": membership, "person": person}
    return render(request, "conversations/mail_choose.html", about)


@csrf_exempt  # RFC 8058, section 3.2: the POST comes from the receiver's mail provider.
@by_link(links.CHOOSE)
def mail_stop(request, person, key):
    """Who may not know the group any more is not told its name, and stops its mail all the same."""
    group = Group.objects.visible_to(person).filter(pk=key).first()
    if request.method == "POST":
        stop(person, key)
    elif group is None:
        raise links.Closed
    about = {"group": group, "done": request.method == "POST", "person": person}
    if group:
        about["choose"] = links.choose_path(person, group)
        about["is_member"] = person.memberships.in_force().filter(group=group).exists()
    return render(request, "conversations/mail_stop.html", about)


@by_link(links.THREAD)
def mail_attention(request, person, key):
    """Follow, mute, or neither."""
    thread = Thread.objects.visible_to(person).select_related("group").filter(pk=key).first()
    if thread is None:
        raise links.Closed
    wanted = request.POST.get("value", request.GET.get("value", ""))
    if wanted not in Participation.Attention.values:
        raise links.Closed
    if request.method == "POST":
        thread.participation(person).attend(wanted)
    own = thread.participations.filter(person=person).first()
    about = {
        "thread": thread,
        "person": person,
        "wanted": wanted,
        "now": own.attention if own else "",
        "done": request.method == "POST",
    }
    return render(request, "conversations/mail_attention.html", about)


def _group(person, key):
    group = Group.objects.visible_to(person).filter(pk=key).first()
    if group is None:
        raise links.Closed
    return group
