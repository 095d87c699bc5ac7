"""Tables of Sage 100 as public sources describe them: column names, lengths, and what each column holds.

A number is the length of a text; the other words say a kind. Only columns that the exchange touches are kept, with a
few neighbours, under their real names.
"""

INTEGER, DECIMAL, DATE, MOMENT = "integer", "decimal", "date", "moment"

# cbMarq is the identity, cbModification the moment of the last writing, to the minute (smalldatetime).
TECHNICAL = {"cbProt": INTEGER, "cbCreateur": 4, "cbModification": MOMENT, "cbCreation": MOMENT, "cbFlag": INTEGER}

TABLES = {
    "F_COMPTET": {
        "CT_Num": 17,
        "CT_Intitule": 69,
        "CT_Type": INTEGER,
        "CG_NumPrinc": 13,
        "CT_Qualite": 17,
        "CT_Classement": 17,
        "CT_Contact": 35,
        "CT_Adresse": 35,
        "CT_Complement": 35,
        "CT_CodePostal": 9,
        "CT_Ville": 35,
        "CT_CodeRegion": 25,
        "CT_Pays": 35,
        "CT_Raccourci": 7,
        "CT_Ape": 7,
        "CT_Identifiant": 25,
        "CT_Siret": 15,
        "CT_Statistique01": 21,
        "CT_Commentaire": 35,
        "CT_NumPayeur": 17,
        "CT_Sommeil": INTEGER,
        "CT_Prospect": INTEGER,
        "CT_Telephone": 21,
        "CT_Telecopie": 21,
        "CT_EMail": 69,
        "CT_Site": 69,
        # A free column (« information libre »): names with a blank are usual.
        "Cle Odoo": 17,
    },
    "F_CONTACTT": {
        "CT_Num": 17,
        "CT_Nom": 35,
        "CT_Prenom": 35,
        "CT_Fonction": 35,
        "CT_Telephone": 21,
        "CT_TelPortable": 21,
        "CT_EMail": 69,
        "CT_Civilite": 17,
        "CT_Skype": 35,
    },
    "F_DOCENTETE": {
        "DO_Domaine": INTEGER,
        "DO_Type": INTEGER,
        "DO_Piece": 13,
        "DO_Date": DATE,
        "DO_Ref": 17,
        "DO_Tiers": 17,
        "DO_Statut": INTEGER,
        "DO_TotalHT": DECIMAL,
        "DO_TotalHTNet": DECIMAL,
        "DO_TotalTTC": DECIMAL,
        "DO_NetAPayer": DECIMAL,
        "DO_MontantRegle": DECIMAL,
        "DO_NoWeb": 17,
        "DO_PieceOrig": 13,
        "DO_Cloture": INTEGER,
    },
    "F_DOCLIGNE": {
        "DO_Domaine": INTEGER,
        "DO_Type": INTEGER,
        "DO_Piece": 13,
        "CT_Num": 17,
        "DL_Ligne": INTEGER,
        "DL_No": INTEGER,
        "DL_PieceDE": 13,
        "DL_PieceBC": 13,
        "DL_PieceBL": 13,
        "AR_Ref": 19,
        "DL_Design": 69,
        "EU_Enumere": 35,
        "DL_Qte": DECIMAL,
        "DL_PrixUnitaire": DECIMAL,
        "DL_Remise01REM_Valeur": DECIMAL,
        "DL_CodeTaxe1": 5,
        "DL_Taxe1": DECIMAL,
        "DL_MontantHT": DECIMAL,
        "DL_MontantTTC": DECIMAL,
    },
}

# Keys that SAGE writes in capitals.
UPPER = {"CT_Num", "CT_NumPayeur", "DO_Tiers", "DO_Piece", "AR_Ref", "CT_Ape"}

# DO_Type of a sale, and the letters that begin its number.
QUOTATION, ORDER, PREPARATION, DELIVERY, RETURN, CREDIT, INVOICE, POSTED = range(8)
PREFIXES = {QUOTATION: "DE", ORDER: "BC", DELIVERY: "BL", CREDIT: "AV", INVOICE: "FA", POSTED: "FA"}


def sql_type(kind) -> str:
    """Type of a column in SQLite and PostgreSQL; moments and dates are ISO text."""
    if kind == INTEGER:
        return "INTEGER"
    if kind == DECIMAL:
        return "NUMERIC(24, 6)"
    return "VARCHAR(%d)" % (kind if isinstance(kind, int) else 19)


def create_statements(identity: str = "INTEGER PRIMARY KEY AUTOINCREMENT") -> list[str]:
    """The DDL, with quoted names: SAGE's are mixed case, free columns have blanks."""
    statements = []
    for table, columns in TABLES.items():
        named = [f'"cbMarq" {identity}']
        named += [f'"{name}" {sql_type(kind)}' for name, kind in (columns | TECHNICAL).items()]
        statements.append(f'CREATE TABLE "{table}" ({", ".join(named)})')
    return statements
