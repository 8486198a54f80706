"""How records say that somebody died."""

from __future__ import annotations

import pytest

from transforms.names.parsing import parse_name
from transforms.values.deaths import says_dead


def prop(name, value, params=""):
    return {"name": name, "params": params, "value": value}


@pytest.mark.parametrize(
    "said",
    [
        prop("DEATHDATE", "20210222"),
        prop("X-DEATHDATE", "2021-02-22"),
        prop("DEATHPLACE", "Lyon"),
        prop("X-ABDATE", "2021-02-22", "X-ABLABEL=Décès"),
        prop("X-ABDATE", "2021-02-22", "TYPE=pref;X-ABLABEL=Death"),
        prop("X-ABDATE", "2021-02-22", "X-ABLABEL=Todestag"),
        prop("X-ABDATE", "2021-02-22", "X-ABLABEL=Data di morte"),
        prop("X-ABDATE", "2021-02-22", "X-ABLABEL=Fallecimiento"),
        prop("X-ANDROID-CUSTOM", "vnd.android.cursor.item/contact_event;2021-02-22;0;Décès;;"),
        prop("Event 1 - Label", "Décès"),
        prop("Date de décès", "22/02/2021"),
        prop("Deceased", "yes"),
    ],
)
def test_a_day_or_place_of_death_says_it(said):
    """In each language, as a property, a label of a day, or a column."""
    assert says_dead([], [], [said])


@pytest.mark.parametrize(
    "said",
    [
        prop("DEATHDATE", ""),
        prop("Deceased", "No"),
        prop("Décédé", "0"),
        prop("X-ABDATE", "2021-02-22", "X-ABLABEL=Mort de son père"),
        prop("X-ABDATE", "2021-02-22", "X-ABLABEL=Anniversary"),
        prop("X-NOTE", "Deceased"),
    ],
)
def test_another_day_or_an_empty_one_says_nothing(said):
    """The death of somebody else, or a column that says no."""
    assert not says_dead([], [], [said])


@pytest.mark.parametrize(
    "name",
    ["Zoé Rive †", "† Zoé Rive", "Zoé Rive († 2021)", "Zoé Rive ✝", "Zoé Rive (décédée)", "Zoé Rive (verstorben)"],
)
def test_a_cross_or_a_word_beside_the_name_says_it(name):
    """And is no part of the name, nor a nickname."""
    assert says_dead([name], [], [])
    assert parse_name(name)[:5] == ("Zoé", "Rive", "", "", "")


def test_a_group_or_a_title_says_it():
    """Only as a whole: a name of a dance is none."""
    assert says_dead([], [None, "Décédés"], [])
    assert not says_dead(["Danse Macabre"], ["Responsable décès et rentes"], [])
