"""No test hands its language on to the next one."""

import pytest
from django.utils.translation import activate, get_language


@pytest.mark.parametrize("language", ["fr", "es"])
def test_a_test_begins_in_english_whatever_the_one_before_it_spoke(language):
    assert get_language() == "en"
    activate(language)
