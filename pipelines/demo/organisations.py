"""Organisations that do not exist, each with a sector, a place and a mail domain under .example."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from random import Random

from pipelines.demo.names import family_name


@dataclass(frozen=True, slots=True)
class Organisation:
    """number: tells its switchboard from others'; None for an organisation without one of its own."""

    name: str
    sector: str
    city: str
    postal_code: str
    country: str  # ISO code
    number: int | None = None

    @property
    def domain(self) -> str:
        return f"{slug(self.name)}.example"


OWN = Organisation("Brevanne Ingénierie", "engineering", "Lille", "59000", "FR", 0)
FORMER = Organisation("Cotrelle Industrie", "industry", "Douai", "59500", "FR", 1)
CLIENTS = (
    Organisation("Aciéries de Vaugelin", "industry", "Dunkerque", "59140", "FR", 2),
    Organisation("Verreries Malvaux", "industry", "Arques", "62510", "FR", 3),
    Organisation("Papeteries du Tréhan", "industry", "Calais", "62100", "FR", 4),
    Organisation("Orlivel Énergie", "energy", "Amiens", "80000", "FR", 5),
    Organisation("Réseaux Thermiques Dornel", "energy", "Lille", "59800", "FR", 6),
    Organisation("Hydrogène Salvigny", "energy", "Valenciennes", "59300", "FR", 7),
    Organisation("Logistique Brancourt", "logistics", "Lesquin", "59810", "FR", 8),
    Organisation("Clinique des Hautots", "health", "Arras", "62000", "FR", 9),
    Organisation("Foncière Rochemel", "real_estate", "Paris", "75009", "FR", 10),
    Organisation("Kempeneire Windkracht", "energy", "Gent", "9000", "BE", 11),
)
OTHERS = (
    Organisation("Banque Lorvigny", "finance", "Paris", "75008", "FR", 12),
    Organisation("Servelin & Associés", "law", "Lille", "59000", "FR", 13),
    Organisation("Cabinet Courmont Conseil", "consulting", "Paris", "75017", "FR", 14),
    Organisation("Agence Mirvelle", "media", "Roubaix", "59100", "FR", 15),
    Organisation("Laboratoires Épinard-Clémel", "health", "Lyon", "69007", "FR", 16),
    Organisation("Numérival", "technology", "Nantes", "44000", "FR", 17),
    Organisation("Institut Supérieur de Quercenet", "education", "Lille", "59000", "FR", 18),
    Organisation("Communauté du Val de Narbel", "public", "Béthune", "62400", "FR", 19),
    Organisation("Brasserie Tournebise", "food", "Lille", "59000", "FR", 20),
    Organisation("Bâtisseurs Gaudemont", "construction", "Lens", "62300", "FR", 21),
    Organisation("Thornleigh Capital Partners", "finance", "London", "EC2V 7HH", "GB", 22),
    Organisation("Hohlbecker Maschinenbau GmbH", "industry", "Berlin", "10117", "DE", 23),
    Organisation("Chervalaz Patrimoine SA", "finance", "Genève", "1204", "CH", 24),
    Organisation("Tallbrook Grid Systems", "energy", "Washington", "20005", "US", 25),
    Organisation("Lourençal Renováveis", "energy", "Porto", "4050-011", "PT", 26),
    Organisation("Vandermoere Logistics", "logistics", "Antwerpen", "2000", "BE", 27),
)
KNOWN = (OWN, FORMER, *CLIENTS, *OTHERS)

_TRADES = (
    ("Conseil", "consulting"), ("Énergie", "energy"), ("Industrie", "industry"), ("Logistique", "logistics"),
    ("Patrimoine", "finance"), ("Avocats", "law"),
    ("Santé", "health"), ("Systèmes", "technology"), ("Immobilier", "real_estate"), ("Distribution", "food"),
    ("Construction", "construction"), ("Médias", "media"),
)  # fmt: skip
_CITIES = (
    ("Lille", "59000"),
    ("Paris", "75011"),
    ("Lyon", "69003"),
    ("Nantes", "44000"),
    ("Bordeaux", "33000"),
    ("Strasbourg", "67000"),
    ("Rennes", "35000"),
)


def some_organisation(rng: Random) -> Organisation:
    """One of the well over ten thousand smaller houses that no setting names."""
    trade, sector = rng.choice(_TRADES)
    city, postal_code = rng.choice(_CITIES)
    return Organisation(f"{family_name(rng)} {trade}", sector, city, postal_code, "FR")


def slug(text: str) -> str:
    """ASCII letters, digits and hyphens, for addresses."""
    plain = (
        unicodedata.normalize("NFKD", text.replace("ß", "ss").replace("œ", "oe").replace("ø", "o"))
        .encode("ascii", "ignore")
        .decode()
    )
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
