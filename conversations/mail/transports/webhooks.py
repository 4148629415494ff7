"""Mail services that bring mail by HTTP, as django-anymail knows them.

Off unless WEBHOOK_SECRET is set. A mail that cannot be taken now is a server error, after which the
service tries again."""

import logging
from email.policy import default as policy

from anymail.signals import inbound as received
from anymail.utils import get_request_basic_auth
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.dispatch import receiver
from django.http import Http404, QueryDict
from django.utils.crypto import constant_time_compare
from django.utils.datastructures import MultiValueDict
from django.utils.http import parse_header_parameters
from django.utils.module_loading import import_string
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from conversations.mail import inbound
from conversations.mail.transports.recipients import ours, recipients_in
from groups.views.lookup import public

logger = logging.getLogger(__name__)

# The name in the address: anymail's view. Mailgun sends the whole mail to an address with "mime".
PROVIDERS = {
    "brevo": "brevo.Brevo",
    "mailersend": "mailersend.MailerSend",
    "mailgun": "mailgun.Mailgun",
    "mailgun_mime": "mailgun.Mailgun",
    "mailjet": "mailjet.Mailjet",
    "postal": "postal.Postal",
    "postmark": "postmark.Postmark",
    "sendgrid": "sendgrid.SendGrid",
    "sparkpost": "sparkpost.SparkPost",
}
# The bytes as they came, as far as the service kept them: signatures are over those.
AS_IT_CAME = policy.clone(refold_source="none", linesep="\r\n")


@csrf_exempt
@public
@require_POST
def receive(request, provider):
    secret = settings.ANYMAIL.get("WEBHOOK_SECRET")
    shown = get_request_basic_auth(request) or ""
    if not secret or provider not in PROVIDERS or not constant_time_compare(shown, secret):
        raise Http404
    # The bound of forms is not for mails; that of all requests stays (MAX_REQUEST_BYTES).
    request.META.pop("CONTENT_LENGTH", None)
    request.parse_file_upload = form
    view = import_string(f"anymail.webhooks.{PROVIDERS[provider]}InboundWebhookView")
    return view.as_view()(request)


def form(meta, body):
    """The fields and files of multipart/form-data (RFC 7578), as `request` wants them."""
    _kind, options = parse_header_parameters(meta["CONTENT_TYPE"])
    boundary = b"\r\n--" + options["boundary"].encode()
    fields, files = QueryDict(mutable=True), MultiValueDict()
    for part in (b"\r\n" + body.read()).split(boundary)[1:-1]:
        head, _empty, content = part.partition(b"\r\n\r\n")
        about = {}
        for line in head.decode("utf-8", "replace").splitlines():
            name, _colon, value = line.partition(":")
            about[name.strip().lower()] = value.strip()
        _kind, named = parse_header_parameters(about.get("content-disposition", ""))
        if "filename" in named:
            kind = about.get("content-type", "application/octet-stream")
            file = SimpleUploadedFile(named["filename"] or "file", content, kind)
            files.appendlist(named.get("name", ""), file)
        else:
            fields.appendlist(named.get("name", ""), content.decode("utf-8", "replace"))
    return fields, files


@receiver(received)
def take(event, esp_name, **_more):
    mail = event.message
    raw = mail.as_bytes(policy=AS_IT_CAME)
    # Some services name one of several addresses, others write all of them in one line.
    told = ours([mail.envelope_recipient or ""])
    # For none of our addresses: it stands in the log as that.
    recipients = list(dict.fromkeys(told + recipients_in(raw))) or [""]
    inbound.deliver(raw, recipients, transport="webhook", envelope_from=mail.envelope_sender)
    logger.info(
        "A mail came in",
        extra={"transport": esp_name, "recipients": len(recipients), "bytes": len(raw)},
    )
