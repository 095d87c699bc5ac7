"""Something is broken: what clients write and what Duret answers."""

from .phrases import AGREED, Theme

THEMES = [
    Theme(
        "no_power",
        ("Plus de courant dans une partie du logement", "Coupure de courant depuis ce matin", "Disjoncteur qui saute"),
        "Dépannage",
        "breakdown",
        (
            "Bonjour,\nDepuis ce matin nous n'avons plus de courant dans la cuisine et le séjour. Le disjoncteur général "
            "ne retombe pas mais l'interrupteur de la deuxième rangée ne veut plus remonter.\nPouvez-vous passer "
            "rapidement ?\n{signature}",
            "Bonjour,\nIl y a une odeur de brûlé près du tableau depuis ce matin, le disjoncteur est chaud. J'ai tout coupé, "
            "nous sommes dans le noir.\nMerci de me rappeler très vite.\n{signature}",
            "Bonjour,\nPlus de courant depuis cette nuit. Ma mère est sous oxygène, nous tenons sur la batterie de secours.\n"
            "Pouvez-vous envoyer quelqu'un aujourd'hui ?\n{signature}",
            "Bonjour Madame,\nLe disjoncteur saute dès que je branche le four ou la machine à laver. J'ai débranché tout "
            "ce que je pouvais mais cela recommence.\nMerci de me dire quand un technicien est disponible.\n{signature}",
        ),
        (
            "Bonjour,\nMerci pour votre message. En attendant notre passage, laissez l'interrupteur concerné abaissé et "
            "ne forcez pas dessus.\n{worker} peut venir le {date} vers {hour}. Est-ce que cela vous convient ?\n"
            "Bien cordialement,\n{first}",
        ),
        priority=("2", "2", "3"),
        answers=AGREED,
        notes=("Client âgé, prévenir 30 minutes avant l'arrivée.", "Tableau au sous-sol, clé chez la voisine."),
        workers=("mathieu",),
        visit="Dépannage",
        hours=1.5,
        resolutions=(
            "Défaut d'isolement sur le circuit lave-vaisselle. Circuit consigné, interrupteur différentiel remplacé, "
            "essais concluants.",
            "Connexion desserrée au tableau, borne reprise, serrage vérifié sur toutes les rangées.",
        ),
        products=("rcd", "breaker"),
        equipment="board",
        weight=5,
        calls=("Panne de courant partielle", "Disjoncteur qui saute sans arrêt"),
    ),
    Theme(
        "water_heater",
        ("Plus d'eau chaude", "Chauffe-eau qui fuit", "Eau tiède le matin"),
        "Dépannage",
        "breakdown",
        (
            "Bonjour,\nNous n'avons plus d'eau chaude depuis deux jours. Le chauffe-eau a environ huit ans et la résistance "
            "n'a jamais été changée.\nPouvez-vous nous proposer un rendez-vous cette semaine ?\n{signature}",
            "Bonjour,\nLe groupe de sécurité du ballon goutte sans arrêt et l'eau reste tiède. Faut-il le couper ?\n"
            "Merci d'avance.\n{signature}",
        ),
        (
            "Bonjour,\nVous pouvez couper le disjoncteur du chauffe-eau sans risque en attendant.\nJe vous propose le "
            "{date} à {hour} avec {worker}. Prévoyez environ une heure trente.\nCordialement,\n{first}",
        ),
        clients=("person", "firm"),
        priority=("1", "2"),
        answers=AGREED,
        workers=("elodie",),
        visit="Dépannage",
        hours=1.5,
        resolutions=("Thermostat hors service remplacé, anode contrôlée, remise en chauffe vérifiée à 60 °C.",),
        products=("thermostat", "anode"),
        equipment="water_heater",
        weight=4,
        calls=("Plus d'eau chaude depuis hier",),
    ),
    Theme(
        "fan",
        ("VMC très bruyante", "VMC à l'arrêt, humidité dans la salle de bains", "Bouches de VMC qui n'aspirent plus"),
        "Dépannage",
        "breakdown",
        (
            "Bonjour,\nLa VMC fait un bruit de roulement de plus en plus fort, surtout la nuit. Nous entendons aussi une "
            "vibration dans les chambres.\nQuand pourriez-vous venir voir ?\n{signature}",
            "Bonjour,\nLes bouches d'aspiration de {site} ne fonctionnent plus et des moisissures apparaissent dans "
            "plusieurs logements.\nMerci d'intervenir dès que possible.\n{signature}",
        ),
        (
            "Bonjour,\nC'est sans doute le moteur ou un roulement. {worker} peut passer le {date} à {hour} avec un moteur "
            "de remplacement.\nMerci de me confirmer.\n{first}",
        ),
        answers=AGREED,
        workers=("elodie",),
        visit="Dépannage",
        hours=2.0,
        resolutions=("Moteur remplacé, gaines resserrées, débits mesurés conformes dans les pièces humides.",),
        products=("fan_motor", "fan_filter"),
        equipment="fan",
        weight=3,
    ),
    Theme(
        "charger_fault",
        ("Borne de recharge en défaut", "La borne ne charge plus"),
        "Dépannage",
        "breakdown",
        (
            "Bonjour,\nLa borne affiche un voyant rouge et refuse de démarrer la charge depuis l'orage de samedi. J'ai coupé "
            "et remis le disjoncteur sans succès.\n{signature}",
        ),
        (
            "Bonjour,\nMerci pour ces précisions. {worker} passera le {date} à {hour} pour la remettre en service.\n"
            "Cordialement,\n{first}",
        ),
        priority=("1", "2"),
        answers=AGREED,
        workers=("karim",),
        visit="Dépannage",
        hours=1.0,
        resolutions=("Protection différentielle déclenchée, réarmée ; mise à jour du micrologiciel, charge testée.",),
        products=("rcd",),
        equipment="charger",
        weight=2,
    ),
    Theme(
        "intercom",
        ("Interphone en panne", "La platine de rue ne sonne plus", "Badge à programmer"),
        "Dépannage",
        "breakdown",
        (
            "Bonjour,\nL'interphone de {site} ne sonne plus dans les logements du deuxième étage. Plusieurs résidents se "
            "plaignent.\nMerci d'intervenir.\n{signature}",
        ),
        (
            "Bonjour,\n{worker} interviendra le {date} à {hour}. Merci de prévoir l'accès à la gaine technique.\n"
            "Cordialement,\n{first}",
        ),
        clients=("syndic", "firm"),
        answers=AGREED,
        notes=("Copropriété : facture au syndic, copie au conseil syndical.",),
        workers=("karim",),
        visit="Dépannage",
        hours=1.5,
        resolutions=("Alimentation de la platine remplacée, essais avec huit logements.",),
        products=("intercom",),
        equipment="intercom",
        weight=3,
    ),
    Theme(
        "lighting_common",
        ("Éclairage des communs hors service", "Minuterie de la cage d'escalier", "Lampadaires du parking éteints"),
        "Dépannage",
        "breakdown",
        (
            "Bonjour,\nLes lumières du hall et de la cage d'escalier de {site} ne s'allument plus depuis hier soir. C'est "
            "dangereux pour les personnes âgées.\nPouvez-vous passer en urgence ?\n{signature}",
            "Bonjour,\nTrois lampadaires du parking de {site} restent éteints.\nMerci de prévoir un passage.\n{signature}",
        ),
        (
            "Bonjour,\nNous envoyons {worker} le {date} à {hour}. Merci de nous confirmer l'accès au local électrique.\n"
            "Cordialement,\n{first}",
        ),
        clients=("syndic", "town_hall", "firm"),
        priority=("2", "1"),
        answers=AGREED,
        workers=("lucas", "mathieu"),
        visit="Dépannage",
        hours=1.5,
        resolutions=("Minuterie remplacée, deux dalles LED changées, éclairage remis en service.",),
        products=("led", "switch"),
        weight=4,
        calls=("Plus de lumière dans les communs",),
    ),
    Theme(
        "alarm",
        ("Alarme qui se déclenche toute seule", "Code d'alarme à changer"),
        "Dépannage",
        "breakdown",
        (
            "Bonjour,\nL'alarme de {site} se déclenche la nuit sans raison, trois fois cette semaine. Les voisins "
            "s'impatientent.\nMerci de votre aide.\n{signature}",
        ),
        (
            "Bonjour,\nUn détecteur est sans doute en fin de vie. {worker} passera le {date} à {hour}. D'ici là, vous pouvez "
            "isoler la zone 3 depuis le clavier.\n{first}",
        ),
        answers=AGREED,
        workers=("karim",),
        visit="Dépannage",
        hours=1.0,
        resolutions=("Détecteur de la zone 3 remplacé, piles changées, essais de déclenchement corrects.",),
        products=("detector",),
        equipment="alarm",
        weight=2,
    ),
    Theme(
        "gate",
        ("Portail bloqué ouvert", "Télécommande de portail à refaire"),
        "Dépannage",
        "breakdown",
        (
            "Bonjour,\nLe portail de {site} reste bloqué ouvert depuis ce matin. Peut-on le fermer à la main ?\n{signature}",
        ),
        (
            "Bonjour,\nOui, la clé de débrayage se trouve sous le capot du moteur. {worker} passera le {date} à {hour}.\n"
            "Cordialement,\n{first}",
        ),
        clients=("person", "syndic"),
        answers=AGREED,
        workers=("karim", "lucas"),
        visit="Dépannage",
        hours=1.5,
        resolutions=("Cellule photo-électrique nettoyée et réalignée, butées réglées.",),
        equipment="gate",
        weight=2,
    ),
    Theme(
        "heating",
        ("Radiateurs froids dans deux pièces", "Programmation du chauffage"),
        "Dépannage",
        "breakdown",
        (
            "Bonjour,\nDeux radiateurs restent froids à {site} alors que les autres chauffent normalement. Le fil pilote "
            "a peut-être été coupé.\n{signature}",
        ),
        ("Bonjour,\n{worker} peut passer le {date} à {hour} pour contrôler la commande.\nCordialement,\n{first}",),
        clients=("person", "town_hall"),
        answers=AGREED,
        workers=("elodie",),
        visit="Dépannage",
        hours=1.5,
        resolutions=("Fil pilote repris au tableau, programmation expliquée au client.",),
        products=("thermostat",),
        equipment="radiator",
        weight=3,
    ),
]
