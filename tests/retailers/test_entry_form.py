"""The form of a directory entry."""

from retailers.forms import EntryForm


def test_an_industry_that_is_none_of_the_list_is_kept():
    kept = {"name": "The Cormoran", "country": "US", "industry": "Bottle shop"}

    form = EntryForm(kept, initial=kept)

    assert form.is_valid(), form.errors
    assert form.cleaned_data["industry"] == "Bottle shop"
    assert not EntryForm(kept | {"industry": "Something typed"}, initial=kept).is_valid()
