"""Invented people, streets and organisations."""

WOMEN = (
    "Jeanne Monique Chantal Martine Nathalie Sylvie Céline Aurélie Camille Léa Françoise Brigitte Élise Hélène "
    "Marion Agathe Solène Véronique Isabelle Corinne Amélie Noémie"
).split()
MEN = (
    "Pierre Jean-Marc Gérard Bernard Olivier Thierry Nicolas Julien Antoine Maxime Hugo Denis Christophe Yves "
    "Laurent Sébastien Fabrice Rémi Patrick Ahmed Stéphane Bruno"
).split()
FAMILIES = (
    "Favre-Rochex Mermier Avrillon Bastard-Rosset Collomb-Patton Dupraz Excoffier Fontaine Gaillard Hudry "
    "Josserand Lacombe Métral Neyret Ouvrier Périllat Quétand Rey-Millet Sadoux Thévenet Veyrat-Durebex Zanardi "
    "Anthoine Blanchet Cochet Deléan Fillion Golliet Lavorel Michaud Novel Pernoud Roguet Socquet Tochon Viollet "
    "Chevallay Duparc Baud-Lavigne Crolard Missillier Burnod"
).split()
STREETS = (
    "rue des Alpages, chemin des Noisetiers, avenue du Parmelan, impasse des Cyclamens, rue de la Tournette, "
    "allée des Tilleuls, route des Bauges, chemin du Vieux Moulin, rue des Frères Rosset, place du Lavoir, "
    "montée de la Cascade, rue du Four à Pain, avenue des Vignes, chemin de la Source, route du Col, "
    "rue des Charmilles, impasse du Verger, allée du Petit Port, rue de l'Ancienne Forge, chemin des Écureuils, "
    "rue Sainte-Catherine, quai des Cygnes, route de la Plaine, rue des Tanneurs"
).split(", ")

# (name, login part of the e-mail domain, town, kind of activity)
SYNDICS = [
    ("Régie du Semnoz", "regie-du-semnoz", "Annecy"),
    ("Cabinet Parmelan Immobilier", "parmelan-immobilier", "Annecy-le-Vieux"),
    ("Syndic des Deux Lacs", "syndic-deux-lacs", "Aix-les-Bains"),
    ("Gestion Immobilière Bertholet", "gestion-bertholet", "Cran-Gevrier"),
    ("Agence de la Tournette", "agence-tournette", "Faverges-Seythenex"),
    ("Régie du Chéran", "regie-du-cheran", "Rumilly"),
    ("Immobilière des Aravis", "immobiliere-aravis", "Thônes"),
    ("Cabinet Salève Gestion", "saleve-gestion", "Annemasse"),
]
FIRMS = [
    ("Fromagerie Le Reblochonnier", "le-reblochonnier", "Thônes"),
    ("Hôtel du Vieux Port", "hotel-vieux-port", "Veyrier-du-Lac"),
    ("Décolletage Arve Précision", "arve-precision", "Cluses"),
    ("Boulangerie Aux Trois Épis", "aux-trois-epis", "Seynod"),
    ("Menuiserie Glières Bois", "glieres-bois", "Fillière"),
    ("Clinique vétérinaire des Îles", "veterinaire-des-iles", "Cran-Gevrier"),
    ("Garage de la Mandallaz", "garage-mandallaz", "Épagny Metz-Tessy"),
    ("Restaurant L'Auberge du Col", "auberge-du-col", "La Clusaz"),
    ("Transports Rochebrune", "transports-rochebrune", "Rumilly"),
    ("Pharmacie du Chéran", "pharmacie-du-cheran", "Alby-sur-Chéran"),
]
TOWN_HALLS = [
    ("Mairie de Talloires-Montmin", "mairie-talloires-montmin", "Talloires-Montmin"),
    ("Mairie de Sevrier", "mairie-sevrier", "Sevrier"),
    ("Mairie de Groisy", "mairie-groisy", "Groisy"),
    ("Mairie de Thônes", "mairie-thones", "Thônes"),
    ("Mairie d'Entrelacs", "mairie-entrelacs", "Entrelacs"),
    ("Mairie de Cruseilles", "mairie-cruseilles", "Cruseilles"),
]
RESIDENCES = (
    "Les Balcons du Lac, Le Clos des Marronniers, Les Terrasses du Parc, Le Belvédère, Les Jardins d'Albigny, "
    "La Résidence du Thiou, Les Hauts de Novel, Le Vallon Fleuri, Les Aiguilles Rouges, Le Hameau des Prés, "
    "Le Grand Verger, Les Allées du Château, La Croisée des Chemins, Les Rives du Fier, Le Panoramic, "
    "Les Cimes, La Ferme des Bossons, Le Saint-Maurice, Les Muses, Le Mont Veyrier, L'Orée des Bois, Les Edelweiss, "
    "Le Clos Saint-Bernard, Les Pléiades, La Cour des Arts, Les Grands Prés, Le Manoir, Les Trois Fontaines, "
    "Le Parc de la Visitation, Les Alisiers, Le Côté Lac, La Pointe de Beauregard, Les Sources Vives, Les Myrtilles"
).split(", ")
TOWN_HALL_SITES = ["Mairie", "École primaire", "Gymnase", "Salle polyvalente"]
FIRM_SITES = ["Atelier", "Magasin", "Bureaux", "Dépôt"]
