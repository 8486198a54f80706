"""Words of names that may be one person's, and the names a record shows."""

from __future__ import annotations

import pytest

from transforms.linking.forms import Form, NameBook, forms_of, stated_form
from transforms.linking.words_alike import alike_pairs, family_agreement, family_keys, given_agreement, given_keys

BOOK = NameBook(
    [
        Form("marie", "dupont"),
        Form("jean", "martin"),
        Form("elodie", "moulin"),
        Form("greg", "villa"),
        Form("paul henri", "turpin"),
    ]
)


@pytest.mark.parametrize(
    ("one", "two", "agreement"),
    [
        ("bob", "robert", "variant"),
        ("mohammed", "mohamed", "variant"),
        ("jean", "jean paul", "partial"),
        ("j", "jean", "initial"),
        ("mc", "marie claire", "initial"),
        ("stephhanie", "stephanie", "variant"),
        ("juanita", "jaunita", "typo"),
        ("math", "mathilde", "variant"),
        ("paul", "pauline", None),
        ("marie", "michel", None),
        ("mhmd", "mohamed", "variant"),
        ("ll", "leila", "variant"),
        ("ll", "paul", None),
    ],
)
def test_given_names_agree_or_are_two_peoples(one, two, agreement):
    """Nicknames, spellings, second names left out, initials, misprints, scripts without vowels; either way round."""
    assert given_agreement(one, two) == given_agreement(two, one) == agreement


@pytest.mark.parametrize(
    ("one", "two", "agreement"),
    [
        ("elfassi", "fassi", "variant"),
        ("ali", "benali", "variant"),
        ("rousseau", "roussseau", "variant"),
        ("lebon torre", "torre", "partial"),
        ("rebollo", "rebillo", "typo"),
        ("m", "moulin", "initial"),
        ("martin", "marten", "typo"),
        ("petit", "roche", None),
        ("bn jln", "benjelloun", "variant"),
    ],
)
def test_family_names_agree_or_are_two_families(one, two, agreement):
    """Particles run together, double names, misprints, initials."""
    assert family_agreement(one, two) == family_agreement(two, one) == agreement


def test_every_pair_that_agrees_shares_a_key():
    """What is not compared with all is found all the same."""
    givens = ["bob", "robert", "jean", "jean paul", "jp", "juanita", "jaunita", "math", "mathilde", "mhmd", "mohamed"]
    found = {(one, two) for one, two, _ in alike_pairs(givens, given_keys, given_agreement)}
    assert found == {(one, two) for one in givens for two in givens if one < two and given_agreement(one, two)}
    families = ["elfassi", "fassi", "rebollo", "rebillo", "lebon torre", "torre", "ali", "benali"]
    found = {(one, two) for one, two, _ in alike_pairs(families, family_keys, family_agreement)}
    assert found == {(one, two) for one in families for two in families if one < two and family_agreement(one, two)}


def forms(given=None, family=None, *, url=None, mailboxes=(), birth_name=None, nickname=None):
    """The names of one record, the one it goes by first."""
    row = {
        "given_name": given,
        "family_name": family,
        "birth_name": birth_name,
        "nickname": nickname,
        "linkedin_url": url,
    }
    return [(*form, origin) for form, origin, _ in forms_of(row, stated_form(row), list(mailboxes), BOOK)]


@pytest.mark.parametrize(
    ("record", "goes_by"),
    [
        ({"given": "Moulin", "family": "Elodie"}, ("elodie", "moulin", "stated")),
        (
            {"given": "É.", "family": "Moulin", "url": "https://www.linkedin.com/in/elodie-moulin-43dc03cb"},
            ("elodie", "moulin", "profile"),
        ),
        ({"family": "Villa", "url": "https://www.linkedin.com/in/greg-villa-12"}, ("greg", "villa", "profile")),
        ({"given": "Aaron", "mailboxes": ["avilla@zorglub.example"]}, ("aaron", "villa", "address")),
        ({"family": "Martin", "mailboxes": ["jean66@zorglub.example"]}, ("jean", "martin", "address")),
        ({"mailboxes": ["paul-henri.turpin@zorglub.example"]}, ("paulhenri", "turpin", "address")),
        ({"mailboxes": ["mariedupont@zorglub.example"]}, ("marie", "dupont", "address")),
        ({"mailboxes": ["jmartin@zorglub.example"]}, ("j", "martin", "address")),
        ({"given": "?lodie", "family": "Moulin"}, ("elodie", "moulin", "stated")),
        (
            {"given": "Marie", "family": "Dupont", "mailboxes": ["contact.presse@zorglub.example"]},
            ("marie", "dupont", "stated"),
        ),
    ],
)
def test_the_name_a_record_goes_by(record, goes_by):
    """Order, initials, missing halves and lost letters are put right by what the book and the record itself show."""
    assert forms(**record)[0] == goes_by


@pytest.mark.parametrize(
    ("record", "other"),
    [
        (
            {"given": "Zoé", "family": "Dupuy", "url": "https://www.linkedin.com/in/zoe-boutin"},
            ("zoe", "boutin", "profile"),
        ),
        (
            {"given": "Zoé", "family": "Dupuy", "mailboxes": ["zoe.boutin@zorglub.example"]},
            ("zoe", "boutin", "address"),
        ),
        ({"given": "Zoé", "family": "Dupuy", "birth_name": "Boutin"}, ("zoe", "boutin", "birth_name")),
        ({"given": "Jianguo", "family": "Sun", "nickname": "Cindy"}, ("cindy", "sun", "nickname")),
    ],
)
def test_a_record_shows_further_names_of_its_person(record, other):
    """The name before or after a marriage and the one people call somebody by."""
    assert forms(**record)[1:] == [other]


def test_a_strangers_address_is_no_name_of_the_record():
    """An assistant's mailbox on a card does not rename its person."""
    assert forms("Marie", "Dupont", mailboxes=["jean.martin@zorglub.example"]) == [("marie", "dupont", "stated")]
