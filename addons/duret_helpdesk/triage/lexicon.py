"""Words of the trade and of customers, gathered by idea.

The learned weights know only the words of the corpus; a word that it never held still counts through its idea.
An entry ending with `*` takes every word that begins so. Words are without accents, in lower case.
"""

IDEAS = {
    "fault": "panne* tombe* mort morte morts grille* hs casse* coince* bloque* disjonct* saute sautent declench*"
    " clignot* gresill* gresille reparer repare* depann* defaut* defectueux defaillan* arret arrete*"
    " marche marchent fonctionne fonctionnent eteint* eteind* allume allument rearm* reenclench* redemarr*"
    " demarre* court-circuit coupure* coupe* bip* sonne refuse repond reagit claque* immobilis* hors"
    " grilles fuse fusible* plomb* retombe*",
    "danger": "brul* fumee* etincell* feu incendie* flamme* chaud dange* electrocut* decharge* inonde* noir noire"
    " odeur* crame* fond* pompier* secours",
    "urgent": "urgen* vite immediat* aussitot rapidement imperativ* asap catastroph* dare-dare",
    "equipment": "prise* disjoncteur* differentiel* tableau* tablo interrupteur* lumiere* lampe* ampoule* eclairage*"
    " spot* led radiateur* convecteur* chauffage* chauffe* ballon* boiler cumulus vmc ventilation volet*"
    " store* portail* interphone* visiophone* borne* wallbox four hotte plaque* neon* projecteur*"
    " candelabre* minuterie* detecteur* compteur* alarme* courant electricite jus clim* pompe* moteur*"
    " onduleur* groupe enseigne* rideau",
    "price": "prix devis chiffr* tarif* cout* combien estim* budget* montant* offre* proposition* evaluer"
    " evaluation enveloppe consultation* chiffrage* investissement* moins-disant remise* rabais"
    " reviendrait coutera*",
    "new_work": "install* poser pose ajout* remplac* refaire renov* equip* amenag* mettre mise creation creer"
    " encastr* extension refection projet* deplacer racorde* raccorde* brancher branchement changer"
    " construire",
    "periodic": "entretien* annuel* annuelle* contrat* maintenance revision* verif* periodique* semestriel*"
    " trimestriel* preventi* controle* reglementaire* visite* filtre* nettoyage* detartrage* renouvel*"
    " reconduire reconduction abonnement* q18 q19 baes registre echeance* an annee hivernage attestation*"
    " convention* quinquennal*",
    "site": "chantier* lot dalle* coulage placo* plaquiste* cloison* gaine* fourreau* reserve* reception opr doe"
    " consuel planning avancement plan plans indice maconn* macon* carreleur* peintre* menuisier*"
    " plombier* architecte* gros-oeuvre conducteur* reunion incorporation* cr travaux equipe* nacelle"
    " benne etage* chape charpente isolation parqueteur* livraison* livrer appareillage* cablage* ppsps"
    " situation*",
    "money": "facture* facturation paye* paie* payer paiement* regle* regler reglement* virement* cheque* rib iban"
    " acompte* avoir solde* rembours* comptab* compta tva relance* echeancier duplicata impaye* debit*"
    " credit* mandat* decompte* recu banque* tresor* prelev* recouvrement acquitte* versement* verse*"
    " timbre quittance chorus du due",
    "meeting": "rdv rendez-vous rendez randez report* decal* annul* deplac* creneau* disponib* indisponib* confirm*"
    " heure* matin apres-midi lundi mardi mercredi jeudi vendredi samedi dimanche demain semaine date*"
    " jour passe passer passage* venue absent* present* presence quand attend* maintenu maintenir recal*"
    " replanif* reprogramm*",
    "anger": "inadmissible* scandal* honte* inaccept* furieu* mecontent* decu* decepti* plainte* plain* reclam*"
    " avocat* tribunal huissier* intolerable arnaque* abus* deplor* lament* malfacon* dedommag* prejudice*"
    " negligen* mediocre* desinvolt* respect honteux insupport* affligeant* excuses bacle* sale*"
    " degueulasse* abime* raye* serieux* ufc dgccrf avis colere patience degat* promis promess* litige*"
    " demeure responsab* indemnis* geste exige* insatisf* regrett* fendu*",
    "asking": "renseign* information* savoir question* horaire* ouvert* ferme* adresse numero attestation*"
    " assurance* kbis norme* notice* stage* candidature* cv emploi apprentissage alternance document*"
    " catalogue* salon* fiche* coordonnees aide* prime* garantie* conseil* connait* connaitr* rge irve"
    " labell* certifi* effectif* questionnaire*",
    "staff": "conge* salaire* paie rtt fourgon* camion* vehicule* kangoo utilitaire depot epi gants casque"
    " chaussures arret maladie medecin mutuelle note frais formation* habilitation* recyclage reunion"
    " collegue* atelier badge carburant essence heures feuille* astreinte* outillage perforateur* echelle*"
    " stock* commander commande* pointage bulletin* standard ticket* toner imprimante cafe galette apero"
    " cagnotte session teletravail recup*",
}


def _table(ideas: dict[str, str]) -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    exact: dict[str, tuple[str, ...]] = {}
    starts: dict[str, tuple[str, ...]] = {}
    for idea, entries in ideas.items():
        for entry in entries.split():
            table, key = (starts, entry[:-1]) if entry.endswith("*") else (exact, entry)
            table[key] = (*table.get(key, ()), idea)
    return exact, starts


_EXACT, _STARTS = _table(IDEAS)
_LENGTHS = sorted({len(start) for start in _STARTS})


def ideas_of(form: str) -> set[str]:
    """Ideas of a word in compared form.

    >>> sorted(ideas_of("factures"))
    ['money']
    """
    found = set(_EXACT.get(form, ()))
    for length in _LENGTHS:
        if length > len(form):
            break
        found.update(_STARTS.get(form[:length], ()))
    return found
