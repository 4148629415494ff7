"""What all templates use: icons, and the way to each app."""

import json
from functools import cache
from pathlib import Path

from django import template
from django.apps import apps
from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import mark_safe

register = template.Library()
ICONS = Path(settings.BASE_DIR) / "node_modules/lucide-static/icons"


@register.simple_tag
def icon(name, label=""):
    """An inline SVG of the Lucide set: decoration, or with a label an image of its own."""
    role = format_html('role="img" aria-label="{}"', label) if label else 'aria-hidden="true"'
    return mark_safe(f'<svg class="icon" viewBox="0 0 24 24" {role}>{_shapes(name)}</svg>')  # noqa: S308


@register.simple_tag(takes_context=True)
def app_navigation(context):
    """[{url, label, icon, in_drawer}] of the apps that have a place in the main menu, which a
    sub-site may have switched off. `in_drawer`: on a phone it stands in the drawer."""
    subsite = getattr(context.get("request"), "subsite", None)
    return [
        config.navigation
        for config in apps.get_app_configs()
        if hasattr(config, "navigation") and (subsite is None or subsite.has(config.label))
    ]


@register.simple_tag
@cache
def import_map():
    """For each of our modules the name with its hash: they import each other by their own."""
    folder = Path(settings.BASE_DIR) / "workspace/static/live"
    names = sorted(f"live/{path.name}" for path in folder.glob("*.js"))
    imports = {f"{settings.STATIC_URL}{name}": static(name) for name in names}
    return mark_safe(json.dumps({"imports": imports}))  # noqa: S308


@cache
def _shapes(name):
    svg = (ICONS / f"{name}.svg").read_text()
    return " ".join(svg[svg.index(">", svg.index("<svg")) + 1 : svg.rindex("</svg>")].split())
