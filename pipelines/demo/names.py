"""Names of people who do not exist.

Family names are put together from syllables, so that none is looked up by accident.
"""

from __future__ import annotations

from random import Random

WOMEN = (
    "Adèle", "Agathe", "Alice", "Anne-Laure", "Aurélie", "Béatrice", "Camille", "Cécile", "Céline", "Chloé", "Clémence",
    "Delphine", "Élodie", "Émilie",
    "Estelle", "Florence", "Françoise", "Gaëlle", "Hélène", "Inès", "Isabelle", "Jeanne", "Judith", "Laetitia", "Léa",
    "Lucie", "Magali", "Maïté",
    "Marie-Claude", "Mathilde", "Mélanie", "Nathalie", "Noémie", "Océane", "Pascale", "Pauline", "Raphaëlle", "Sabine",
    "Solène", "Sophie", "Sylvie", "Valérie",
)  # fmt: skip
MEN = (
    "Adrien", "Alexis", "André", "Antoine", "Arnaud", "Aurélien", "Bastien", "Benoît", "Bruno", "Cédric", "Christophe",
    "Damien", "Didier", "Étienne",
    "Fabrice", "François", "Frédéric", "Gaël", "Gauthier", "Grégoire", "Hervé", "Jean-Luc", "Jean-Marc", "Jérôme",
    "Joël", "Julien", "Laurent", "Loïc",
    "Marc", "Mathieu", "Maxime", "Nicolas", "Olivier", "Pascal", "Philippe", "Pierre-Yves", "Rémi", "Romain",
    "Sébastien", "Stéphane", "Thibault", "Yann",
)  # fmt: skip
SHORT = {
    "Jean-Marc": "J.-M.",
    "Jean-Luc": "J.-L.",
    "Marie-Claude": "M.-C.",
    "Pierre-Yves": "P.-Y.",
    "Christophe": "Chris",
    "Mathilde": "Math",
    "Sébastien": "Seb",
}

_HEADS = (
    "Bran", "Cour", "Malv", "Vass", "Lor", "Deln", "Gaud", "Perr", "Tréb", "Fauv", "Marl", "Berg", "Cast", "Serv",
    "Roch", "Belv", "Charn", "Dour", "Guib",
    "Haut", "Jouv", "Lamb", "Mirv", "Narb", "Orl", "Pasq", "Querc", "Rouv", "Salv", "Tourn", "Vaug", "Vill", "Brév",
    "Clém", "Dorm", "Épin", "Flor",
    "Grand", "Hém", "Landr",
)  # fmt: skip
_TAILS = (
    "elin", "ault", "ier", "aux", "ouzac", "emont", "icourt", "ard", "enet", "ebois", "ageon", "erel", "isset", "evier",
    "iquet", "achon", "elier", "enois",
    "ereau", "igny", "oury", "anche", "edal", "ivel", "otte", "umel", "assin", "ombret", "éguy", "andois",
)  # fmt: skip
_ABROAD: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "GB": (
        ("Alison", "Fiona", "Gareth", "Graham", "Heather", "Neil"),
        ("Ashcombe", "Bramwick", "Thornleigh", "Wexcott", "Harlowell", "Penderby", "Stokemere"),
    ),
    "DE": (
        ("Anke", "Dieter", "Jürgen", "Katrin", "Lars", "Sabine"),
        ("Brandhauer", "Feldkötter", "Hohlbecker", "Müllenhof", "Strauchmann", "Weißkamp"),
    ),
    "CH": (
        ("Beat", "Corinne", "Reto", "Silvia", "Urs", "Nadine"),
        ("Ammerli", "Brünisauer", "Chervalaz", "Dubrochet", "Zurfluhegg", "Rochettaz"),
    ),
    "US": (
        ("Brandon", "Denise", "Kyle", "Linda", "Todd", "Tracy"),
        ("Caldermore", "Hensworth", "Larkinson-Poe", "Merriwood", "Tallbrook", "Vandersloot"),
    ),
    "BE": (
        ("Benoît", "Els", "Koen", "Sofie", "Thierry", "Véronique"),
        ("Van Dorselaer", "De Kempeneire", "Vandermoere", "Lambrechtsen", "Wauterlot"),
    ),
    "PT": (
        ("Ana", "Duarte", "Inês", "João", "Rita", "Tiago"),
        ("Albufarra", "Cardosinho", "Figueirôa", "Lourençal", "Mourinhã", "Valadarim"),
    ),
}  # fmt: skip


def family_name(rng: Random) -> str:
    """One of some 1,200 family names that sound French."""
    return rng.choice(_HEADS) + rng.choice(_TAILS)


def full_name(rng: Random, country: str) -> tuple[str, str, bool]:
    """Given name, family name, and whether the given name is a woman's (false abroad, where nothing depends on it)."""
    if country in _ABROAD:
        givens, families = _ABROAD[country]
        return (
            rng.choice(givens),
            rng.choice(families) if rng.random() < 0.7 else f"{rng.choice(families)}-{family_name(rng)}",
            False,
        )
    is_woman = rng.random() < 0.5
    surname = family_name(rng)
    return (
        rng.choice(WOMEN if is_woman else MEN),
        surname if rng.random() < 0.94 else f"{surname}-{family_name(rng)}",
        is_woman,
    )
