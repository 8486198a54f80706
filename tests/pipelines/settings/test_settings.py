"""network.toml → one frozen Settings, or every problem at once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pipelines.errors import UserError
from pipelines.settings.settings import read_settings


def written(folder: Path, text: str) -> Path:
    path = folder / "network.toml"
    path.write_text(text, "utf-8")
    return path


def problems(folder: Path, text: str) -> list[str]:
    with pytest.raises(UserError) as caught:
        read_settings(written(folder, text))
    return list(caught.value.problems)


def test_an_empty_file_gives_the_defaults(tmp_path: Path) -> None:
    """A home needs no setting to work."""
    settings = read_settings(written(tmp_path, ""))
    assert (settings.language, settings.time_zone, settings.phone_region, settings.plan) == (
        "fr",
        "Europe/Paris",
        "FR",
        None,
    )
    assert settings.measures.half_life_days == 180


def test_a_full_file_is_read_as_written(tmp_path: Path) -> None:
    """Tables of design.md §1b reach the settings under their own names."""
    settings = read_settings(
        written(
            tmp_path,
            """
            language = "en"
            [owner]
            addresses = ["Claire@Moreau.example"]
            [circles."Rotary"]
            kind = "club"
            rules = ["organisation=Rotary Club"]
            [plan]
            statement = "Douze décideurs"
            start = 2026-09-01
            deadline = 2027-06-30
            target_people = 12
            leave_weeks = ["2026-W52"]
            [plan.per_week]
            meal = 2
            """,
        )
    )
    assert settings.owner.addresses == ("claire@moreau.example",)
    assert settings.circles["Rotary"].kind == "club"
    assert settings.plan is not None
    assert (settings.plan.deadline, settings.plan.per_week.meal) == (date(2027, 6, 30), 2.0)


def test_all_problems_are_said_together(tmp_path: Path) -> None:
    """One sentence each: key, what is wrong, what to write instead."""
    found = problems(
        tmp_path,
        """
        langage = "fr"
        time_zone = "Europe/Pariss"
        [owner]
        names = "Claire"
        [circles."Rotary"]
        kind = "clubb"
        [measures]
        half_live_days = 3
        """,
    )
    assert found == [
        'network.toml: time_zone is not a time zone. Write one such as "Europe/Paris".',
        'network.toml: owner.names is not a list. Write it in square brackets: ["…", "…"].',
        (
            "network.toml: circles.Rotary.kind is none of the allowed values. Write one of: "
            "'family', 'friends', 'school', 'employer', 'client', 'club', 'professional' or 'other'."
        ),
        "network.toml: measures.half_live_days is not a known key. Did you mean half_life_days?",
        "network.toml: langage is not a known key. Did you mean language?",
    ]


def test_what_contradicts_is_said_beside_what_cannot_be_read(tmp_path: Path) -> None:
    """A misspelt key elsewhere, or in the same table, does not put a contradiction off until the next run."""
    found = problems(
        tmp_path,
        """
        langage = "fr"
        [plan]
        statement = "x"
        start = 2026-10-01
        deadline = 2026-09-01
        target_people = 0
        [measures]
        active_ratio = 5.0
        half_live_days = 3
        """,
    )
    assert [sentence.split(" ")[1] for sentence in found] == [
        "plan.deadline", "plan.target_people", "measures.cooling_ratio", "measures.half_live_days", "langage",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('phone_region = "France"', 'phone_region is not a country code. Write two capitals such as "FR".'),
        (
            '[owner]\naddresses = ["claire"]',
            "owner.addresses.0 is neither an e-mail address nor a LinkedIn profile. "
            'Write one such as "claire@entreprise.example" or "https://www.linkedin.com/in/claire".',
        ),
        (
            '[occasions]\nlunch = ["["]',
            'occasions.lunch.0 is not a regular expression. Write one such as "\\\\bresto\\\\b".',
        ),
        (
            '[plan]\nstatement = "x"\nstart = 2026-01-01\ndeadline = 2025-01-01\ntarget_people = 3',
            "plan.deadline is not after plan.start. Write a later day.",
        ),
        (
            "[measures]\nactive_ratio = 5.0",
            "measures.cooling_ratio is not above measures.active_ratio. Write a greater number.",
        ),
        (
            "[measures]\ndormant_ratio = 2.0",
            "measures.dormant_ratio is not above measures.cooling_ratio. Write a greater number.",
        ),
        (
            "[measures]\nminimum_hours = 5.0",
            "measures.maximum_hours is below measures.minimum_hours. Write a greater number.",
        ),
        (
            "[measures]\nlongest_gap_days = 7",
            "measures.longest_gap_days is below measures.shortest_gap_days. Write a greater number.",
        ),
        ('circles = "Rotary"', "circles is not a table. Write it as [circles] with its keys below."),
        ('[sources."a.csv"]\ndialect = 3', 'sources."a.csv".dialect is not text. Write it in double quotes: "…".'),
        (
            '[organisations]\n"Rhône" = "x"',
            'organisations."Rhône" is not a table. Write it as [organisations."Rhône"] with its keys below.',
        ),
        ("[plan]", "plan.statement is missing. Add it."),
        ('[plan.per_week]\nmeals = 2', "plan.per_week.meals is not a known key. Did you mean meal?"),
        (
            '[circles."A"]\nrules = ["x=y"]',
            'circles.A.rules.0 is not a rule. Write one such as "organisation=Acme": '
            "label, organisation, domain, city.",
        ),
    ],
)  # fmt: skip
def test_each_problem_says_what_to_write(tmp_path: Path, text: str, sentence: str) -> None:
    """The sentence names the key and a right value, never the value found."""
    assert f"network.toml: {sentence}" in problems(tmp_path, text)


def test_a_file_that_is_not_toml_is_one_sentence(tmp_path: Path) -> None:
    """The line of the fault is named."""
    (problem,) = problems(tmp_path, 'language = "fr\n')
    assert problem.startswith("network.toml is not TOML: ")
    assert "line 1" in problem


def test_a_file_in_another_encoding_says_so(tmp_path: Path) -> None:
    """A file saved as Windows text is not guessed at."""
    path = tmp_path / "network.toml"
    path.write_bytes('language = "fr" # é'.encode("cp1252"))
    with pytest.raises(UserError, match="not UTF-8"):
        read_settings(path)


@pytest.mark.parametrize("text", ["a=" + "[" * 5000 + "]" * 5000, "[" + ".".join(["a"] * 3000) + "]\nx = 1"])
def test_lists_and_tables_without_end_are_one_sentence(tmp_path: Path, text: str) -> None:
    """No traceback of the parser's recursion."""
    (problem,) = problems(tmp_path, text)
    assert "levels deep" in problem


