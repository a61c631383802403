"""Forms: a label above every control, what is wrong beside it and on top, what was typed still there."""

import re

import pytest
from django import forms
from django.template import Context, Template

from wholesale.ui.styleguide import DemoForm


def flat(html: str) -> str:
    """Return markup without the line breaks of the templates."""
    return re.sub(r"\s*([<>])\s*", r"\1", " ".join(html.split()))


@pytest.fixture
def wrong() -> str:
    form = DemoForm({"email": "no <b>address", "way": "guest", "note": "kept"})
    form.add_error(None, "Two things at once.")
    return flat(str(form))


def test_errors_are_summed_on_top_and_link_to_their_fields(wrong):
    summary = wrong[: wrong.index("</section>")]

    assert 'role="alert"' in summary
    assert "Two things at once." in summary
    assert re.findall(r'<a href="#(\w+)">', summary) == ["id_name", "id_email"]


def test_an_error_stands_beside_its_field_and_is_announced_with_it(wrong):
    (control,) = re.findall(r'<input[^>]*name="email"[^>]*>', wrong)

    assert 'aria-invalid="true"' in control
    assert 'aria-describedby="id_email_helptext id_email_error"' in control
    assert 'class="form-control is-invalid"' in control
    assert 'id="id_email_error"' in wrong
    assert 'id="id_email_helptext"' in wrong


def test_what_was_typed_is_kept_and_escaped(wrong):
    assert 'value="no &lt;b&gt;address"' in wrong
    assert ">kept</textarea>" in wrong
    assert '<input type="radio" name="way" value="guest"' in wrong
    assert wrong.count("checked") == 1


def test_every_control_has_its_label_and_required_is_marked():
    html = flat(str(DemoForm()))

    for name in ("name", "email", "distributor", "note"):
        assert f'for="id_{name}"' in html
    assert '<label class="form-label required" for="id_name">' in html
    assert '<label class="form-label" for="id_note">' in html
    assert '<legend class="form-label required">Mode</legend>' in html
    assert "form-select" in html
    assert "alert" not in html


def test_one_field_can_be_placed_alone_and_keeps_its_own_class():
    class Search(forms.Form):
        q = forms.CharField(widget=forms.TextInput(attrs={"class": "wide"}))
        token = forms.CharField(widget=forms.HiddenInput)

    html = Template("{% load ui %}{% form_field form.q %}|{% field_widget form.token %}").render(
        Context({"form": Search()})
    )

    field, hidden = html.split("|")
    assert 'class="form-control wide"' in field
    assert "class" not in hidden
