"""What Duret sells, installs and carries in its vans."""

# key -> (name, reference, price before tax in euros, cost, kind: "service" or "goods")
PRODUCTS = {
    "labour": ("Main-d'œuvre technicien (heure)", "MO-H", 58.0, 31.0, "service"),
    "labour_night": ("Main-d'œuvre astreinte (heure)", "MO-AST", 92.0, 48.0, "service"),
    "travel": ("Déplacement zone Annecy", "DEP-1", 42.0, 18.0, "service"),
    "travel_far": ("Déplacement hors zone", "DEP-2", 68.0, 32.0, "service"),
    "rcd": ("Interrupteur différentiel 40 A 30 mA type A", "DIF-40A", 96.0, 54.0, "goods"),
    "breaker": ("Disjoncteur 16 A courbe C", "DIS-16C", 14.5, 6.9, "goods"),
    "socket": ("Prise 16 A encastrée", "PC-16", 12.9, 5.2, "goods"),
    "switch": ("Interrupteur va-et-vient", "INT-VV", 11.4, 4.8, "goods"),
    "led": ("Dalle LED 600 × 600 36 W", "LED-600", 64.0, 33.0, "goods"),
    "emergency_light": ("Bloc autonome d'éclairage de sécurité", "BAES-45", 78.0, 41.0, "goods"),
    "battery": ("Batterie de bloc de secours 6 V", "BAT-6V", 24.0, 11.0, "goods"),
    "thermostat": ("Thermostat de chauffe-eau", "THE-CE", 38.0, 17.0, "goods"),
    "anode": ("Anode magnésium chauffe-eau 200 L", "ANO-200", 32.0, 14.0, "goods"),
    "fan_motor": ("Moteur de VMC simple flux", "VMC-MOT", 112.0, 68.0, "goods"),
    "fan_filter": ("Jeu de filtres VMC double flux", "VMC-FIL", 46.0, 22.0, "goods"),
    "cable": ("Câble R2V 3G2,5 (mètre)", "R2V-325", 2.4, 1.1, "goods"),
    "charger": ("Borne de recharge 7,4 kW", "IRVE-7", 890.0, 612.0, "goods"),
    "board": ("Tableau électrique 3 rangées équipé", "TAB-3R", 640.0, 402.0, "goods"),
    "intercom": ("Platine d'interphone 4 boutons", "INT-P4", 286.0, 171.0, "goods"),
    "detector": ("Détecteur de mouvement alarme", "ALM-DET", 54.0, 27.0, "goods"),
}
VAN_PRODUCTS = {
    "gaetan": ["battery", "emergency_light", "fan_filter", "anode", "breaker"],
    "mathieu": ["rcd", "breaker", "socket", "switch", "thermostat", "cable"],
    "karim": ["cable", "intercom", "detector", "breaker", "rcd"],
    "lucas": ["socket", "switch", "led", "cable", "breaker"],
    "elodie": ["fan_motor", "fan_filter", "thermostat", "anode", "breaker"],
}
# key -> (name of the kind, brands or sizes)
EQUIPMENT = {
    "board": ("Tableau électrique", ["2 rangées", "3 rangées", "4 rangées", "armoire 250 A"]),
    "fan": ("VMC", ["simple flux", "double flux", "hygroréglable"]),
    "charger": ("Borne de recharge", ["7,4 kW", "11 kW", "22 kW"]),
    "water_heater": ("Chauffe-eau", ["150 L", "200 L", "300 L", "thermodynamique 250 L"]),
    "alarm": ("Alarme intrusion", ["sans fil", "filaire 8 zones"]),
    "intercom": ("Interphone", ["audio", "vidéo", "GSM"]),
    "emergency": ("Éclairage de sécurité", ["12 blocs", "24 blocs", "36 blocs"]),
    "gate": ("Portail motorisé", ["coulissant", "à deux battants"]),
    "radiator": ("Chauffage électrique", ["6 radiateurs", "plancher rayonnant"]),
}
EQUIPMENT_BY_KIND = {
    "person": ["board", "fan", "charger", "water_heater", "alarm", "radiator", "gate"],
    "syndic": ["board", "intercom", "emergency", "fan", "gate", "charger"],
    "firm": ["board", "emergency", "charger", "alarm", "fan"],
    "town_hall": ["board", "emergency", "alarm", "fan", "radiator"],
}
# login -> (kind of work, skills)
WORKERS = {
    "gaetan": ("Entretien", ["Entretien annuel", "Éclairage de sécurité", "Habilitation BR"]),
    "mathieu": ("Dépannage", ["Dépannage", "Mise en sécurité", "Habilitation BR"]),
    "karim": ("Bornes et courants faibles", ["Bornes de recharge", "Interphonie", "Alarme"]),
    "lucas": ("Petits travaux", ["Petits travaux", "Éclairage", "Habilitation BR"]),
    "elodie": ("Ventilation et chauffage", ["Ventilation", "Chauffe-eau", "Chauffage"]),
}
SKILLS = sorted({skill for _name, skills in WORKERS.values() for skill in skills})
ORDER_TYPES = {
    "Dépannage": "breakdown",
    "Entretien": "maintenance",
    "Petits travaux": "small_works",
    "Installation": "installation",
    "Diagnostic": "diagnosis",
}
RATINGS = ["welcome", "booking", "delay", "quality", "cleanliness"]
