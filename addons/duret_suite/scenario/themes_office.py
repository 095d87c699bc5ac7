"""Appointments, quotations, invoices, complaints: what clients write and what Duret answers."""

from .phrases import AGREED, Theme

THEMES = [
    Theme(
        "charger_quote",
        ("Devis pour une borne de recharge", "Installation d'une borne à domicile", "Borne pour notre parking"),
        "Devis",
        "quotation",
        (
            "Bonjour,\nNous venons de commander une voiture électrique, livrée dans deux mois. Nous souhaiterions un devis "
            "pour une borne dans le garage. Le tableau est à une douzaine de mètres.\nQuelles aides sont possibles ?\n"
            "{signature}",
            "Bonjour,\nNous étudions l'équipement de trois places du parking de {site}. Pouvez-vous nous chiffrer une "
            "solution évolutive ?\nCordialement,\n{signature}",
        ),
        (
            "Bonjour,\nMerci pour votre demande. Une visite technique gratuite est nécessaire pour vérifier le tableau et "
            "le cheminement. {worker} peut passer le {date} à {hour}.\nVous recevrez le devis dans les trois jours "
            "suivants.\nBien à vous,\n{first}",
        ),
        answers=(
            "Oui, le {date} me convient. Je vous envoie des photos du tableau ce soir.\n{signature}",
            "Très bien pour ce rendez-vous. Merci.\n{signature}",
        ),
        notes=("Vérifier la puissance de l'abonnement avant le devis.",),
        workers=("karim",),
        visit="Diagnostic",
        hours=1.0,
        resolutions=("Visite faite : cheminement apparent possible, délestage à prévoir, tableau à compléter.",),
        quotation=(("charger", 1), ("cable", 18), ("rcd", 1), ("labour", 5), ("travel", 1)),
        equipment="charger",
        weight=4,
        calls=("Renseignement borne de recharge",),
    ),
    Theme(
        "emergency_check",
        ("Contrôle annuel de l'éclairage de sécurité", "Blocs de secours en défaut après contrôle"),
        "Entretien",
        "maintenance",
        (
            "Bonjour,\nLa commission de sécurité passe le mois prochain. Pouvez-vous planifier le contrôle des blocs de "
            "secours de {site} et nous remettre l'attestation ?\n{signature}",
            "Bonjour,\nQuatre blocs clignotent en jaune à {site}. Merci de prévoir leur remplacement.\n{signature}",
        ),
        (
            "Bonjour,\nGaëtan peut réaliser le contrôle le {date} à partir de {hour}. L'attestation vous sera envoyée le "
            "jour même.\nCordialement,\n{first}",
        ),
        clients=("syndic", "firm", "town_hall"),
        answers=AGREED,
        notes=("Demander les clés du local technique à l'accueil.",),
        workers=("gaetan",),
        visit="Entretien",
        hours=2.0,
        resolutions=("Contrôle complet, trois batteries remplacées, autonomie d'une heure vérifiée, registre signé.",),
        products=("battery", "emergency_light"),
        equipment="emergency",
        weight=5,
    ),
    Theme(
        "maintenance_booking",
        ("Rendez-vous pour l'entretien annuel", "Date de l'entretien VMC", "Visite d'entretien à déplacer"),
        "Rendez-vous",
        "appointment",
        (
            "Bonjour,\nJ'ai reçu votre courrier pour l'entretien annuel. Serait-il possible de venir plutôt en fin de "
            "matinée ? Je travaille l'après-midi.\n{signature}",
            "Bonjour,\nJe dois malheureusement déplacer la visite d'entretien prévue à {site}. Avez-vous une autre date ?\n"
            "{signature}",
        ),
        (
            "Bonjour,\nPas de souci. Gaëtan peut venir le {date} à {hour}. Je bloque le créneau.\nBonne journée,\n{first}",
        ),
        answers=AGREED,
        workers=("gaetan",),
        visit="Entretien",
        hours=1.0,
        resolutions=("Entretien réalisé, filtres changés, serrage du tableau contrôlé, rien à signaler.",),
        products=("fan_filter",),
        weight=6,
        calls=("Déplacer le rendez-vous d'entretien", "Confirmation du passage de Gaëtan"),
    ),
    Theme(
        "small_works",
        ("Ajout de prises dans le bureau", "Pose d'un luminaire", "Déplacer un interrupteur"),
        "Devis",
        "quotation",
        (
            "Bonjour,\nNous refaisons le bureau et souhaitons ajouter quatre prises et un point lumineux. Pouvez-vous nous "
            "envoyer un devis ?\n{signature}",
            "Bonjour,\nPouvez-vous chiffrer le déplacement d'un interrupteur et la pose de deux appliques à {site} ?\n"
            "Merci.\n{signature}",
        ),
        (
            "Bonjour,\nMerci pour votre demande. Auriez-vous des photos du mur et du tableau ? Je vous prépare un devis "
            "dès réception.\nBonne journée,\n{first}",
            "Bonjour,\n{worker} peut passer prendre les mesures le {date} à {hour}.\nCordialement,\n{first}",
        ),
        answers=("Voici les photos demandées, le mur fait environ quatre mètres.\n{signature}",),
        workers=("lucas",),
        visit="Petits travaux",
        hours=3.0,
        resolutions=("Quatre prises posées en encastré, circuit repris au tableau, essais faits avec le client.",),
        products=("socket", "cable", "breaker"),
        quotation=(("socket", 4), ("cable", 22), ("breaker", 1), ("labour", 4), ("travel", 1)),
        weight=5,
    ),
    Theme(
        "board_upgrade",
        ("Mise aux normes du tableau", "Devis rénovation tableau électrique"),
        "Devis",
        "quotation",
        (
            "Bonjour,\nNous venons d'acheter un appartement à {city} et le diagnostic signale un tableau ancien sans "
            "différentiel 30 mA. Pouvez-vous nous faire un devis de mise en sécurité ?\n{signature}",
        ),
        (
            "Bonjour,\nNous pouvons faire le relevé le {date} à {hour} avec {worker}. Merci de tenir le diagnostic à "
            "disposition.\nCordialement,\n{first}",
        ),
        clients=("person", "syndic"),
        answers=AGREED,
        workers=("mathieu",),
        visit="Diagnostic",
        hours=1.0,
        resolutions=("Relevé fait : tableau à remplacer, terre à 42 Ω, liaison équipotentielle à créer.",),
        quotation=(("board", 1), ("rcd", 2), ("breaker", 8), ("labour", 9), ("travel", 1)),
        equipment="board",
        weight=4,
    ),
    Theme(
        "invoice",
        ("Question sur une facture", "Duplicata de facture", "Facture au mauvais nom"),
        "Facturation",
        "invoice",
        (
            "Bonjour,\nLa facture du mois dernier mentionne deux déplacements alors que votre technicien n'est venu qu'une "
            "fois. Pouvez-vous vérifier ?\n{signature}",
            "Bonjour,\nNous n'avons pas reçu la facture de l'intervention à {site}. Merci de nous renvoyer un duplicata pour "
            "notre comptabilité.\n{signature}",
        ),
        (
            "Bonjour,\nVous avez raison, le second déplacement n'aurait pas dû être compté. Je transmets à la comptabilité "
            "qui vous enverra un avoir.\nAvec nos excuses,\n{first}",
            "Bonjour,\nJe demande le duplicata à la comptabilité, vous le recevrez d'ici demain.\nCordialement,\n{first}",
        ),
        answers=("Merci pour votre réponse rapide.\n{signature}",),
        notes=("Avoir à demander à la comptabilité (SAGE).",),
        weight=4,
        calls=("Question sur une facture",),
    ),
    Theme(
        "complaint",
        ("Réclamation : technicien non venu", "Chantier laissé sale", "Panne revenue après votre passage"),
        "Réclamation",
        "complaint",
        (
            "Bonjour,\nVotre technicien devait passer hier entre 14 h et 16 h. J'ai posé une demi-journée pour rien et "
            "personne ne m'a prévenu. Je suis très mécontent.\n{signature}",
            "Bonjour,\nLa panne est revenue deux jours après votre intervention à {site}. Il n'est pas question que je paie "
            "un second déplacement.\n{signature}",
        ),
        (
            "Bonjour,\nJe vous présente toutes nos excuses. Nous revenons le {date} à {hour}, sans aucun frais pour vous. "
            "Je vous appelle aujourd'hui pour en parler.\n{first}",
        ),
        priority=("3", "2"),
        answers=("Merci de votre appel. J'attends votre passage.\n{signature}",),
        notes=("Sandrine a appelé le client, geste commercial validé.",),
        workers=("mathieu", "lucas"),
        visit="Dépannage",
        hours=1.0,
        resolutions=("Reprise faite à nos frais, installation vérifiée avec le client.",),
        weight=2,
        calls=("Client mécontent, à rappeler",),
    ),
    Theme(
        "information",
        ("Horaires d'ouverture du magasin", "Intervenez-vous à Genève ?", "Attestation d'assurance décennale"),
        "Renseignement",
        "information",
        (
            "Bonjour,\nPouvez-vous nous transmettre votre attestation d'assurance décennale pour notre dossier ?\n"
            "{signature}",
            "Bonjour,\nIntervenez-vous côté suisse pour une maison à Carouge ? Nous avons déjà fait appel à vous en "
            "France.\n{signature}",
        ),
        ("Bonjour,\nVous trouverez la réponse ci-dessous. Je reste à votre disposition.\nBonne journée,\n{first}",),
        answers=("Merci beaucoup.\n{signature}",),
        weight=2,
        calls=("Renseignement sur les délais", "Demande d'attestation d'assurance"),
    ),
]
