"""Tables that no dialect describes: people are read from them, and nothing that is none is taken for people."""

from __future__ import annotations

from typing import Any

import pytest

from connectors import registry
from connectors.records import Recognition
from tests.connectors.tables.test_dialects import Bytes, read

ZOE = {"given_name": "Zoé", "family_name": "Lefèvre", "emails": ["zoe@altavia.example"]}


def people(text: str, encoding: str = "utf-8") -> list[dict[str, Any]]:
    """What is read of each person by the generic reader."""
    recognition, reading, _ = read(Bytes(text.encode(encoding), "x.csv"))
    assert recognition.dialect == "generic"
    kept = ("formatted_name", "given_name", "family_name", "honorific_prefixes", "org", "title", "bday", "connected_on")
    rows = [
        {
            **{name: row[name] for name in kept},
            **{many: [one["value"] for one in row[many]] for many in ("emails", "tels")},
        }
        for row in reading.contacts.to_dicts()
    ]
    return [{name: value for name, value in row.items() if value not in (None, [])} for row in rows]


@pytest.mark.parametrize(
    "text",
    [
        "Nom;Prénom;Email\nLefèvre;Zoé;zoe@altavia.example\n",
        "NOM|PRENOM|ADRESSE MAIL\nLefèvre|Zoé|zoe@altavia.example\n",
        "FirstName,LastName,EmailAddress\nZoé,Lefèvre,zoe@altavia.example\n",
        "first_name\tlast_name\temail_work\nZoé\tLefèvre\tzoe@altavia.example\n",
        "Vorname;Name;E-Mail (geschäftlich)\nZoé;Lefèvre;zoe@altavia.example\n",
        "Nombre;Apellidos;Correo electrónico\nZoé;Lefèvre;zoe@altavia.example\n",
        "Nome;Cognome;Indirizzo e-mail\nZoé;Lefèvre;zoe@altavia.example\n",
        "Prénom du participant,Nom du participant,Courriel du participant\nZoé,Lefèvre,zoe@altavia.example\n",
        "Nom / Name;Prénom / Vorname;E-Mail ou courriel\nLefèvre;Zoé;zoe@altavia.example\n",
        "Preferred First Name,Family Name,Personal Email\nZoé,Lefèvre,zoe@altavia.example\n",
        "Annuaire 2024\n\nsep=;\nNom;Prénom;Question\nLefèvre;Zoé;zoe@altavia.example\n",
    ],
)
def test_headers_in_many_languages_and_manners_say_the_same(text):
    """Synonyms, qualifiers, camel case and underscores; an address under a header of no meaning is one all the same."""
    assert people(text) == [ZOE]


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Company / Organisation", "org"),
        ("Société ou entreprise", "org"),
        ("Fonction actuelle", "title"),
        ("Current company", "org"),
        ("Votre fonction", "title"),
        ("Nom du compte", "org"),
        ("billing_company", "org"),
    ],
)
def test_a_header_in_two_words_or_with_a_word_for_now_is_understood(header, field):
    """Of a form, or of a list of former students."""
    assert people(f"Prénom;Nom;Email;{header}\nZoé;Lefèvre;zoe@altavia.example;Altavia\n")[0][field] in (
        "Altavia",
        ["Altavia"],
    )


def test_a_header_that_says_two_things_says_neither():
    """A city and a company in one column are no company."""
    assert "org" not in people("Prénom;Nom;Email;Société / Ville\nZoé;Lefèvre;zoe@altavia.example;Altavia Lyon\n")[0]


@pytest.mark.parametrize(("header", "numbers"), [("Member", "Cell"), ("Mitglied", "Handy"), ("Adhérent", "Portable")])
def test_a_column_of_members_holds_their_names_where_none_is_named_for_names(header, numbers):
    """By what stands in it: a mark for who is a member names nobody."""
    assert people(f"{header}|{numbers}\nZoé Lefèvre|01 99 00 12 34\nYann Le Goff|01 99 00 12 35\n")[1] == {
        "formatted_name": "Yann Le Goff",
        "tels": ["01 99 00 12 35"],
    }
    assert people(f"{header};Nom;Prénom;Email\noui;Lefèvre;Zoé;zoe@altavia.example\n") == [ZOE]


