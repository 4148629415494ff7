"""The mail log, for who runs the platform: what came in, and what became of it.

An administrator has no rights inside a group: of a mail to one they see how it travelled and what
became of it, and neither its subject nor its words (`access.mail_open_to`). Whoever opens the words
leaves an entry in the audit log.
"""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from conversations.delivery_forms import DeliveryForm
from conversations.mail import source
from conversations.models import Bouncing, Decided, Delivery
from conversations.views.originals import as_file
from conversations.views.paging import Endless
from groups import access
from groups.models import AuditEntry, Person

PAGE = 50
VERBS = ("read", "download", "redeliver")


@login_required
@require_GET
def deliveries(request):
    _require_running(request.user)
    form = DeliveryForm(request.GET)
    found = form.found(Delivery.objects.order_by("-pk"), request.user)
    dressed = Delivery.objects.order_by("-pk").shown_to(request.user).select_related("group")
    about = {
        "form": form,
        "page": Endless(found, PAGE, dressed=dressed).get_page(request.GET.get("page")),
        "suspended_count": Bouncing.objects.in_suspension().count(),
    }
    return render(request, "conversations/deliveries.html", about)


@login_required
@require_http_methods(["GET", "POST"])
def delivery(request, pk):
    _require_running(request.user)
    related = Delivery.objects.shown_to(request.user).select_related(
        "group", "person", "message", "settled_by"
    )
    delivery = get_object_or_404(related, pk=pk)
    verb = request.POST.get("verb")
    if request.method == "POST" and verb not in VERBS:
        return HttpResponseBadRequest("verb")
    if verb == "redeliver":
        return _redelivered(request, delivery)
    if verb:
        _look_into(request.user, delivery)
    if verb == "download":
        return as_file(delivery)
    about = {
        "delivery": delivery,
        "the_way": source.the_way(delivery),
        "source": source.opened(delivery) if verb == "read" else None,
        "can_be_redelivered": Delivery.objects.undelivered().filter(pk=pk).exists(),
        "bouncing": Bouncing.objects.filter(email=delivery.sender).first(),
    }
    return render(request, "conversations/delivery.html", about)


def _look_into(person, delivery):
    """Raises Http404 for a mail whose words are not theirs to read."""
    if not (delivery.is_open and delivery.raw):
        raise Http404
    if delivery.person_id != person.pk:
        AuditEntry.objects.record(
            "read_mail", actor=person, group=delivery.group, delivery=delivery.pk
        )


def _redelivered(request, delivery):
    if not Delivery.objects.undelivered().filter(pk=delivery.pk).exists():
        raise Http404
    try:
        delivery.redeliver(request.user)
    except (Decided, ValueError):
        messages.error(request, _("This mail cannot be delivered again."))
        return redirect("delivery", delivery.pk)
    sentence = _("Delivered again. What became of it: %(outcome)s.")
    messages.info(request, sentence % {"outcome": delivery.get_outcome_display()})
    return redirect("delivery", delivery.pk)


@login_required
@require_GET
def suspended(request):
    """The addresses that nothing is sent to, with what the other server said."""
    _require_running(request.user)
    found = Bouncing.objects.in_suspension().order_by("-suspended_at", "pk")
    page = Endless(found, PAGE, dressed=found).get_page(request.GET.get("page"))
    people = Person.objects.filter(email__in=[bouncing.email for bouncing in page.object_list])
    by_email = {person.email: person for person in people}
    for bouncing in page.object_list:
        bouncing.person = by_email.get(bouncing.email)
    return render(request, "conversations/delivery_suspended.html", {"page": page})


@login_required
@require_POST
def suspended_end(request, pk):
    _require_running(request.user)
    bouncing = get_object_or_404(Bouncing.objects.in_suspension(), pk=pk)
    bouncing.try_again()
    messages.success(request, _("Mail goes to %(email)s again.") % {"email": bouncing.email})
    return redirect("suspended_addresses")


def _require_running(person):
    """Raises Http404: for all others there is no such page."""
    if not access.may_run_platform(person):
        raise Http404
