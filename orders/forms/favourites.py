"""A star, as its button sends it."""

from django import forms


class StarForm(forms.Form):
    """Which product, by what name it is shown, and whether it is to have a star."""

    product = forms.UUIDField()
    name = forms.CharField(required=False, max_length=120)
    is_starred = forms.BooleanField(required=False)
