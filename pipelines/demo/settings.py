"""The demo's network.toml."""

from __future__ import annotations

from datetime import date, timedelta

from pipelines.demo.circles import CIRCLES, Circle
from pipelines.demo.events import OWNER, OWNER_ADDRESS, OWNER_PRIVATE_ADDRESS
from pipelines.demo.organisations import CLIENTS, FORMER, KNOWN, OWN, Organisation

_DAYS_SINCE_START = 83
_DAYS_TO_DEADLINE = 220


def settings_text(as_of: date) -> str:
    """The settings: who the owner is, the circles, the plan, the sectors of the larger houses."""
    start, deadline = as_of - timedelta(days=_DAYS_SINCE_START), as_of + timedelta(days=_DAYS_TO_DEADLINE)
    head = f"""# The settings of a made-up network: nobody in it exists.

language = "fr"
time_zone = "Europe/Paris"
phone_region = "FR"

[owner]
names = ["{OWNER}", "Claire D."]
addresses = ["{OWNER_ADDRESS}", "{OWNER_PRIVATE_ADDRESS}"]
organisations = ["{OWN.name}", "{FORMER.name}"]

[plan]
statement = "Rencontrer trente décideurs de l'énergie avant l'été"
start = {start}
deadline = {deadline}
target_people = 30
sectors = ["energy"]
seniority = ["owner", "c_level", "director"]
organisations = []
places = []

[plan.per_week]
meal = 7
event = 1
new_people = 1
reconnect = 2
"""
    circles = "\n".join(_circle(circle) for circle in CIRCLES)
    houses = "\n".join(_organisation(house) for house in KNOWN)
    return f"{head}\n{circles}\n{houses}"


def _circle(circle: Circle) -> str:
    rules = (
        (*circle.rules, *(f"organisation={house.name}" for house in CLIENTS))
        if circle.kind == "client"
        else circle.rules
    )
    return (
        f'[circles."{circle.label}"]\nkind = "{circle.kind}"\nlabels = ["{circle.label}"]\nrules ='
        f" [{', '.join(_quoted(rule) for rule in rules)}]\nfirst_circle = "
        f"{str(circle.is_first_circle).lower()}\ndefault_gap_days = {circle.gap_days}\n"
    )


def _organisation(house: Organisation) -> str:
    return f'[organisations."{house.name}"]\nsector = "{house.sector}"\ncountry = "{house.country}"\n'


def _quoted(text: str) -> str:
    return f'"{text}"'
