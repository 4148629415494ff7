from documents.models.document import Document, Unfit
from documents.models.quota import OverQuota
from documents.models.remark import Remark
from documents.models.showing import Showing
from documents.models.template import Template
from documents.models.text import Snapshot, Text, TextClient
from documents.models.text_version import TextVersion
from documents.models.upload import Upload
from documents.models.version import Adoption, Frozen, Version

__all__ = [
    "Adoption",
    "Document",
    "Frozen",
    "OverQuota",
    "Remark",
    "Showing",
    "Snapshot",
    "Template",
    "Text",
    "TextClient",
    "TextVersion",
    "Unfit",
    "Upload",
    "Version",
]
