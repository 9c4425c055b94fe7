"""What is wrong with a password is told in the language of the interface."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import translation


@pytest.mark.parametrize("password", ["abc", "12345678901234", "password123"])
def test_every_refusal_is_in_chinese(password):
    with translation.override("zh-hans"), pytest.raises(ValidationError) as refused:
        validate_password(password)
    assert all(not text.isascii() for text in refused.value.messages)


def test_a_short_one_says_how_long_it_has_to_be():
    with pytest.raises(ValidationError, match="至少要有 8 个字符"):
        validate_password("sT3-ü")
