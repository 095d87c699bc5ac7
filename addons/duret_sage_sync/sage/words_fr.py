"""French sentences of everything that may go wrong, by code: what people read. `%s` is the detail."""

from .errors import SageError
from .words_transport_fr import CODES as TRANSPORT_CODES

# What the engine and its rules say; codes of transports stand in `words_transport_fr`.
ENGINE_CODES: dict[str, str] = {
    # --- one record
    "decimal": "Ce n'est pas un nombre : « %s ».",
    "date": "Cette date n'existe pas : « %s ».",
    "yes_no": "Ni oui ni non : « %s ».",
    "kind": "Type de document inconnu : « %s ».",
    "origin": "Origine de document inconnue : « %s ».",
    "stamp": "Moment de modification illisible : « %s ».",
    "totals_tax": "Le total HT plus la TVA ne donnent pas le total TTC (%s).",
    "totals_lines": "La somme des lignes ne donne pas le total HT (%s).",
    "rate_without_tax": "Aucune taxe de vente active à %s % : un document à ce taux sera refusé (Facturation, Taxes).",
    "totals_rates": "La TVA du document n'est pas celle de ses taux (écart %s).",
    "totals_odoo": "Odoo n'arrive pas au total de SAGE (%s) : la fiche n'est pas reprise.",
    "paper_empty": "Le fichier est vide (0 octet).",
    "paper_huge": "Le fichier est trop gros (%s, 25 Mo au plus).",
    "paper_not_pdf": "Ce n'est pas un PDF (%s).",
    "paper_cut": "Le PDF est incomplet : il s'arrête avant la fin.",
    "paper_waits": "Le document %s n'est pas encore connu : le fichier attend.",
    "paper_no_number": "Le nom du fichier ne porte pas de numéro de document : rattachez-le à la main.",
    "lines_needed": "SAGE ne donne pas les lignes du document %s, et sa TVA n'est pas d'un seul taux.",
    "no_client": "Le client de cette fiche n'est pas encore arrivé (%s).",
    "nameless": "Cette fiche n'a pas de nom (%s).",
    "number_taken": "Le numéro de client %s est déjà celui d'une autre fiche d'Odoo.",
    "vat_refused": "Ce n'est pas un numéro de TVA valable : « %s ».",
    "no_local": "La fiche d'Odoo n'existe plus (%s).",
    "odoo_says_no": "Odoo refuse cette fiche : « %s ».",
    "asked": "Une question « même client ? » attend votre réponse avant l'envoi.",
    # --- questions about duplicates, by rung of the ladder
    "siret": "Même numéro SIRET.",
    "vat": "Même numéro de TVA.",
    "email": "Même adresse e-mail.",
    "phone": "Même téléphone et même nom.",
    "number": "Même numéro dans SAGE.",
    "siren_zip": "Même entreprise (SIREN) et même code postal.",
    "phone_alone": "Même téléphone, mais un autre nom.",
    "name_zip": "Noms presque identiques dans la même commune.",
    "several": "Plusieurs fiches correspondent : à vous de choisir.",
    "mark": "Deux fiches de SAGE portent notre repère : l'une est un doublon.",
    # --- conflicts
    "both_changed": "Modifié des deux côtés depuis le dernier échange.",
    "first_binding": "Les deux fiches existaient déjà et ne disent pas la même chose.",
    "totals": "Les totaux des deux côtés ne sont pas les mêmes.",
    "not_taken": "SAGE a accepté l'envoi mais garde une autre valeur.",
    # --- operations and runs
    "timeout": "SAGE n'a pas répondu à temps : l'envoi sera vérifié avant tout nouvel essai.",
    "unreachable": "SAGE est injoignable : nouvel essai plus tard.",
    "locked": "Un échange est déjà en cours.",
    "busy": "Quelqu'un modifiait les mêmes fiches au même moment : rien n'est perdu, le prochain échange reprend.",
    "replaced": "Remplacé par une version plus récente venue de SAGE.",
    "not_found": "La fiche n'existe plus dans SAGE (%s).",
    "not_found_after_create": "SAGE ne montre pas la fiche qu'il vient de créer (%s) : elle sera cherchée de nouveau.",
    "not_confirmed": "Le fichier a été déposé, mais SAGE ne l'a pas repris dans le délai prévu.",
    "taken_back": "Annulée ou retirée dans Odoo pendant l'envoi, cette fiche est dans SAGE : retirez-la là-bas.",
    "cannot_search": "Impossible de savoir si SAGE a créé la fiche : vérifiez dans SAGE, puis rejouez ou reliez (%s).",
    "not_dead": "Cet envoi n'est pas en échec.",
    "already_carried_out": "Cette décision est déjà appliquée : elle ne peut plus être reprise.",
    "shown_before": "Une valeur a changé depuis l'affichage : regardez-la de nouveau avant de décider.",
    "one_of_several": "Une fiche de SAGE ne peut correspondre qu'à une seule fiche d'ici.",
    "correct_in_sage": "Cette valeur est à corriger dans SAGE (fiche %s) ; le prochain échange met tout d'accord.",
    "deleted_in_sage": "Supprimé dans SAGE : la fiche est archivée ici, rien n'est effacé.",
    # --- brakes
    "would_change": "Arrêt avant toute écriture : trop de fiches seraient modifiées (%s).",
    "would_vanish": "Arrêt avant toute écriture : trop de fiches auraient disparu de SAGE (%s).",
    "would_create": "Arrêt avant tout envoi : trop de fiches seraient créées dans SAGE (%s).",
    "would_change_sage": "Arrêt avant tout envoi : trop de fiches de SAGE seraient modifiées (%s).",
    "killed": "L'échange a été interrompu (arrêt du serveur) : le suivant reprend où il en était.",
    "broken": "L'échange s'est arrêté sur une erreur imprévue (%s) : le détail est dans le journal du serveur.",
    # --- settings
    "unknown_field": "Ce champ n'existe pas : %s.",
    "unknown_owner": "Ce propriétaire de champ n'existe pas : %s.",
    "fixed_owner": "Le propriétaire de ce champ ne peut pas changer : %s.",
}
CODES: dict[str, str] = ENGINE_CODES | TRANSPORT_CODES


def sentence(code: str, detail: str = "") -> str:
    """Give the French sentence of a code.

    :param detail: what is particular to the case; put in its place, or left out when the sentence has none
    :return: str; an unknown code is shown as it is, so that nothing is hidden

    >>> sentence("would_vanish", "40/60")
    'Arrêt avant toute écriture : trop de fiches auraient disparu de SAGE (40/60).'
    """
    text = CODES.get(code)
    if text is None:
        return f"{code} : {detail}" if detail else code
    return text.replace("%s", detail) if detail else text.replace(" (%s)", "").replace("%s", "—")


def sentence_of(error: SageError) -> str:
    """Give the French sentence of an error."""
    return sentence(error.code, error.detail)
