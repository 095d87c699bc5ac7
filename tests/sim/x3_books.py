"""How the simulated X3 shows the books: objects, blocks and fields over the same rows as the other doors."""

from dataclasses import dataclass

from . import schema

LINES = {
    "ITMREF": "AR_Ref",
    "ITMDES": "DL_Design",
    "QTY": "DL_Qte",
    "SAU": "EU_Enumere",
    "GROPRI": "DL_PrixUnitaire",
    "DISCRGVAL1": "DL_Remise01REM_Valeur",
    "VACITM": "DL_CodeTaxe1",
    "YVATRAT": "DL_Taxe1",
    "YLINNOT": "DL_MontantHT",
}
# Local menus of X3 → numbers of the books.
MENUS = {"CT_Prospect": {"1": 0, "4": 1}, "CT_Sommeil": {"2": 0, "1": 1}}


@dataclass(frozen=True)
class Book:
    """One published object: its rows, its number, its fields by block, its lists, its table of lines."""

    table: str
    condition: str
    number: tuple[str, str]
    mark: str
    blocks: dict[str, dict[str, str]]
    lists: dict[str, dict[str, list[str]]]
    single: dict[str, dict[str, str]]
    lines: tuple[str, str] | None = None
    kinds: tuple[int, ...] = ()


def _document(kinds, names, block, totals, lines):
    """A document; `names` are those of its number, date, client, reference and state."""
    head = dict(zip(names.split(), ("DO_Piece", "DO_Date", "DO_Tiers", "DO_Ref", "DO_Statut"), strict=True))
    blocks = {block: head | {"YODKEY": "DO_NoWeb"}, totals[0]: {totals[1]: "DO_TotalHTNet", totals[2]: "DO_TotalTTC"}}
    condition = f'"DO_Domaine" = 0 AND "DO_Type" IN ({", ".join(map(str, kinds))})'
    number = (names.split()[0], "DO_Piece")
    return Book("F_DOCENTETE", condition, number, "DO_NoWeb", blocks, {}, {}, lines, kinds)


BOOKS = {
    "YWSBPC": Book(
        table="F_COMPTET",
        condition='"CT_Type" = 0',
        number=("BPCNUM", "CT_Num"),
        mark="Cle Odoo",
        blocks={
            "BPC0_1": {"BPCNUM": "CT_Num", "BCGCOD": "CT_Qualite", "YODKEY": "Cle Odoo"},
            "BPRC_1": {"CRN": "CT_Siret", "EECNUM": "CT_Identifiant", "NAF": "CT_Ape"},
            "BPC1_1": {
                "CNTNAM": "CT_Contact",
                "YCOMMENT": "CT_Commentaire",
                "BPCTYP": "CT_Prospect",
                "BPCSTA": "CT_Sommeil",
                "BPCPYR": "CT_NumPayeur",
            },
        },
        lists={"BPC0_1": {"BPRNAM": ["CT_Intitule", "CT_Classement"]}},
        single={
            "BPAC_1": {
                "ADDLIG1": "CT_Adresse",
                "ADDLIG2": "CT_Complement",
                "POSCOD": "CT_CodePostal",
                "CTY": "CT_Ville",
                "CRYNAM": "CT_Pays",
                "TEL1": "CT_Telephone",
                "FAX": "CT_Telecopie",
                "WEB1": "CT_EMail",
                "FCYWEB": "CT_Site",
            }
        },
    ),
    "YWSCNT": Book(
        table="F_CONTACTT",
        condition="1 = 1",
        number=("CCNCRM", "cbMarq"),
        mark="CT_Skype",
        blocks={
            "CNT0_1": {
                "CCNCRM": "cbMarq",
                "BPANUM": "CT_Num",
                "CNTLNA": "CT_Nom",
                "CNTFNA": "CT_Prenom",
                "CNTFNC": "CT_Fonction",
                "CNTTTL": "CT_Civilite",
                "TEL": "CT_Telephone",
                "MOB": "CT_TelPortable",
                "WEB": "CT_EMail",
                "YODKEY": "CT_Skype",
            }
        },
        lists={},
        single={},
    ),
    "YWSSQH": _document(
        (schema.QUOTATION,),
        "SQHNUM QUODAT BPCORD CUSQUOREF QUOSTA",
        "SQH0_1",
        ("SQH2_1", "QUOINVNOT", "QUOINVATI"),
        ("SQH1_1", "SQDLIN"),
    ),
    "YWSSOH": _document(
        (schema.ORDER, schema.PREPARATION),
        "SOHNUM ORDDAT BPCORD CUSORDREF ORDSTA",
        "SOH0_1",
        ("SOH3_1", "ORDINVNOT", "ORDINVATI"),
        ("SOH4_1", "SOPLIN"),
    ),
    "YWSSDH": _document(
        (schema.DELIVERY,),
        "SDHNUM DLVDAT BPCORD YREF CFMFLG",
        "SDH0_1",
        ("SDH2_1", "DLVINVNOT", "DLVINVATI"),
        ("SDH1_1", "SDDLIN"),
    ),
    "YWSSIH": _document(
        (schema.INVOICE, schema.POSTED, schema.CREDIT),
        "NUM INVDAT BPR INVREF STA",
        "SIH0_1",
        ("SIH3_1", "AMTNOT", "AMTATI"),
        ("SIH4_1", "SIDLIN"),
    ),
}


def to_x3(column: str, value) -> str:
    """A value of the books as X3 writes it."""
    if column in MENUS:
        return next(code for code, number in MENUS[column].items() if number == (value or 0))
    if value is None:
        return ""
    return str(value).replace("-", "") if column == "DO_Date" else str(value)


def from_x3(column: str, text: str):
    """A value of X3 as the books keep it."""
    if column in MENUS:
        return MENUS[column].get(text, 0)
    if column == "DO_Date" and text:
        return f"{text[:4]}-{text[4:6]}-{text[6:]}"
    kind = schema.TABLES["F_DOCENTETE"].get(column) or schema.TABLES["F_DOCLIGNE"].get(column)
    return None if kind == schema.DECIMAL and not text else text
