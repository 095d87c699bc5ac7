"""People who can log in to the demo. Standard library only: the command line reads this file alone."""

PASSWORD = "duret"
ALIAS_ADDRESS = "service-client@duret-electricite.example"

# (login, name, what the person does)
LOGINS = [
    ("claire", "Claire Mermillod", "assistante du service client"),
    ("gaetan", "Gaëtan Perrissin", "technicien entretien"),
    ("sandrine", "Sandrine Duchêne", "responsable du service client"),
    ("philippe", "Philippe Duret", "direction"),
    ("mathieu", "Mathieu Sonnier", "technicien dépannage"),
    ("karim", "Karim Belhadj", "technicien bornes et courants faibles"),
    ("lucas", "Lucas Tissot-Daguette", "technicien petits travaux"),
    ("elodie", "Élodie Vuachet", "technicienne ventilation et chauffage"),
    ("admin", "Administrateur", "administration du système"),
    ("jeanne.favre", "Jeanne Favre-Rochex", "cliente, espace client"),
    ("regie.semnoz", "Régie du Semnoz", "syndic, espace client"),
    ("mairie.talloires", "Mairie de Talloires-Montmin", "collectivité, espace client"),
]
