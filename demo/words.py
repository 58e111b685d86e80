"""Words that names are made of: all invented or generic; no name of a real firm or person stands here.

Belongs here: word lists. Doesn't belong here: how they are put together.
"""

from __future__ import annotations


def _split(text: str) -> list[str]:
    return text.split()


WORDS: dict[str, list[str]] = {
    "given_names": _split(
        """
        Adam Agata Alicja Andrzej Anna Barbara Bartosz Beata Błażej Cezary Damian Dariusz Dominika Dorota Edyta
        Elżbieta Filip Grażyna Grzegorz Halina Hanna Igor Iwona Jakub Jerzy Joanna Józef Julia Kamil Karolina
        Krystyna Łucja Łukasz Maciej Magdalena Małgorzata Marcin Michał Mikołaj Monika Paweł Piotr Rafał Renata
        Sławomir Stanisław Tomasz Urszula Wiesław Wojciech Zbigniew Zofia
        """
    ),
    "family_names": _split(
        """
        Bąkowicz Borówczak Brzózka Chmielarz Czaplik Ćwirko Dębczak Drozdowicz Fijałkiewicz Gąsiorek Głowacz
        Grabarek Gwoździk Iwaniec Jagodzik Jeżyk Kędziorek Klonowicz Koziołek Kręciszek Leszczynek Lisiak
        Łopatko Łoziński-Mech Malinowiec Miętus Modrzewiak Niedźwiadek Ogórkiewicz Olszynka Pączek Piórkowicz
        Pszczółko Rębacz Rożenek Rzepczyk Sikorczak Słonina Śliwczak Świerczyk Szczygiełek Topolewicz Trzmielak
        Wąsiczek Wiśniak Wróbelek Wrzosek Zającowicz Źdźbłowicz Żabicki Żuczek
        """
    ),
    "firm_stems": _split(
        """
        Stal Met Bud Tech Dom Fach Inst Narz Spaw Wkręt Rem Mont Elek Hydro Term Drew Ślus Prof Gwint Rob Warsz
        Auto Agro Kuź Tok Frez Szlif Mur Dach Izo
        """
    ),
    "firm_endings": _split(
        """
        pol ex bud mix man tech serwis plus land max met bis art żar ów ik on us ar ost
        """
    ),
    "firm_trades": [
        "Usługi Budowlane",
        "Zakład Ślusarski",
        "Instalacje",
        "Hurtownia",
        "Konstrukcje Stalowe",
        "Warsztat",
        "Mechanika",
        "Stolarnia",
        "Elektroinstalacje",
        "Utrzymanie Ruchu",
        "Market Budowlany",
        "Remonty",
    ],
    "legal_forms": ["sp. z o.o.", "sp. z o.o.", "S.A.", "sp.j.", "sp. k.", "", "", ""],
    "streets": _split(
        """
        Polna Leśna Słoneczna Krótka Szkolna Ogrodowa Lipowa Brzozowa Łąkowa Kwiatowa Zielona Spółdzielcza
        Przemysłowa Fabryczna Składowa Magazynowa Kolejowa Źródlana Dębowa Wąska
        """
    ),
    "industries": [
        "Budownictwo",
        "Produkcja metalowa",
        "Utrzymanie ruchu",
        "Instalacje",
        "Handel detaliczny",
        "Sieć handlowa",
        "Motoryzacja",
        "Energetyka",
        "Telekomunikacja",
        "FMCG",
        "Farmacja",
        "Ochrona zdrowia",
        "Edukacja",
        "Administracja publiczna",
        "Nieruchomości",
        "Rolnictwo",
    ],
    "positions": [
        "Właściciel",
        "Kierownik zakupów",
        "Kupiec",
        "Kierownik budowy",
        "Mistrz zmiany",
        "Magazynier",
        "Dyrektor techniczny",
        "Główny mechanik",
        "Księgowa",
        "Prezes",
    ],
    "brands": ["Borwik", "Talvex", "Grafin", "Normet", "Kestal", "Dornik", "Holmar", "Werstal"],
    "suppliers": ["Borwik Fabryka Narzędzi", "Talvex GmbH", "Grafin Tools AB", "Normet sp. z o.o.", "Kestal s.r.o."],
    "carriers": ["Kurier Bocian", "Spedycja Wydra", "Paczka Jeż"],
    "lead_sources": ["Targi", "Polecenie", "Wyszukiwarka", "Strona www", "Telemarketing", "Mailing", "Prasa branżowa"],
    "lost_reasons": [
        "Cena",
        "Cena",
        "Termin dostawy",
        "Brak produktu",
        "Konkurencja",
        "Rezygnacja z zakupu",
        "Jakość",
    ],
    "defects": [
        "Nie włącza się",
        "Iskrzy",
        "Utrata mocy",
        "Uszkodzony uchwyt",
        "Wyciek oleju",
        "Zużyte szczotki",
        "Przegrzewa się",
        "Pęknięta obudowa",
    ],
    "ticket_categories": ["Awaria", "Pytanie techniczne", "Dostawa", "Faktura", "Gwarancja", "Sklep internetowy"],
}