@pytest.mark.parametrize("zone", ["right/UTC", "posix/Europe/Paris", "../Europe/Paris", "\\u0000"])
def test_a_zone_that_is_none_of_the_world_is_refused(tmp_path: Path, zone: str) -> None:
    """Python finds it in a folder of the system; the warehouse does not know it."""
    assert problems(tmp_path, f'time_zone = "{zone}"') == [
        'network.toml: time_zone is not a time zone. Write one such as "Europe/Paris".'
    ]


@pytest.mark.parametrize("number", ["inf", "nan", "3000000000"])
def test_a_number_no_plan_has_is_refused(tmp_path: Path, number: str) -> None:
    """Neither infinite nor beyond what a table can hold."""
    plan = "[plan]\nstatement = 'x'\nstart = 2026-01-01\ndeadline = 2026-12-31\n"
    key = "target_people = 3\n[plan.per_week]\nmeal" if number != "3000000000" else "target_people"
    (problem,) = problems(tmp_path, f"{plan}{key} = {number}")
    assert problem.endswith(
        (
            "plan.per_week.meal is not a number. Write one without quotes: 1.5.",
            "target_people is too large. Write 999999 or less.",
        )
    )


def test_a_circle_without_a_name_is_refused(tmp_path: Path) -> None:
    """It would stand in the report as nothing."""
    (problem,) = problems(tmp_path, '[circles." "]\nkind = "club"')
    assert problem.endswith("is a circle without a name. Give it one or delete the table.")