def test_families_with_an_article_are_people():
    """Le Goff and de La Rochère are no firms; Le Bistrot is."""
    text = "Contact;Numéro\n" + "".join(
        f"{name};01 99 00 12 3{number}\n"
        for number, name in enumerate(["Yann Le Goff", "Ève Le Gall", "Zoé de La Rochère"])
    )
    assert [one["formatted_name"] for one in people(text)] == ["Yann Le Goff", "Ève Le Gall", "Zoé de La Rochère"]


def test_days_with_dots_are_no_telephone_numbers():
    """The day of joining, under a header of no known word."""
    assert people("Vorname;Nachname;E-Mail;Eintrittsdatum\nZoé;Lefèvre;zoe@altavia.example;01.02.2011\n") == [ZOE]


def test_holders_of_tickets_are_people_where_each_has_an_address_of_their_own():
    """The order beside each says nothing against it; a buyer's one address does."""
    rows = [f"{number};Lefèvre;Zoé{number};z{number}@altavia.example;Entrée;05/01/2026 10:00\n" for number in range(4)]
    header = "Numéro billet;Nom;Prénom;E-mail;Tarif;Date de commande\n"
    assert len(people(header + "".join(rows))) == 4
    bought = Bytes((header + "".join(rows).replace("z1@", "z0@").replace("z2@", "z0@")).encode(), "x.csv")
    recognition = registry.recognise(bought)
    assert isinstance(recognition, Recognition)
    assert recognition.kind == "unknown"


def test_who_came_to_a_meeting_are_people_where_each_has_an_address():
    """The minutes each stayed say nothing against it; a list of calls has numbers only."""
    (one,) = people("Full Name,Duration,Email\nZoé Lefèvre,1h,zoe@altavia.example\n")
    assert one == {"formatted_name": "Zoé Lefèvre", "emails": ["zoe@altavia.example"]}


def test_a_list_of_given_and_family_names_alone_is_one_of_people():
    """A list of guests; with anything else unread beside the names it could be anything."""
    assert people("Prénom;Nom\nZoé;Lefèvre\nYann;Le Goff\n")[0] == {"given_name": "Zoé", "family_name": "Lefèvre"}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252", "mac-roman"])
def test_an_unknown_table_is_read_in_every_encoding(encoding):
    """As any other."""
    assert people("Nom;Prénom;Société;Email\nLefèvre;Zoé;Énergie Nord;zoe@altavia.example\n", encoding) == [
        {**ZOE, "org": ["Énergie Nord"]}
    ]


def test_a_whole_name_and_a_number_are_a_contact():
    """No e-mail address is needed; two numbers in a cell are two, and a lost leading zero stays to be put right."""
    text = "Nom;Portable\nZoé Lefèvre;01 99 00 12 34 / 01 99 00 12 35\nMarc Vasseur;199001236\n"
    assert people(text) == [
        {"formatted_name": "Zoé Lefèvre", "tels": ["01 99 00 12 34", "01 99 00 12 35"]},
        {"formatted_name": "Marc Vasseur", "tels": ["199001236"]},
    ]


def test_a_title_is_a_job_or_a_courtesy_by_what_it_holds():
    """The header is the same."""
    assert people("Titre;Nom;Prénom;Mail\nMme;Lefèvre;Zoé;zoe@altavia.example\n") == [
        {**ZOE, "honorific_prefixes": "Mme"}
    ]
    assert people("Titre;Nom;Prénom;Mail\nDirectrice;Lefèvre;Zoé;zoe@altavia.example\n") == [
        {**ZOE, "title": "Directrice"}
    ]


