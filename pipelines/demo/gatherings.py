"""What is met in company: series, evenings of a circle, seminars, ceremonies, the mass webinar.

And entries that are no meeting.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from random import Random

from pipelines.demo.events import Event, Guest
from pipelines.demo.people import Person
from pipelines.demo.ties import Tie

DAYS_BACK = 3 * 365 - 10
DAYS_AHEAD = 60

# circle, title, hour, minutes, days between two, guests at most, strangers at most
_EVENINGS = (
    ("Rotary", "Dîner Rotary", 20, 150, 28, 10, 0),
    ("HEC Lille", "Afterwork alumni HEC Lille", 18, 120, 49, 9, 2),
    ("Cercle des Dirigeantes", "Matinale du Cercle des Dirigeantes", 8, 90, 56, 8, 3),
    ("Clients", "Événement client – visite de site", 9, 180, 63, 8, 2),
    ("Anciens Cotrelle", "Soirée des anciens Cotrelle", 19, 150, 98, 8, 1),
    ("Famille", "Dîner en famille", 20, 180, 63, 6, 0),
    ("Clients", "Séminaire Transition énergétique", 9, 420, 84, 9, 12),
    ("Cercle des Dirigeantes", "Club ETI du Nord", 18, 120, 42, 5, 5),
    ("Clients", "Remise des trophées de l'énergie", 18, 180, 364, 6, 14),
    ("Brevanne", "Formation management", 9, 420, 119, 10, 4),
)


def working_day(day: date) -> date:
    """The day, or the Monday after a weekend."""
    return day + timedelta(days=7 - day.weekday()) if day.weekday() > 4 else day


def series(seed: int, ties: Sequence[Tie], as_of: date) -> Iterator[Event]:
    """The weekly committee, with holidays left out and some meetings moved, and a fortnightly meeting of two."""
    colleagues = [tie.person for tie in ties if tie.person.circle.label == "Brevanne" and not tie.is_placed]
    if not colleagues:
        return
    monday = as_of - timedelta(days=as_of.weekday() + 7 * 150)
    yield from _committee(Random(f"{seed}/committee"), colleagues[:6], monday)
    tuesday = datetime.combine(monday + timedelta(days=8), time(11, 0))
    rule = (f"RRULE:FREQ=WEEKLY;INTERVAL=2;UNTIL={as_of + timedelta(days=DAYS_AHEAD):%Y%m%d}T225959Z",)
    yield Event(
        "DEMO-FORTNIGHTLY",
        tuesday,
        30,
        f"1:1 {colleagues[0].given}",
        (Guest(colleagues[0].work_email, colleagues[0].name),),
        lines=rule,
    )


def _committee(rng: Random, members: Sequence[Person], monday: date) -> Iterator[Event]:
    guests = tuple(Guest(one.work_email, one.name) for one in members)
    room = Guest("salle-beffroi@brevanne-ingenierie.example", "Salle Beffroi", cutype="RESOURCE")
    start = datetime.combine(monday, time(9, 0))
    weeks = [start + timedelta(days=7 * week) for week in range(160)]
    off = [day for day in weeks if day.month == 8 or (day.month, day.day) >= (12, 24)]
    lines = ("RRULE:FREQ=WEEKLY;COUNT=160;BYDAY=MO", *(f"EXDATE;TZID=Europe/Paris:{day:%Y%m%dT%H%M%S}" for day in off))
    yield Event("DEMO-COMMITTEE", start, 60, "Point hebdo CODIR", (*guests, room), lines=lines)
    for day in rng.sample([day for day in weeks if day not in off], 8):
        moved = day + timedelta(days=rng.choice((1, 2)), hours=rng.choice((0, 5)))
        original = (f"RECURRENCE-ID;TZID=Europe/Paris:{day:%Y%m%dT%H%M%S}", "SEQUENCE:1")
        yield Event("DEMO-COMMITTEE", moved, 60, "Point hebdo CODIR (déplacé)", (*guests[:4], room), lines=original)


def evenings(seed: int, ties: Sequence[Tie], strangers: Sequence[Person], as_of: date) -> Iterator[Event]:
    """The regular events of each circle: whoever of it is about at the time, and people one does not know yet."""
    for line, (label, title, hour, minutes, days, most, most_strangers) in enumerate(_EVENINGS):
        rng = Random(f"{seed}/evenings/{line}")
        back = DAYS_BACK - rng.randrange(days)
        while back > -DAYS_AHEAD:
            day = working_day(as_of - timedelta(days=back))
            members = [
                tie.person
                for tie in ties
                if tie.person.circle.label == label and (tie.is_alive(day) or (day > as_of and tie.is_alive(as_of)))
            ]
            guests = [*_some(rng, members, most), *_some(rng, strangers, most_strangers)]
            if guests:
                start = datetime.combine(day, time(hour, 0))
                yield Event(
                    f"DEMO-{line}-{day:%Y%m%d}",
                    start,
                    minutes,
                    title,
                    tuple(_answering(rng, one) for one in guests),
                    _host(line),
                    "ACCEPTED",
                )
            back -= round(days * rng.uniform(0.8, 1.2))


def odds_and_ends(seed: int, ties: Sequence[Tie], strangers: Sequence[Person], as_of: date) -> Iterator[Event]:
    """What must not count: declined and cancelled meetings, a webinar of a crowd, birthdays, leave, travel,
    preparation.
    """
    rng = Random(f"{seed}/odds")
    met = [tie.person for tie in ties if not tie.is_placed]
    webinar = datetime.combine(working_day(as_of - timedelta(days=4)), time(15, 0))
    crowd = tuple(
        Guest(one.work_email, one.name, rng.choice(("ACCEPTED", "NEEDS-ACTION")))
        for one in (*met[:30], *strangers[:25])
    )
    yield Event(
        "DEMO-WEBINAR",
        webinar,
        60,
        "Webinaire : industrie et hydrogène",
        crowd,
        Guest("inscription@webinaires-salvigny.example", "Webinaires"),
    )
    for place, one in enumerate(met[3:40:4]):
        day = working_day(as_of - timedelta(days=11 + 23 * place))
        host = Guest(one.work_email, one.name)
        yield Event(
            f"DEMO-DECLINED-{place}", datetime.combine(day, time(18, 0)), 90, "Cocktail CCI", (host,), host, "DECLINED"
        )
        off = datetime.combine(day + timedelta(days=1), time(12, 30))
        yield Event(
            f"DEMO-CANCELLED-{place}",
            off,
            90,
            f"Annulé : déjeuner {one.name}",
            (Guest(one.work_email, one.name),),
            status="CANCELLED",
        )
    for place, one in enumerate(one for one in met if one.birthday and one.circle.is_first_circle):
        birthday = date(as_of.year, one.birthday.month, one.birthday.day) if one.birthday else as_of
        yield Event(
            f"DEMO-BIRTHDAY-{place}",
            datetime.combine(birthday, time()),
            0,
            f"Anniversaire {one.given}",
            lines=("RRULE:FREQ=YEARLY",),
        )
    for place, summary in enumerate(
        ("Congés", "Dentiste", "Prépa séminaire clients", "Vol LIL–OPO", "Contrôle technique", "Congés")
    ):
        day = working_day(as_of - timedelta(days=30 + 40 * place))
        yield Event(f"DEMO-ALONE-{place}", datetime.combine(day, time(9, 0)), 0 if summary == "Congés" else 60, summary)


def _some(rng: Random, people: Sequence[Person], most: int) -> list[Person]:
    return rng.sample(list(people), min(len(people), rng.randint(most // 2, most)))


def _answering(rng: Random, one: Person) -> Guest:
    return Guest(
        one.work_email,
        one.name if rng.random() < 0.85 else "",
        rng.choices(("ACCEPTED", "NEEDS-ACTION", "TENTATIVE", "DECLINED"), (76, 12, 6, 6))[0],
    )


def _host(line: int) -> Guest | None:
    """Some events are the owner's own; the others come from a secretariat."""
    return None if line % 2 else Guest(f"secretariat{line}@evenements-brancourt.example", "Secrétariat")
