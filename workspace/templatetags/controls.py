"""Form controls with the class of their NL Design System component."""

from django import template

register = template.Library()

COMPONENTS = {
    "checkbox": "utrecht-checkbox utrecht-checkbox--html-input",
    "clearablefile": "file",
    "file": "file",
    "files": "file",
    "lazyselect": "utrecht-select utrecht-select--html-select",
    "select": "utrecht-select utrecht-select--html-select",
    "selectmultiple": "utrecht-select utrecht-select--html-select",
    "textarea": "utrecht-textarea utrecht-textarea--html-textarea",
}
TEXTBOX = "utrecht-textbox utrecht-textbox--html-input"


@register.simple_tag
def control(field):
    """The widget of a bound field; label, help and errors stand in field.html."""
    classes = [COMPONENTS.get(field.widget_type, TEXTBOX)]
    if field.errors:
        classes.append(f"{classes[0].split()[0]}--invalid")
    return field.as_widget(attrs={"class": " ".join(classes)})
