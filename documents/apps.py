from django.utils.translation import gettext_lazy as _

from conversations.kinds import OutcomeConfig


class DocumentsConfig(OutcomeConfig):
    """Papers: files with versions, texts that are written together, and what came with messages."""

    default = True
    name = "documents"
    verbose_name = _("Documents")
    urls = "documents.urls"
    navigation = {"url": "documents", "label": _("Documents"), "icon": "files", "in_drawer": True}
    kind = "document"
    icon = "file-text"
    noun = _("Document")
    offer = _("Make a document")
    register = "group_documents"

    def ready(self):
        from documents.live import following  # noqa: F401
