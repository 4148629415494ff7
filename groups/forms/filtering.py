from django import forms


class FilterForm(forms.Form):
    """What to look for in a list: the field `q` is always in sight (`find.html`), the others come
    when one searches more precisely."""

    use_required_attribute = False

    @property
    def filters(self):
        """All fields but the one that is always in sight."""
        return [field for field in self if field.name != "q"]

    def asked(self):
        """{field: what it was given}; what is no choice is left out of account."""
        self.full_clean()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def has_filters(self):
        return any(self[name].value() for name in self.fields if name != "q")