def test_several_addresses_in_a_cell_are_several():
    """Between semicolons, commas or line ends; a name in front of an address stays with it."""
    text = 'Name,E-mails\nZoé Lefèvre,"zoe@altavia.example; Lefèvre, Zoé <z@perso.example>"\n'
    assert people(text)[0]["emails"] == ["zoe@altavia.example", "Lefèvre, Zoé <z@perso.example>"]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        (
            "Zoé;Lefèvre;zoe.lefevre@a.example\nMarc;Vasseur;marc.vasseur@a.example\nIda;Thorsen;ida.thorsen@a.example\n",
            {"given_name": "Zoé", "family_name": "Lefèvre"},
        ),
        (
            "LEFÈVRE,Zoé,z@a.example,01 99 00 12 34\nVASSEUR,Marc,m@a.example,\nTHORSEN,Ida,i@a.example,\n",
            {"given_name": "Zoé", "family_name": "LEFÈVRE"},
        ),
        (
            "Zoé Lefèvre,01 99 00 12 34\nMarc Vasseur,01 99 00 12 35\nIda Thorsen,+1 202 555 0101\n",
            {"formatted_name": "Zoé Lefèvre"},
        ),
    ],
)
def test_a_table_without_a_header_is_read_by_what_it_holds(text, first):
    """Three rows at least; which name is the given one, the addresses and capitals say.

    The first row is a person too.
    """
    rows = people(text)
    assert len(rows) == 3
    assert first.items() <= rows[0].items()


@pytest.mark.parametrize(
    "word", ["IP", "LATITUDE", "Fournisseur", "Client", "Vendor", "Sales", "Lieferant", "Proveedor", "Produit"]
)
def test_one_word_of_trade_outweighs_no_names_beside_addresses(word):
    """Who is a customer, where somebody signed up: marks of people, in a list of people."""
    text = f"Nom;Prénom;Email;{word}\nLefèvre;Zoé;zoe@altavia.example;oui\nRoy;Bo;bo@altavia.example;\n"
    assert people(text)[0] == ZOE
    assert len(people(text)) == 2


@pytest.mark.parametrize("word", ["Umsatz", "Total", "CA", "Saldo"])
def test_a_sum_beside_names_and_addresses_is_of_a_person_unless_it_has_a_day(word):
    """What a customer is worth stands in a list of customers; what was paid on a day does not."""
    text = f"Vorname;Nachname;E-Mail;{word}\nZoé;Lefèvre;zoe@altavia.example;1200\n"
    assert people(text) == [ZOE]
    paid = Bytes(text.replace(word, f"{word};Date").replace("1200", "1200;05/01/2026").encode(), "x.csv")
    recognition = registry.recognise(paid)
    assert isinstance(recognition, Recognition)
    assert recognition.kind == "unknown"


def test_a_name_beside_a_family_name_is_a_given_name_unless_it_is_whole():
    """By what stands in it."""
    rows = "zoe@altavia.example,Zoé,Lefèvre\nbo@altavia.example,Bo,Roy\n"
    assert people("Email,Name,Last name\n" + rows)[0] == ZOE
    whole = people("Email,Name,Last name\nzoe@altavia.example,Zoé Lefèvre,Lefèvre\n")
    assert (whole[0]["formatted_name"], whole[0]["family_name"]) == ("Zoé Lefèvre", "Lefèvre")


def test_people_who_are_reached_by_others_only_are_people():
    """Children in a list with their parents' addresses: without one of their own."""
    text = "Nom;Prénom;Classe;Parent;Email parent\nLefèvre;Zoé;CM1;Jean Lefèvre;jean@altavia.example\n"
    assert people(text) == [{"given_name": "Zoé", "family_name": "Lefèvre"}]


