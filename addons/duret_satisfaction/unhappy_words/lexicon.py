"""Words of unhappy and of happy clients of an electrician, by what they are about.

Expressions are separated by commas and written as in a dictionary; accents, capitals and doubled letters do not count
when they are compared. `*` takes every ending, `|` separates alternatives, `#` is any number. Between two words up to
two others may stand; `_` in the place of the space lets none stand there.
"""

from .reading import once

# Category → points → expressions. Points: 1 a regret, 2 annoying, 3 somebody should call, 4 beyond doubt.
UNHAPPY = {
    "anger": {
        4: "honte*, inadmissible*, inacceptable*, intolérable*, scandal*, furieu*, révolt*, lamentable*,"
        "déplorable*, catastroph*, colère, mécontent*, insatisfait*, insatisfact*, dégueulasse*, écoeur*,"
        "indigne*, insupportable*, ras_le_bol, excédé*, en_avez|ai|a_marre, marre_de|d,"
        "fout|foutre|foutez|foutent|fiche*|moque*_de_nous|moi|vous|monde|client*,"
        "fout|foutre|foutez|foutent|fiche*|moque*_du_monde|client*, s_en|en_fiche*|fout, moquer_du|de|des,"
        "vous_moquez, foutage, jamais_vu_ça|cela, n_importe_quoi|comment|koi, hors_de_moi, tolérer, désolant*,"
        "navrant*, affligeant*, outré*, 😡, 🤬, 😠, 😤",
        3: "nul, nulle, nuls, nulles, nullissime*, décu, déçue, déçus, déçues, déception*, décevant*,"
        "désagréable*, énervé*, agacé*, agaçant*, pitoyable*, minable*, affreu*, horrible*, cauchemar*, galère,"
        "regrette_de|d, regrette vous_avoir|fait, regrette_mon|notre, consterné*, consternant*,"
        "attend*_à_mieux|mieux, attend* plus_de|mieux_de, de_pire, pire_que, 👎, une_blague",
        2: "bof, mouais, anormal*, désinvolt*, regrettable*, 😞, 😒, 😕, 😟, 🙁",
    },
    "threat": {
        4: "plus_jamais, jamais_plus, avocat*, tribuna*, huissier*, mise|mettons|mets_en_demeure, médiateur,"
        "plainte*, déconseill*, à_fuir, fuyez, à_éviter, éviter_absolument, évitez, charlatan*, escro*,"
        "arnaqu*, voleur*, volé|volée|volés_par, sens|sentir volé|volée, plaignent, litige*, justice, dgccrf,"
        "ufc, que_choisir, dernière_fois_que, trouve* un_autre_électricien|artisan,"
        "changer d|de_électricien|artisan|prestataire|société|entreprise",
        3: "exige*, dommages, sinistre, remédier, remboursez, rembourser, remboursement, indemnis*, dédommag*,"
        "réclamation*, perdu|perte confiance, par_un_autre_électricien|artisan, paierai|payerai|réglerai_pas,"
        "saisir_mon|la_assurance",
    },
    "waiting": {
        4: "toujours_pas, attend*_toujours|encore, toujours|encore en_attente, courir_après,posé|poser|pose_un_lapin",
        3: "interminable*, attend*_depuis, attendons|attend|attends # depuis, sans_nouvelle*, aucune_nouvelle*,"
        "pas_de_nouvelle*, sans_réponse*, aucune_réponse, pas_de_réponse, injoignable*, silence_radio,"
        "impossible|arrive à|de joindre, #|plusieurs|malgré relances,"
        "rappelé|appelé|appels|appeler|relancé #_fois|reprises, quand_on promet|dit,"
        "jour*|semaine*|mois plus_tard, attends|attend|attendons le|la|un|une depuis",
        2: "attendu #|plusieurs, # heure*|semaine*|mois|jour*_d_attente, trop_d_attente",
        1: "trop_long*, # appels, attendu",
    },
    "delay": {
        3: "#_h|heure*|jour*|semaine*|mois_de_retard, reporté*|déplacé*|annulé*|décalé* #|plusieurs_fois,"
        "annulé*|déplacé* le_matin|jour_même, annulé* au_dernier_moment",
        2: "retard*, annulé*",
        1: "un_peu_long*, reporté*, décalé*, lent, lente, lenteur*, tard",
    },
    "failure": {
        4: "bâclé*, malfaçon*, dangereu*, retour_à_la_case",
        3: "mal_fait*|posé*|fixé*|fini*|installé*|branché*|réglé*|réparé*|raccordé*, de_travers,"
        "non_fait*|fini*|terminé*|conforme*|résolu*|réglé*|réparé*|respecté*, non_conformité*, manquement*,"
        "aucun_engagement|effort|suivi, retomb*_en_panne, nouveau|encore|toujours_en_panne,"
        "problème|panne persiste|demeure|revient|revenue|recommence,"
        "saut*|disjonct*_encore|toujours|sans_cesse, encore|toujours_saut*|disjonct*,"
        "disjoncte|saute_tous|chaque, défectueu*, à|dû|fallu_refaire, fallu tout_refaire,"
        "odeur|bruit|panne|fuite|problème est_toujours_là, odeur|bruit|panne|fuite|problème toujours_là,"
        "parti*|reparti*_sans, reparti* en_laissant, décroche_déjà, même_problème|panne|défaut,"
        "rien_ne|n marche|fonctionne, dans_le_noir, #_fois_que|pour,"
        "savait|savaient|sait|savent_pas_lire|comment|par|faire, grillé|cassé|mort depuis, par_votre_faute,"
        "chantier_bloqué, retour_de_la_panne, chantier_est_bloqué",
        2: "erreur*, mauvais, mauvaise*, recommence, saute, sautent, disjoncte, disjonctent, ratage, inachevé*,"
        "à_revoir|reprendre|refaire, repasse|repassé|repasser_derrière,"
        "#_passages|visites|interventions|déplacements, # passage pour, oublié le|la|les|un|une|de, oublient,"
        "fissur*",
        1: "défaut*",
    },
    "conduct": {
        4: "incompéten*, mal_élevé*, manque_total, incapable*, raccroché* nez, odieu*, insult*",
        3: "impoli*, malpoli*, grossier*, arrogan*, méprisant*, mépris, hautain*, irrespect*, insolen*, agressi*,"
        "mal_aimable*, antipathique*, amateur*,"
        "manque_de|d|du sérieux|professionn*|respect|politesse|compétence*|rigueur|soin*|suivi|considération,"
        "ivre, alcool, fumé dans, laisse à_désirer, tutoyé*, sans_gêne, valez_pas_mieux, ni_bonjour,"
        "jemenfou*, jemenfoutis*",
        2: "familier*, bruyant*, peu_présentable",
        1: "pressé, pressée, peu_bavard*",
    },
    "dirt": {
        3: "abîmé*, rayé*, endommag*, dégradé*, dégradation*, dégât*, cassé mon|ma|mes|le|la|les|un|une,"
        "trou|trous dans|au, tache|taches sur|dans, sale|sales|saleté*|poussière* partout, boue,"
        "laissé*|laissant leur*|gravats|chantier|ancien|tout|état, laissé*_sale*, gravats",
        2: "sale, sales, sali, salie, salis, salir, saleté*, mal_nettoyé*",
        1: "traces, poussière*, aspirateur, balai",
    },
    "money": {
        3: "hors_de_prix, exorbitant*, surfactur*, abus, abusif*, abusé*, double_du_devis, facturé* #_fois,"
        "facture #_déplacements, différent*_du_devis, en_trop, pas_ce_qui|que était|avait|avions,"
        "perte_de_temps, payé*|euros|prix|perdu|perdue*|congé* pour|pr_rien,"
        "# euros|€_pour changer|cinq|dix|rien,"
        "perdre|perdu|perdue|perdus # temps|journée*|heure*|demi-journée*, augmenté*_sans,"
        "promis jamais|sauf|rappel*",
        2: "trop_cher*|élevé*, promis, promesse*, on_promet",
        1: "cher, chère, chers",
    },
    "mild": {
        2: "peut_mieux_faire, médiocre*, insuffisan*, pas_terrible|top|génial|idéal|fameux|normal*",
        1: "moyen*, dommage, bémol*, regret, manque, manquait, sans_plus, ce_serait|serait_mieux, à_améliorer,"
        "aurais|aurait|aurions aimé|préféré|souhaité|voulu|apprécié, deux_appels, améliorer",
    },
}
# What makes a comment happy. Denied (« pas sérieux », « peu aimable »), it counts as unhappy by its points.
HAPPY = {
    3: "satisfai*, content, contente, contents, contentes, professionn*, sérieu*, aimable*, poli, polie, polis,"
    "polies, compéten*, respectueu*, honnête*, recommande*, confiance, rassur*, conforme*, politesse",
    2: "parfait*, excellent*, bien, bon, bonne, bons, bonnes, impec*, super, top, propre*, ponctu*, sympa,"
    "sympathique*, efficace*, ravi, ravie, ravis, agréable*, soigné*, soigneu*, écoute, nickel, génial*, clair,"
    "claire, claires, réacti*, fiable*, courtois*, accueillant*",
    1: "rapide*, merci, félicit*, qualité, formidable*, adorable*, chapeau, bravo, facile*, 👍, 😀, 😊, 🙂, 😍, 👌, ❤",
}
# What a client may expect to be done; denied, it is a failing.
EXPECTED = {
    4: "résolu*, réglé*, réparé*",
    3: "terminé*, terminer, fini, finie, finis, finir, prévenu*, prévenir, averti*, rappelé*, rappelle*, rappeler,"
    "recontact*, venu*, présenté*, reçu*, répondu, répond*, décroche, décrochent, marche, marchent, fonctionn*,"
    "nettoyé*, nettoyer, arrivé*, rangé*, respecté*, corrigé*, excuse, excuses, excusé*, explication*, suivi,"
    "remboursé*",
    2: "expliqué*, expliquer, remis, tenu*",
    1: "su_répondre|expliquer",
}
# Idioms in which the words above say nothing bad.
HARMLESS = (
    "aucun_souci|problème|retard|regret|reproche|défaut|bémol, pas_de|d souci*|problème*|retard|regret,"
    "sans_souci*|problème*|retard|faute|regret|bavure, rien à_redire|dire|signaler|reprocher|ajouter,"
    "rien_de_grave, pas_besoin, pas_mal, hésite*_pas, n_hésitez|hésiterai|hésite, plus_jamais de|d|eu|aucun,"
    "pas_les_moins, plus_aucun* problème|souci|panne|retard, dommage_qu|que_il|n n|ne|y, un_regret ne_pas,"
    "regrette*_pas, regrette_rien, pas_trop|très|si_cher*|long*, pas_seulement, pas_que,"
    "excusé* de|du|pour retard, change*_rien, comme_promis|prévu, toujours_pas_de_panne|problème|souci,"
    "pas_plus_long*|cher*|de|bas, m|s_attendais|attendait|attend_pas|à_un|une, tout_est_bien_qui, ne_souffre,"
    "aucune_mauvaise|erreur, pas_mauvais*, sans_hésite*, pas_demandé, pas_attendu,"
    "zéro_défaut|souci|problème|retard, aucune_fausse_note, pas_cher*, ne_dit|disent pas, pas_dérangé*,"
    "pas_des_moins, retard annoncé|prévenu|signalé"
)
# Whose fault it was: another tradesman, whom the client compares us with.
OTHERS = (
    "ancien*|précédent*_électricien*|artisan*|entreprise*|société*|prestataire*|installateur*|dépanneur*,"
    "électricien|entreprise|artisan|société_précédent*, contrairement_à|aux, confrère*,"
    "autres_entreprises|artisans, l_installation_précédente, d_autres, longtemps_que|chercha*"
)
# Praise that is turned against us when something went wrong: « bravo », « merci bien », « quel sérieux ».
IRONIC = "bravo, félicitation*, merci_bien|beaucoup|encore, quel*_sérieux|professionn*|efficacité|organisation|accueil"


def _forms(words):
    return frozenset(once(word) for word in words.split())


DENIALS = _forms("pas aucun aucune sans ni jamais nullement guere peu rien zero")
# What else takes the harm out of a word: « évité la catastrophe », « peur d'être déçu ».
AVERTED = _forms("evite eviter evites evitee peur crainte craignais craignait craignions sauve")
FILLERS = _forms(
    ","
    "d de du des le la l les un une a au aux en y et ou me m n ne nous vous se s te est suis sommes sont etait "
    "ete etre soit ai as avons avez ont avait eu ce c ca tout tous toute toutes tres trop vraiment franchement "
    "encore meme particulierement completement totalement forcement toujours absolument certainement assez "
    "beaucoup entierement parfaitement non que qu il elle on je j ils moindre seul seule faire devoir avoir"
)
NE = frozenset(["n", "ne"])
NOBODY = _forms("personne nul")
SOFT = _forms("peu leger legere legerement petit petite petits petites juste quelques seul")
STRONG = _forms(
    ","
    "tres vraiment totalement franchement completement extremement absolument totale complete tellement carrement "
    "purement particulierement"
)
NUMBERS = _forms("deux trois quatre cinq six sept huit neuf dix douze quinze vingt trente")
