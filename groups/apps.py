from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GroupsConfig(AppConfig):
    name = "groups"
    verbose_name = _("Groups")

    def ready(self):
        from groups import live, signals  # noqa: F401
        from groups.subsites import signals as subsites  # noqa: F401
