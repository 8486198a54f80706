"""How single programs write what a cell holds: each value is taken out of it, and nothing of it is lost."""

from __future__ import annotations

from typing import Any

import pytest

from connectors.records import Reading
from tests.connectors.tables.test_dialects import Bytes, read


def contacts(text: str) -> list[dict[str, Any]]:
    return reading_of(text).contacts.to_dicts()


def reading_of(text: str) -> Reading:
    return read(Bytes(text.encode(), "x.csv"))[1]


def values(row: dict[str, Any], field: str) -> list[str]:
    return [one["value"] for one in row[field]]


GOOGLE = (
    "First Name,Last Name,Labels,Organization Name,Organization Title,E-mail 1 - Label,E-mail 1 - Value,"
    "Address 1 - Label,Address 1 - Street,Address 1 - City,Address 1 - Postal Code\n"
)


def test_three_colons_part_organisations_titles_and_addresses() -> None:
    """The first firm and job hold, the others stay in extra; each place of the parts is an address."""
    (row,) = contacts(
        GOOGLE + "Zoé,Lefèvre,,Altavia ::: Brémond,Directrice ::: Associée,,,"
        "Home,4 rue Haute ::: 9 quai Bas,Metz ::: Nancy,57000 ::: 54000\n"
    )
    assert (row["org"], row["title"]) == (["Altavia"], "Directrice")
    assert sorted(values(row, "extra")) == ["Associée", "Brémond"]
    assert [(one["street"], one["locality"], one["postal_code"], one["types"]) for one in row["adrs"]] == [
        ("4 rue Haute", "Metz", "57000", ["home"]),
        ("9 quai Bas", "Nancy", "54000", ["home"]),
    ]


def test_an_address_that_lacks_a_part_keeps_its_place() -> None:
    """One town for two streets is the first one's; a row without colons beside it is as it was."""
    rows = "Zoé,Lefèvre,,,,,,Home,4 rue Haute ::: 9 quai Bas,Metz,\nBo,Roy,,Altavia,,,,Work,1 rue A,Lille,59000\n"
    one, other = contacts(GOOGLE + rows)
    assert [(adr["street"], adr["locality"]) for adr in one["adrs"]] == [("4 rue Haute", "Metz"), ("9 quai Bas", None)]
    assert (other["org"], [adr["street"] for adr in other["adrs"]]) == (["Altavia"], ["1 rue A"])


@pytest.mark.parametrize("site", ["www.notion.so", "notion.so", "acme.notion.site", "app.notion.com"])
def test_a_link_to_a_page_of_notion_is_no_part_of_a_name(site: str) -> None:
    """The cell as written stays in extra."""
    linked = f"Altavia (https://{site}/Altavia-0a1b2c?pvs=21)"
    (row,) = contacts(f"Name,Company,Email\nZoé Lefèvre,{linked},zoe@altavia.example\n")
    assert (row["org"], values(row, "extra")) == (["Altavia"], [linked])


def test_the_first_of_several_linked_firms_is_the_organisation() -> None:
    """Tags are all kept; the text of a note is left as it is."""
    link = "(https://www.notion.so/x-0a1b2c)"
    (row,) = contacts(
        f'Name,Company,Email,Tags,Notes\nZoé Lefèvre,"Altavia {link}, Brémond {link}",zoe@altavia.example,'
        f'"Club {link}, Lille {link}",Seen {link}\n'
    )
    assert (row["org"], row["categories"], row["note"]) == (["Altavia"], ["Club", "Lille"], f"Seen {link}")


@pytest.mark.parametrize(
    "header",
    [
        "id,display_name,email,is_company,parent_id,function,country_id",
        "ID,Complete Name,Email,Is a Company,Related Company,Job Position,Country",
        "ID,Nom complet,E-mail,Est une société,Société liée,Poste occupé,Pays",
        "ID,Vollständiger Name,E-Mail,Ist ein Unternehmen,Zugehöriges Unternehmen,Funktion,Land",
        "ID,Nombre completo,Correo electrónico,Es una empresa,Empresa relacionada,Puesto,País",
        "ID,Nome completo,E-mail,È un'azienda,Azienda collegata,Ruolo,Paese",
    ],
)
def test_a_firm_before_a_name_is_the_organisation_and_a_company_no_person(header: str) -> None:
    """As Odoo writes them, in its own names and in those of its screens."""
    firm, person, single = contacts(
        f"{header}\n1,Altavia,info@altavia.example,True,,,France\n"
        '2,"Altavia, Zoé Lefèvre",zoe@altavia.example,False,Altavia,Directrice,France\n'
        "3,Bo Roy,bo@roy.example,False,,,France\n"
    )
    assert (firm["kind"], firm["formatted_name"]) == ("org", "Altavia")
    assert (person["kind"], person["formatted_name"], person["org"]) == (None, "Zoé Lefèvre", ["Altavia"])
    assert (person["title"], person["adrs"][0]["country"]) == ("Directrice", "France")
    assert single["formatted_name"] == "Bo Roy"


