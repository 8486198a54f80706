"""Profiles of LinkedIn, by address or by user name."""

from __future__ import annotations

import pytest

from transforms.values.profiles import named_profile

PROFILE = "https://www.linkedin.com/in/zoe-rive"


@pytest.mark.parametrize(
    ("text", "service"),
    [
        ("https://fr.linkedin.com/in/zoe-rive/", ""),
        ("linkedin:zoe-rive", ""),
        ("zoe-rive", "linkedin"),
        ("Zoe-Rive", "home LinkedIn"),
        ("x-apple:zoe-rive", "linkedin"),
        ("@zoe-rive", "linkedin"),
        ("/in/zoe-rive", "linkedin"),
        ("https://www.linkedin.com/zoe-rive", "linkedin"),
    ],
)
def test_a_user_of_linkedin_is_a_profile(text, service):
    """Where the type, the label or the value names the service."""
    assert named_profile(text, service) == PROFILE


@pytest.mark.parametrize(
    ("text", "service"),
    [
        ("zoe-rive", ""),
        ("zoe-rive", "facebook"),
        ("Zoé Rive", "linkedin"),
        ("zoe@rive.example", "linkedin"),
        ("https://www.facebook.com/zoe-rive", "linkedin"),
        ("https://www.linkedin.com/company/rive", "linkedin"),
        (None, "linkedin"),
    ],
)
def test_another_text_is_none(text, service):
    """A name with a space, an address, another service's user."""
    assert named_profile(text, service) is None
