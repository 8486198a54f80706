"""Marts made by hand for the report's tests: a believable week of made-up people, an empty network, hostile names."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

import polars as pl

WEEK_END = date(2026, 11, 22)
AS_OF = date(2026, 11, 23)
WEEKS = [WEEK_END - timedelta(days=7 * back) for back in range(12, -1, -1)]

D, S, F, N, B = pl.Date, pl.String, pl.Float64, pl.Int64, pl.Boolean
SCHEMAS: dict[str, dict[str, Any]] = {
    "mart.figures": {"figure": S, "value": F, "previous": F, "change": S, "note": S},
    "mart.evaluation_weeks": {
        "previous_week_end": D, "is_recent": B, "calendar_data_through": D, "evaluated_on": D, "is_seen": B,
        "has_meetings": B, "is_withheld": B, "reason": S,
    },
    "mart.reach_weeks": {"metric": S, "value": F, "numerator": N, "denominator": N, "coverage": F},
    "mart.tie_weeks": {
        "person_id": S, "display_name": S, "strength": F, "peak_strength": F, "tie_class": S, "is_moderately_weak": B,
        "is_formerly_strong": B,
        "encounters": N,
        "last_contact_date": D, "days_since_contact": N, "default_gap_days": N, "expected_gap_days": F,
        "overdue_ratio": F, "probability_alive": F,
        "state": S, "previous_state": S, "mutual_contacts": N, "is_planned": B, "is_beyond_first_circle": B,
        "is_reachable": B, "is_new": B,
    },
    "mart.state_weeks": {"state": S, "n": N},
    "mart.transition_weeks": {"from_state": S, "to_state": S, "name": S, "n": N},
    "mart.diversity_weeks": {
        "population": S, "axis": S, "n": N, "n_classified": N, "coverage": F, "d0": F, "d1": F, "d2": F,
        "d2_unbiased": F,
        "d0_rarefied": F, "low90": F,
        "high90": F, "evenness": F,
        "blau": F, "iqv": F, "lowest_d1": F, "highest_d1": F, "status": S, "delta_low": F, "delta_high": F, "change": S,
    },
    "mart.circle_weeks": {
        "circle_id": S, "label": S, "kind": S, "is_first_circle": B, "active_people": F, "known_people": F,
        "share_of_active": F, "share_of_known": F,
        "attention": F, "hours_90_days": F,
    },
    "mart.first_circle_weeks": {
        "ei_people": F, "ei_attention": F, "people_within": F, "people_beyond": F, "people_unclassified": F,
        "attention_within": F, "attention_beyond": F,
        "weak_share": F,
    },
    "mart.structure_weeks": {"size": N, "effective_size": F, "efficiency": F, "constraint": F, "hierarchy": F},
    "mart.bridge_weeks": {
        "rank": N, "person_id": S, "display_name": S, "betweenness": F, "brokered_pairs": N, "links": S,
    },
    "mart.recontact_weeks": {
        "rank": N, "is_shown": B, "shown_rank": N, "fits_plan": B, "is_touched_within_28_days": B,
        "reason": S, "person_id": S, "display_name": S,
        "organisation": S, "score": F, "trust": F, "novelty": F, "objective": F,
        "reachability": F, "state": S, "days_since_contact": N, "last_contact_date": D, "meals": N,
        "usual_meal": S, "usual_meals": N, "usual_meal_first_year": N, "usual_meal_last_year": N, "meetings": N,
        "first_year": N, "last_year": N,
        "sector": S, "country": S, "best_channel": S, "best_value": S, "is_only_in_country": B,
        "is_only_in_organisation": B,
    },
    "mart.cooling_weeks": {
        "rank": N, "person_id": S, "display_name": S, "organisation": S, "state": S, "previous_state": S,
        "days_since_contact": N, "last_contact_date": D,
        "is_bridge": B,
    },
    "mart.plan_weeks": {"mean": S, "planned": F, "done": N, "mean_8_weeks": F},
    "mart.occasion_weeks": {"occasion": S, "mean": S, "n": N, "n_beyond_first_circle": N},
    "mart.plan_progress": {
        "has_plan": B, "statement": S, "start_date": D, "deadline": D, "target_people": N, "matching_met": N,
        "elapsed_share": F,
        "progress_share": F, "pace": F, "pace_class": S, "required_per_week": F, "streak_weeks": N,
        "occasions_this_week": N,
        "occasions_beyond_first_circle": N,
    },
    "mart.target_cells": {
        "row_axis": S, "row_value": S, "column_axis": S, "column_value": S, "people": N, "reachable_people": N,
        "active_people": N,
    },
    "mart.source_freshness": {
        "source": S, "dialect": S, "kind": S, "found": N, "records": N, "repeated": N, "rejected": N, "ignored": N,
        "ignored_rules": S,
        "withheld_rules": S, "imported_at": pl.Datetime, "data_from": D, "data_through": D, "age_days": N,
        "is_stale": B,
    },
    "mart.sensitivity": {
        "half_life_days": F, "strong_threshold": F, "strong": N, "weak": N, "people_changing_class": N,
    },
    "mart.unclassified": {"rank": N, "field": S, "value": S, "people": N, "known_people": N, "cumulative_share": F},
}  # fmt: skip

Marts = dict[str, pl.DataFrame]


def frame(mart: str, *values: tuple[Any, ...], week_end: date = WEEK_END) -> pl.DataFrame:
    """Rows of a mart in one week, from tuples in the order of its columns after week_end."""
    return pl.DataFrame([(week_end, *row) for row in values], schema={"week_end": D, **SCHEMAS[mart]}, orient="row")


def with_rows(marts: Mapping[str, pl.DataFrame], mart: str, *values: tuple[Any, ...]) -> Marts:
    """The marts with all the rows of one replaced."""
    return {**marts, mart: frame(mart, *values)}


def with_values(marts: Mapping[str, pl.DataFrame], mart: str, **values: Any) -> Marts:
    """The marts with some columns of one set in every row."""
    return {
        **marts,
        mart: (
            marts[mart].with_columns(
                pl.lit(value, dtype=SCHEMAS[mart][name]).alias(name) for name, value in values.items()
            )
        ),
    }


def with_figure(
    marts: Mapping[str, pl.DataFrame],
    figure: str,
    value: float | None,
    change: str | None = None,
    note: str | None = None,
) -> Marts:
    """The marts with one headline figure said anew, without a week before."""
    others = marts["mart.figures"].filter(pl.col("figure") != figure)
    return {**marts, "mart.figures": pl.concat([others, frame("mart.figures", (figure, value, None, change, note))])}


def full() -> Marts:
    """A network of 1,248 people in its thirteenth week, behind on a plan for energy."""
    return {**_figures(), **_ties(), **_circles(), **_people(), **_plan(), **_sources()}


def empty() -> Marts:
    """A home where nothing was imported yet: zeros where the marts count, no rows elsewhere."""
    marts = {mart: frame(mart) for mart in SCHEMAS}
    counted = ("known", "reachable", "new_ties", "occasions")
    figures = [(name, 0.0, None, None, None) for name in counted]
    marts["mart.figures"] = frame("mart.figures", *figures, ("calendar_is_withheld", 1.0, None, None, "calendar_old"))
    marts["mart.reach_weeks"] = frame("mart.reach_weeks", ("known", 0.0, 0, None, None), ("reachable", 0.0, 0, 0, None))
    marts["mart.plan_progress"] = frame("mart.plan_progress", (False, *[None] * 10, 0, 0, 0))
    marts["mart.first_circle_weeks"] = frame("mart.first_circle_weeks", (None, None, 0.0, 0.0, 0.0, 0.0, 0.0, None))
    return marts


def _figures() -> Marts:
    figures = [
        ("known", 1248.0, 1245.0, "up", None),
        ("reachable", 1102.0, 1099.0, "up", None),
        ("active_ties", 143.0, 144.0, "down", None),
        ("new_ties", 3.0, 2.0, "stable", None),
        ("revived", 1.0, 0.0, "stable", None),
        ("fell_dormant", 4.0, 5.0, "stable", None),
        ("occasions", 4.0, 0.0, "up", None),
        ("occasions_beyond_first_circle", 2.0, 0.0, "stable", None),
        ("d1", 6.24, 6.21, "stable", None),
        ("ei_people", 0.2, 0.19, None, None),
        ("ei_attention", -0.44, -0.43, None, None),
        ("pace", 0.4286, 0.4321, None, None),
        ("other_share", 0.12, 0.12, None, None),
        ("inferred_interactions", 27.0, 26.0, None, None),
        ("calendar_is_withheld", 0.0, 0.0, None, None),
    ]
    reach = [
        ("known", 1248.0, 1248, None, None),
        ("undated", 310.0, 310, 1248, 0.2484),
        ("reachable", 1102.0, 1102, 1248, 0.883),
        ("unreachable", 41.0, 41, 1248, 0.0329),
        ("phone", 934.0, 934, 1248, 0.7484),
        ("mobile", 802.0, 802, 1248, 0.6426),
        ("email_work", 688.0, 688, 1248, 0.5513),
        ("email_personal", 402.0, 402, 1248, 0.3221),
        ("linkedin", 871.0, 871, 1248, 0.6979),
        ("postal", 217.0, 217, 1248, 0.1739),
        ("organisations", 486.0, 1065, 1248, 0.8534),
        ("sectors", 19.0, 702, 1248, 0.5625),
        ("functions", 9.0, 951, 1248, 0.762),
        ("seniorities", 6.0, 951, 1248, 0.762),
        ("countries", 23.0, 1130, 1248, 0.9054),
        ("cities", 148.0, 512, 1248, 0.4103),
        ("new_ties", 3.0, 3, None, None),
        ("first_meetings", 5.0, 5, None, None),
        ("first_meetings_beyond_first_circle", 4.0, 4, None, None),
        ("adjacent_people", 391.0, 391, None, None),
        ("adjacent_people_this_week", 6.0, 6, None, None),
        ("met_not_in_contacts", 37.0, 37, None, None),
    ]
    return {
        "mart.figures": pl.concat([*_earlier_figures(), frame("mart.figures", *figures)]),
        "mart.reach_weeks": frame("mart.reach_weeks", *reach),
    }


def _earlier_figures() -> list[pl.DataFrame]:
    """Half a year before the week: three people more every week, from 1,170; two weeks without circles enough."""
    weeks = [WEEK_END - timedelta(days=7 * back) for back in range(26, 0, -1)]
    return [
        frame(
            "mart.figures",
            ("known", 1170.0 + 3 * place, None, None, None),
            ("active_ties", 130.0 + place / 2, None, None, None),
            ("new_ties", float(place % 4), None, None, None),
            ("occasions", float(place % 5), None, None, None),
            (
                "d1",
                None if place in (10, 11) else 5.6 + place / 40,
                None,
                None,
                "insufficient" if place in (10, 11) else None,
            ),
            week_end=week,
        )
        for place, week in enumerate(weeks)
    ]


def _tie(
    person_id: str,
    name: str,
    state: str,
    previous: str,
    *,
    strong: bool = False,
    planned: bool = False,
    new: bool = False,
) -> tuple[Any, ...]:
    last = WEEK_END - timedelta(days=40)
    return (
        person_id,
        name,
        1.5,
        4.5,
        "weak",
        True,
        strong,
        4,
        last,
        40,
        60,
        70.0,
        0.57,
        0.8,
        state,
        previous,
        3,
        planned,
        True,
        True,
        new,
    )


def _ties() -> Marts:
    ties = [
        _tie("p01", "Théodore Lanvin", "active", "absent", new=True),
        _tie("p02", "Maëlle Ferrand-Oya", "active", "absent", new=True, planned=True),
        _tie("p03", "Jonas Wirth", "never_met", "absent", new=True),
        _tie("p04", "Odile Saint-Arroman", "active", "dormant"),
        _tie("p05", "Inês Carvalhal", "dormant", "dormant", strong=True),
        _tie("p06", "Karim Haddouche", "lost", "lost", strong=True),
        _tie("p07", "Pauline Vasseur-Lecoq", "cooling", "cooling", planned=True),
    ]
    states = [("active", 98), ("cooling", 45), ("dormant", 131), ("lost", 212), ("never_met", 762)]
    moves = [
        ("absent", "active", "new", 2),
        ("absent", "never_met", "new", 1),
        ("dormant", "active", "revived", 1),
        ("active", "cooling", "cooled", 3),
        ("cooling", "dormant", "fell_dormant", 4),
        ("active", "active", None, 92),
    ]
    entering = [
        ("Bérengère Astruc", "Ville de Tourcelles", "dormant", 187, True),
        ("Noé Kerbrat", "Kerbrat Marine", "cooling", 92, True),
        ("Ulla Sørensdatter", "Nordlys Vind", "dormant", 246, False),
        ("Gaspard d'Arvieu", None, "dormant", 203, False),
        ("Wanda Okonedo", "Atelier Okonedo", "dormant", 178, False),
        ("Hippolyte Maurois", "Maurois & Fils", "cooling", 95, False),
        ("Ségolène Tardif", "Hôpital Bel-Air", "cooling", 101, False),
    ]
    cooling = [
        (
            rank,
            f"c{rank:02d}",
            name,
            organisation,
            state,
            "active" if state == "cooling" else "cooling",
            days,
            WEEK_END - timedelta(days=days),
            is_bridge,
        )
        for rank, (name, organisation, state, days, is_bridge) in enumerate(entering, 1)
    ]
    return {
        "mart.tie_weeks": frame("mart.tie_weeks", *ties),
        "mart.state_weeks": frame("mart.state_weeks", *states),
        "mart.transition_weeks": frame("mart.transition_weeks", *moves),
        "mart.cooling_weeks": frame("mart.cooling_weeks", *cooling),
    }


def _circles() -> Marts:
    no_change: tuple[Any, ...] = (None, None, None)
    diversity = [
        (
            "active",
            "circle",
            143,
            121,
            0.8462,
            9.0,
            6.24,
            5.6,
            5.41,
            7.18,
            0.655,
            0.821,
            0.924,
            5.02,
            9.87,
            "ok",
            -0.21,
            0.28,
            "stable",
        ),
        (
            "active",
            "sector",
            143,
            97,
            0.6783,
            14.0,
            8.91,
            7.02,
            7.55,
            10.46,
            0.608,
            0.858,
            0.924,
            5.6,
            14.9,
            "ok",
            -0.3,
            0.4,
            "stable",
        ),
        (
            "active",
            "seniority",
            143,
            118,
            0.8252,
            6.0,
            4.1,
            3.7,
            3.79,
            4.52,
            0.62,
            0.73,
            0.876,
            3.5,
            5.2,
            "ok",
            -0.1,
            0.1,
            "stable",
        ),
        (
            "active",
            "country",
            143,
            131,
            0.9161,
            11.0,
            3.42,
            2.1,
            2.88,
            4.2,
            0.242,
            0.524,
            0.576,
            3.0,
            4.6,
            "ok",
            -0.1,
            0.2,
            "stable",
        ),
        (
            "active",
            "organisation",
            143,
            71,
            0.4965,
            52.0,
            44.1,
            37.0,
            40.2,
            50.9,
            0.845,
            0.973,
            0.992,
            20.4,
            88.0,
            "insufficient",
            *no_change,
        ),
        (
            "known",
            "circle",
            1248,
            902,
            0.7228,
            9.0,
            7.48,
            6.9,
            7.2,
            7.75,
            0.81,
            0.855,
            0.962,
            5.2,
            22.0,
            "ok",
            *no_change,
        ),
        (
            "known",
            "sector",
            1248,
            702,
            0.5625,
            19.0,
            12.2,
            9.9,
            11.6,
            12.9,
            0.622,
            0.899,
            0.949,
            6.0,
            60.0,
            "insufficient",
            *no_change,
        ),
        (
            "known",
            "seniority",
            1248,
            951,
            0.762,
            6.0,
            4.8,
            4.4,
            4.68,
            4.92,
            0.76,
            0.773,
            0.927,
            4.1,
            6.9,
            "ok",
            *no_change,
        ),
        (
            "known",
            "country",
            1248,
            1130,
            0.9054,
            23.0,
            5.1,
            2.9,
            4.83,
            5.4,
            0.186,
            0.655,
            0.685,
            4.4,
            6.6,
            "ok",
            *no_change,
        ),
    ]
    circles = [
        ("ecole des ponts-neufs", "École des Ponts-Neufs", "school", True, 31.0, 188.0, 0.256, 0.208, 41.2, 18.5),
        ("voltea", "Voltéa", "employer", True, 27.5, 121.0, 0.227, 0.134, 63.9, 44.0),
        ("clients energie", "Clients énergie", "client", False, 19.0, 142.0, 0.157, 0.157, 15.8, 12.25),
        ("rotary", "Rotary de Tourcelles", "club", False, 14.5, 63.0, 0.12, 0.07, 11.0, 9.5),
        ("famille", "Famille", "family", True, 11.0, 44.0, 0.091, 0.049, 12.4, 16.0),
        ("conseils", "Conseils et avocats", "professional", False, 8.0, 97.0, 0.066, 0.108, 4.1, 3.0),
        ("amis", "Amis", "friends", True, 6.0, 58.0, 0.05, 0.064, 6.3, 7.75),
        (
            "ancien employeur",
            "Lumen Réseaux (ancien employeur)",
            "professional",
            False,
            3.0,
            133.0,
            0.025,
            0.147,
            1.0,
            0.5,
        ),
        ("portugal", "Ibérie", "client", False, 1.0, 56.0, 0.008, 0.062, 0.2, 0.0),
    ]
    structure = [
        frame("mart.structure_weeks", (205 + i, 172.4 + i, 0.84, 0.062 - i * 0.0005, 0.21), week_end=week)
        for i, week in enumerate(WEEKS)
    ]
    bridges = [
        (1, "b01", "Bérengère Astruc", 210.5, 84, "Rotary de Tourcelles · Clients énergie"),
        (2, "b02", "Noé Kerbrat", 120.0, 51, "École des Ponts-Neufs · Amis · Voltéa"),
        (3, "b03", "Lucienne Abgrall", 77.0, 37, None),
    ]
    unclassified = [
        (1, "organisation", "Nordlys Vind", 6, 11, 0.2727),
        (2, "domain", "hopital-belair.example", 4, 9, 0.4545),
        (3, "organisation", 'Maurois "& Fils"', 2, 3, 0.5455),
    ]
    sensitivity = [
        (90.0, 2.0, 58, 85, 13),
        (90.0, 4.0, 33, 110, 21),
        (90.0, 6.0, 20, 123, 34),
        (180.0, 2.0, 79, 64, 25),
        (180.0, 4.0, 54, 89, 0),
        (180.0, 6.0, 36, 107, 18),
        (365.0, 2.0, 97, 46, 43),
        (365.0, 4.0, 72, 71, 18),
        (365.0, 6.0, 55, 88, 12),
    ]
    # the report shows neither d2_unbiased nor d0_rarefied
    whole = [(*row[:8], None, None, *row[8:]) for row in diversity]
    return {
        "mart.diversity_weeks": frame("mart.diversity_weeks", *whole),
        "mart.circle_weeks": frame("mart.circle_weeks", *circles),
        "mart.first_circle_weeks": frame("mart.first_circle_weeks", (0.2, -0.44, 48.4, 72.6, 22.0, 116.0, 45.1, 0.62)),
        "mart.structure_weeks": pl.concat(structure),
        "mart.bridge_weeks": frame("mart.bridge_weeks", *bridges),
        "mart.unclassified": frame("mart.unclassified", *unclassified),
        "mart.sensitivity": frame("mart.sensitivity", *sensitivity),
    }


def _people() -> Marts:
    def candidate(
        rank: int,
        reason: str,
        name: str,
        organisation: str | None,
        days: int,
        past: tuple[Any, ...],
        why: tuple[Any, ...],
    ) -> tuple[Any, ...]:
        last = WEEK_END - timedelta(days=days)
        meals, meetings, *years = past
        usual = ("lunch", meals, years[0] if meals > 1 else years[-1], years[-1]) if meals else (None, 0, None, None)
        past = (meals, *usual, meetings, *years)
        return (
            rank,
            rank <= 5,
            rank if rank <= 5 else None,
            rank == 1,
            None,
            reason,
            f"r{rank:02d}",
            name,
            organisation,
            90.0 - rank,
            0.47,
            0.9,
            1.0,
            1.0,
            "dormant",
            days,
            last,
            *past,
            *why,
        )

    mail_k, mail_m = "k.haddouche@littoral.example", "m.ahlefeld@ostsee.example"
    profile = "https://www.linkedin.com/in/siobhan-example"
    people = [
        candidate(
            1,
            "meals,sector,only_in_country",
            "Inês Carvalhal",
            "Lusoverde",
            1010,
            (3, 0, 2023, 2023),
            ("energy", "PT", "phone", "+33199001234", True, True),
        ),
        candidate(
            2,
            "meals,sector,only_in_organisation",
            "Karim Haddouche",
            "Banque du Littoral",
            410,
            (2, 4, 2021, 2025),
            ("finance", "FR", "email_work", mail_k, False, True),
        ),
        candidate(
            3,
            "meetings,sector",
            "Margarethe von Ahlefeld-Brandt",
            "Windpark Ostsee",
            190,
            (0, 1, 2026, 2026),
            ("energy", "DE", "email_work", mail_m, False, False),
        ),
        candidate(
            4,
            "meals,only_in_country",
            "Siobhán Ní Dhomhnaill",
            None,
            655,
            (1, 1, 2022, 2025),
            (None, "IE", "linkedin", profile, True, False),
        ),
        candidate(
            5,
            "meetings,sector,only_in_organisation",
            "Auguste Le Bihan",
            "Région Armor",
            300,
            (0, 6, 2019, 2026),
            ("public_sector", "FR", "mobile", "+33199005678", False, True),
        ),
        candidate(
            6,
            "meetings,sector",
            "Yvon Le Dantec",
            "Armor Fret",
            500,
            (0, 2, 2024, 2025),
            ("transport", "FR", "phone", "+33199005679", False, False),
        ),
    ]
    return {"mart.recontact_weeks": frame("mart.recontact_weeks", *people)}


def _plan() -> Marts:
    progress = (
        True, "Rencontrer douze décideurs de l'énergie en France et en Ibérie avant l'été",
        date(2026, 7, 1), date(2027, 6, 30), 12, 2, 0.3889, 0.1667,
        0.4286, "late", 0.54, 1, 4, 2,
    )  # fmt: skip
    means = [("event", 1.0, 1, 0.75), ("meal", 2.0, 3, 1.625), ("new_people", 1.0, 5, 2.25), ("reconnect", 2.0, 1, 0.5)]
    meals = [1, 2, 0, 3, 1, 2, 2, 4, 1, 2, 0, 3]
    events = [0, 1, 1, 0, 2, 0, 1, 0, 0, 1, 0, 1]
    occasions = [
        frame(
            "mart.occasion_weeks",
            ("lunch", "meal", meals[i], 1),
            ("seminar", "event", events[i], 1),
            ("coffee", "meal", 0, 0),
            week_end=week,
        )
        for i, week in enumerate(WEEKS[1:])
    ]
    cells = [
        ("sector", "energy", "seniority", "c_level", 3, 2, 1),
        ("sector", "energy", "seniority", "director", 9, 8, 4),
        ("sector", "public_sector", "seniority", "c_level", 1, 0, 0),
        ("organisation", "Lusoverde", "any", "any", 0, 0, 0),
    ]
    return {
        "mart.plan_progress": frame("mart.plan_progress", progress),
        "mart.plan_weeks": frame("mart.plan_weeks", *means),
        "mart.occasion_weeks": pl.concat(occasions),
        "mart.target_cells": frame("mart.target_cells", *cells),
    }


def _sources() -> Marts:
    at = datetime(2026, 11, 23, 6, 30)
    sources = [
        ("contacts.vcf", "vcard", "contacts", 612, 612, 0, 0, 0, "{}", "{}", at, None, date(2026, 11, 18), 5, False),
        (
            "Connections.csv",
            "linkedin_connections",
            "contacts",
            874,
            871,
            0,
            2,
            1,
            '{"no_name": 1}',
            "{}",
            at,
            date(2009, 3, 1),
            date(2026, 8, 1),
            114,
            True,
        ),
        (
            "agenda.ics",
            "icalendar",
            "events",
            5230,
            5230,
            0,
            0,
            0,
            "{}",
            "{}",
            at,
            date(2019, 1, 7),
            date(2026, 11, 22),
            1,
            False,
        ),
    ]
    gate = (WEEK_END - timedelta(days=7), True, WEEK_END, WEEK_END, True, True, False, None)
    return {
        "mart.source_freshness": frame("mart.source_freshness", *sources),
        "mart.evaluation_weeks": frame("mart.evaluation_weeks", gate),
    }
