"""Towns served by Duret: real names, post codes and positions (centre of the town, WGS 84, about one kilometre)."""

from typing import NamedTuple


class Town(NamedTuple):
    """A town: name, post code, latitude, longitude, country code, how often clients live there."""

    name: str
    zip: str
    latitude: float
    longitude: float
    country: str = "FR"
    weight: int = 1


TOWNS = [
    Town("Annecy", "74000", 45.8992, 6.1294, weight=9),
    Town("Annecy-le-Vieux", "74940", 45.9203, 6.1425, weight=5),
    Town("Cran-Gevrier", "74960", 45.9036, 6.1039, weight=4),
    Town("Seynod", "74600", 45.8853, 6.0886, weight=4),
    Town("Meythet", "74960", 45.9192, 6.0950, weight=2),
    Town("Pringy", "74370", 45.9464, 6.1264, weight=2),
    Town("Argonay", "74370", 45.9461, 6.1414, weight=2),
    Town("Poisy", "74330", 45.9211, 6.0636, weight=2),
    Town("Épagny Metz-Tessy", "74330", 45.9364, 6.0953, weight=2),
    Town("Villaz", "74370", 45.9500, 6.1886),
    Town("Sevrier", "74320", 45.8636, 6.1403, weight=2),
    Town("Saint-Jorioz", "74410", 45.8306, 6.1586, weight=2),
    Town("Duingt", "74410", 45.8283, 6.2050),
    Town("Veyrier-du-Lac", "74290", 45.8822, 6.1756, weight=2),
    Town("Menthon-Saint-Bernard", "74290", 45.8611, 6.1944),
    Town("Talloires-Montmin", "74290", 45.8417, 6.2139),
    Town("Doussard", "74210", 45.7781, 6.2231),
    Town("Faverges-Seythenex", "74210", 45.7464, 6.2936),
    Town("Thônes", "74230", 45.8806, 6.3253, weight=2),
    Town("La Clusaz", "74220", 45.9044, 6.4236),
    Town("Le Grand-Bornand", "74450", 45.9425, 6.4281),
    Town("Rumilly", "74150", 45.8664, 5.9444, weight=3),
    Town("Alby-sur-Chéran", "74540", 45.8156, 6.0156),
    Town("Cruseilles", "74350", 46.0331, 6.1089),
    Town("Groisy", "74570", 46.0106, 6.1711),
    Town("Fillière", "74570", 45.9961, 6.2450),
    Town("La Roche-sur-Foron", "74800", 46.0669, 6.3117, weight=2),
    Town("Bonneville", "74130", 46.0786, 6.4086),
    Town("Cluses", "74300", 46.0606, 6.5797),
    Town("Annemasse", "74100", 46.1933, 6.2353, weight=2),
    Town("Saint-Julien-en-Genevois", "74160", 46.1442, 6.0836),
    Town("Frangy", "74270", 46.0203, 5.9317),
    Town("Seyssel", "74910", 45.9594, 5.8339),
    Town("Aix-les-Bains", "73100", 45.6886, 5.9153, weight=3),
    Town("Grésy-sur-Aix", "73100", 45.7228, 5.9436),
    Town("Entrelacs", "73410", 45.7867, 5.9469),
    Town("Chambéry", "73000", 45.5646, 5.9178, weight=2),
    Town("Ugine", "73400", 45.7514, 6.4186),
    Town("Albertville", "73200", 45.6758, 6.3925),
    Town("Valserhône", "01200", 46.1086, 5.8267),
    Town("Culoz-Béon", "01350", 45.8481, 5.7847),
    Town("Belley", "01300", 45.7597, 5.6878),
    Town("Gex", "01170", 46.3333, 6.0578),
    Town("Saint-Genis-Pouilly", "01630", 46.2433, 6.0214),
    Town("Ferney-Voltaire", "01210", 46.2558, 6.1081),
]
SWISS_TOWNS = [
    Town("Genève", "1201", 46.2044, 6.1432, "CH"),
    Town("Carouge", "1227", 46.1817, 6.1392, "CH"),
    Town("Nyon", "1260", 46.3833, 6.2396, "CH"),
]
BY_NAME = {town.name: town for town in TOWNS + SWISS_TOWNS}
