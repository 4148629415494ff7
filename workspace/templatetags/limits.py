"""What the browser must know of the limits, to say so before it sends."""

from django import template
from django.conf import settings

register = template.Library()


@register.simple_tag
def max_upload_bytes():
    return settings.MAX_UPLOAD_BYTES


@register.simple_tag
def max_document_bytes():
    return settings.MAX_DOCUMENT_BYTES
