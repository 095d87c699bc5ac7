"""Whom the tests know: one client with every field, one line of a quotation; and how they read a bench."""

MARK = "ABCDEFGH234567"
FULL_CLIENT = {
    "CT_Num": "C0001",
    "CT_Intitule": 'Garage "L\'Étoile"; Léa & <fils>',
    "CT_Qualite": "PRO",
    "CT_Contact": "Mme Léa Œuvrard",
    "CT_Adresse": "12 rue de l'Église",
    "CT_Complement": "Bât. B",
    "CT_CodePostal": "01000",
    "CT_Ville": "Bourg-en-Bresse",
    "CT_Pays": "France",
    "CT_Telephone": "0450123456",
    "CT_Telecopie": "0450123457",
    "CT_EMail": "lea@etoile.example",
    "CT_Site": "https://etoile.example",
    "CT_Siret": "73282932000074",
    "CT_Identifiant": "FR44732829320",
    "CT_Ape": "4520A",
    "CT_Commentaire": "code portail 12+34",
    "CT_Prospect": 1,
    "CT_Sommeil": 0,
    "CT_NumPayeur": "C0001",
}
FULL_VALUES = {
    "number": "C0001",
    "name": 'Garage "L\'Étoile"; Léa & <fils>',
    "category": "PRO",
    "contact": "Mme Léa Œuvrard",
    "street": "12 rue de l'Église",
    "street2": "Bât. B",
    "zip": "01000",
    "city": "Bourg-en-Bresse",
    "country": "France",
    "phone": "0450123456",
    "fax": "0450123457",
    "email": "lea@etoile.example",
    "website": "https://etoile.example",
    "siret": "73282932000074",
    "vat": "FR44732829320",
    "ape": "4520A",
    "comment": "code portail 12+34",
    "prospect": "1",
    "asleep": "0",
    "payer": "C0001",
}
LINE = {
    "AR_Ref": "TAB1",
    "DL_Design": "Tableau 13 modules ; posé",
    "DL_Qte": 2,
    "EU_Enumere": "U",
    "DL_PrixUnitaire": "149.90",
    "DL_Remise01REM_Valeur": 10,
    "DL_CodeTaxe1": "C10",
    "DL_Taxe1": 10,
}


def pulled(bench, entity, since=None):
    """(records by key, rejected) of all pages, acknowledged."""
    bench.show()
    pages = list(bench.transport.changes(entity, since))
    bench.transport.acknowledge(entity)
    assert [page.last for page in pages] == [False] * (len(pages) - 1) + [True]
    rejected = [bad for page in pages for bad in page.rejected]
    return {record.key: record for page in pages for record in page.records}, rejected


def quotation(sage, number="C0001", **columns):
    """A quotation of one line for a client."""
    return sage.document([LINE], DO_Tiers=number, DO_Ref="Chantier Léa", **columns)
