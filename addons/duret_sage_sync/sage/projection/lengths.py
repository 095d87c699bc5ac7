"""Characters of SAGE's columns.

Source: classes generated from live Sage 100 databases (F_COMPTET, F_CONTACTT, F_DOCENTETE, F_DOCLIGNE), as public
connectors show them. Older versions keep 35 characters of CT_Intitule and 9 of DO_Piece.
"""

from collections.abc import Mapping

CLIENT_LENGTHS = {
    "number": 17,  # CT_Num
    "name": 69,  # CT_Intitule
    "name2": 35,  # second line of BPRNAM in X3; Sage 100 has none
    "street": 35,  # CT_Adresse
    "street2": 35,  # CT_Complement
    "zip": 9,  # CT_CodePostal
    "city": 35,  # CT_Ville
    "country": 35,  # CT_Pays
    "phone": 21,  # CT_Telephone
    "fax": 21,  # CT_Telecopie
    "email": 69,  # CT_EMail
    "website": 69,  # CT_Site
    "siret": 15,  # CT_Siret
    "vat": 25,  # CT_Identifiant
    "ape": 7,  # CT_Ape
    "contact": 35,  # CT_Contact
    "comment": 35,  # CT_Commentaire
    "payer": 17,  # CT_NumPayeur
    "category": 17,  # CT_Qualite
}
CONTACT_LENGTHS = {
    "client_number": 17,  # CT_Num
    "last_name": 35,  # CT_Nom
    "first_name": 35,  # CT_Prenom
    "function": 35,  # CT_Fonction
    "phone": 21,  # CT_Telephone
    "mobile": 21,  # CT_TelPortable
    "email": 69,  # CT_EMail
    "title": 21,  # CT_Civilite is a list; other products write it out
}
DOCUMENT_LENGTHS = {
    "number": 13,  # DO_Piece
    "client_number": 17,  # DO_Tiers
    "reference": 17,  # DO_Ref
}
LINE_LENGTHS = {
    "product": 19,  # AR_Ref
    "name": 69,  # DL_Design
    "unit": 21,  # EU_Enumere
    "tax_code": 5,  # DL_CodeTaxe1
}
LENGTHS: Mapping[str, Mapping[str, int]] = {
    "client": CLIENT_LENGTHS,
    "contact": CONTACT_LENGTHS,
    "document": DOCUMENT_LENGTHS,
    "line": LINE_LENGTHS,
}
OLD_LENGTHS: Mapping[str, Mapping[str, int]] = LENGTHS | {
    "client": CLIENT_LENGTHS | {"name": 35},
    "document": DOCUMENT_LENGTHS | {"number": 9},
}
