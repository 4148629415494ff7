from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    """Papers: for now the files that came with messages, found across conversations."""

    name = "documents"
    verbose_name = _("Documents")
    urls = "documents.urls"
    navigation = {"url": "documents", "label": _("Documents"), "icon": "files"}