@pytest.mark.parametrize(
    "theirs",
    [
        "Owner Email", "Contact Owner", "Manager Email", "Assistant Phone", "Emergency Contact Phone", "Spouse Phone",
        "Referred by", "Account manager email", "Parent email", "Assigned user", "Created By", "Sales Rep Email",
        "Propriétaire", "E-mail du commercial", "Téléphone du conjoint", "Tél. assistante", "Courriel du tuteur",
        "Contact d'urgence (téléphone)", "Créé par", "Parrainé par", "Email du responsable",
        "PA Email", "EA Phone", "Next of Kin Phone", "Partner Email", "Rep Email", "Mother's Phone",
        "Inhaber E-Mail", "Telefon Assistentin", "Notfallkontakt Telefon", "Erstellt von", "E-Mail Vorgesetzter",
        "Correo del propietario", "Teléfono de emergencia", "Creado por", "Correo del tutor", "Teléfono del cónyuge",
        "Email del proprietario", "Telefono di emergenza", "Creato da", "Email dell'assistente", "Telefono coniuge",
    ],
)  # fmt: skip
@pytest.mark.parametrize("value", ["rep@seller.example", "01 99 00 35 99"])
def test_what_is_somebody_elses_is_never_the_contacts_channel(theirs, value):
    """The owner of a record, an assistant, who is called in an emergency: kept in extra, in every language read."""
    rows = f"Lefèvre;Zoé;zoe@altavia.example;{value}\nRoy;Bo;bo@altavia.example;{value}\n"
    _, reading, _ = read(Bytes(f"Nom;Prénom;Email;{theirs}\n{rows}".encode(), "x.csv"))
    first = reading.contacts.to_dicts()[0]
    assert ([one["value"] for one in first["emails"]], first["tels"]) == (["zoe@altavia.example"], [])
    assert [(one["name"], one["value"]) for one in first["extra"]] == [(theirs, value)]


@pytest.mark.parametrize(
    ("header", "relation"),
    [
        ("Assistant", "assistant"), ("Assistant's Name", "assistant"), ("Nom de l'assistante", "assistant"),
        ("Sekretärin", "assistant"), ("Segretaria", "assistant"), ("Spouse Name", "spouse"), ("Conjoint(e)", "spouse"),
        ("Ehefrau", "spouse"), ("Cónyuge", "spouse"), ("Coniuge", "spouse"),
    ],
)  # fmt: skip
def test_the_name_of_an_assistant_or_a_spouse_is_that_of_a_related_person(header, relation):
    """As a card's; a mark for who has one names nobody."""
    text = f"Nom;Prénom;Email;{header}\nLefèvre;Zoé;zoe@altavia.example;"
    _, reading, _ = read(Bytes(f"{text}Jean Lefèvre\n".encode(), "x.csv"))
    assert [(one["value"], one["types"]) for one in reading.contacts["related"][0]] == [("Jean Lefèvre", [relation])]
    assert not read(Bytes(f"{text}oui\n".encode(), "x.csv"))[1].contacts["related"][0].len()