def test_a_firm_that_is_another_row_is_taken_off_a_name_too() -> None:
    """An export without the column of the firm; a comma of another name stays."""
    _, person, other = contacts(
        "display_name,email,is_company\nAltavia,info@altavia.example,1\n"
        '"Altavia, Zoé Lefèvre",zoe@altavia.example,0\n"Roy, Bo",bo@roy.example,0\n'
    )
    assert (person["formatted_name"], other["formatted_name"]) == ("Zoé Lefèvre", "Roy, Bo")


def test_the_flags_behind_an_address_are_none_of_it() -> None:
    """SuiteCRM says of each whether it is refused and whether it works."""
    (row,) = contacts(
        "First Name,Last Name,Email Address,Non Primary E-mails\n"
        'Zoé,Lefèvre,zoe@altavia.example,"z@perso.example,0,0;zl@old.example,1,0"\n'
    )
    assert values(row, "emails") == ["zoe@altavia.example", "z@perso.example", "zl@old.example"]


@pytest.mark.parametrize(("header", "word"), [("Deleted", "1"), ("Supprimé", "oui"), ("Gelöscht", "ja")])
def test_rows_in_the_bin_are_left_out_by_a_rule(header: str, word: str) -> None:
    """And counted."""
    reading = reading_of(
        f"First Name,Last Name,Email,{header}\nZoé,Lefèvre,zoe@altavia.example,\nBo,Roy,bo@roy.example,{word}\n"
    )
    assert (reading.contacts["given_name"].to_list(), dict(reading.ignored)) == (["Zoé"], {"deleted": 1})


def test_numbers_for_messages_and_of_a_landline_are_telephones() -> None:
    """Brevo writes them international, without a plus."""
    (row,) = contacts(
        "CONTACT ID;EMAIL;LASTNAME;FIRSTNAME;WHATSAPP;SMS;LANDLINE_NUMBER\n"
        "12;zoe@altavia.example;LEFÈVRE;Zoé;12025550101;491713920071;33199001234\n"
    )
    assert [(one["value"], one["types"]) for one in row["tels"]] == [
        ("12025550101", ["cell"]), ("491713920071", ["cell"]), ("33199001234", []),
    ]  # fmt: skip


def test_tags_are_read_without_the_quotation_marks_around_each() -> None:
    """Mailchimp quotes them."""
    text = 'First Name,Last Name,Email Address,TAGS\nZoé,Lefèvre,zoe@altavia.example,"""Client"",""Club"""\n'
    assert contacts(text)[0]["categories"] == ["Client", "Club"]


def test_the_parts_of_one_address_stay_together_where_one_says_of_what_kind_it_is() -> None:
    """The post code is that of the street."""
    header = "Nom;Prénom;Email;Adresse professionnelle;Code postal;Ville\n"
    text = header + "Lefèvre;Zoé;zoe@altavia.example;1 rue A;59000;Lille\n"
    ((address,),) = [row["adrs"] for row in contacts(text)]
    assert (address["street"], address["postal_code"], address["types"]) == ("1 rue A", "59000", ["work"])


def test_a_second_address_is_kept_apart_from_the_first() -> None:
    """Each column goes with those of its own words."""
    (row,) = contacts(
        "First Name,Last Name,Email,Primary Address Street,Primary Address City,Alternate Address Street,"
        "Alternate Address City\nZoé,Lefèvre,zoe@altavia.example,1 rue A,Lille,2 rue B,Metz\n"
    )
    assert [(one["street"], one["locality"]) for one in row["adrs"]] == [("1 rue A", "Lille"), ("2 rue B", "Metz")]