NO_PEOPLE = {
    "a bank statement": "Date;Libellé;Débit;Crédit\n05/01/2026;LOYER;850,00;\n06/01/2026;VIR ZOE LEFEVRE;;120,00\n",
    "a German bank statement": (
        "Buchungstag;Auftraggeber / Begünstigter;Verwendungszweck;IBAN;Betrag\n05.01.2026;Jürgen "
        "Weiß;Miete;DE00;-850,00\n"
    ),
    "a bank statement without a header": (
        "05/01/2026;VIR ZOE LEFEVRE;120,00\n06/01/2026;LOYER;-850,00\n07/01/2026;CB TAXI;-12,00\n"
    ),
    "expenses": "Date;Nom;Prénom;Email;Nature;Montant TTC\n05/01/2026;Lefèvre;Zoé;z@a.example;Taxi;12,50\n",
    "sales": "Order ID,Customer Name,Email,Product,Quantity,Total\n1,Ann Penderby,ann@w.example,Lamp,2,40.00\n",
    "sales with all of a customer": (
        "Contact name,Email,Phone,Company,Date,Amount\nAnn Penderby,ann@w.example,+44 20 7946 "
        "0123,Wexcott,2024-01-01,40.00\n"
    ),
    "suppliers": "Fournisseur;Téléphone;IP\nWexcott;01 99 00 12 34;192.0.2.1\n",
    "lines of invoices": "Nom;Prénom;Email;Facture;Article\nLefèvre;Zoé;zoe@altavia.example;F12;Lampe\n",
    "payments": (
        "Date,Name,Type,Currency,Gross,Fee,From Email Address\n1/5/2026,Ann "
        "Penderby,Payment,EUR,10.00,0.10,ann@w.example\n"
    ),
    "payroll": "Nom;Prénom;Brut;Net à payer;Montant\nLefèvre;Zoé;3000,00;2300,00;2300,00\n",
    "passwords": "name,url,username,password,email\nx,https://x.example,ann,secret,ann@w.example\n",
    "companies": "Company,Phone,Email,Website\nWexcott,+44 20 7946 0123,info@w.example,w.example\n",
    "restaurants": (
        "Nom;Adresse;Téléphone\nRestaurant Chez Paul;12 rue;01 99 00 12 34\nHôtel du Lac;13 rue;01 99 00 12 35\n"
    ),
    "products": "Name,SKU,Price\nLamp,1,20.00\n",
    "calls": "Name,Number,Date,Duration\nAnn Penderby,+44 20 7946 0123,2026-01-05,60\n",
    "work hours": "Date,First Name,Last Name,Project,Hours\n2026-01-05,Ann,Penderby,X,7\n",
    "what a few people did": "Name,Email,Event\n" + "Ann Penderby,ann@w.example,x\nIda Thorsen,ida@w.example,y\n" * 10,
    "companies of a CRM": (
        "Record ID,Company name,Company owner,Create Date,Phone Number,Lifecycle Stage\n1,Wexcott,Ann "
        "Penderby,2024-01-01,,lead\n"
    ),
    "places": "Ville;Code postal;Population\nLille;59000;230000\n",
    "a letter": "Dear all, this is a letter.\nIt has, as letters have, commas.\nWrite to ann@w.example, please.\n",
}


@pytest.mark.parametrize("text", NO_PEOPLE.values(), ids=NO_PEOPLE)
def test_what_holds_no_people_is_not_taken_for_people(text):
    """It is unknown, with a sentence that says what to do."""
    recognition = registry.recognise(Bytes(text.encode(), "x.csv"))
    assert isinstance(recognition, Recognition)
    assert recognition.kind == "unknown"
    assert recognition.signature.startswith("x.csv ")


def test_a_table_the_user_calls_generic_is_read_all_the_same():
    """A list of donors has sums in it: its owner says that it is people."""
    file = Bytes("Date;Nom;Prénom;Email;Montant\n05/01/2026;Lefèvre;Zoé;zoe@altavia.example;50,00\n".encode(), "x.csv")
    recognition = registry.recognise(file, forced="generic")
    assert isinstance(recognition, Recognition)
    reading = registry.read(file, recognition, None)  # type: ignore[arg-type]
    assert reading.contacts.select("given_name", "family_name").rows() == [("Zoé", "Lefèvre")]
    assert registry.receipt(file, recognition, reading).adds_up


def test_the_values_of_columns_without_a_meaning_stay_in_extra():
    """Nothing is dropped."""
    _, reading, _ = read(Bytes("Nom;Prénom;Mail;Promo\nLefèvre;Zoé;zoe@altavia.example;1998\n".encode(), "x.csv"))
    assert [(one["name"], one["value"]) for one in reading.contacts["extra"][0]] == [("Promo", "1998")]
