"""An old address book on its way in: read and checked, so that the report shows every kind of result."""

import base64
import csv
import io

from ..scenario.numbers import in_french

HEADER = ["Nom", "Adresse", "Code postal", "Ville", "Téléphone", "E-mail"]
NEW = [
    [
        "Menuiserie du Fier",
        "14 route des Creuses",
        "74960",
        "Cran-Gevrier",
        "04 65 71 00 14",
        "contact@menuiserie-fier.test",
    ],
    ["Mme Colette Sylvestre", "3 chemin de la Dent", "74940", "Annecy-le-Vieux", "06 39 98 77 21", ""],
    ["Gîte Les Airelles", "220 route du Col", "74230", "Manigod", "", "bonjour@gite-airelles.test"],
]
WITHOUT_NAME = ["", "8 rue Sommeiller", "74000", "Annecy", "04 65 71 11 22", ""]


def write(env, scenario, refs):
    """Check a file of the front desk: new clients, known ones, look-alikes, one twice, one without a name."""
    known = [client for client in scenario.clients if client.phones][:3]
    rows = [HEADER, *NEW, NEW[0], WITHOUT_NAME, *(_row(client) for client in known)]
    rows.append([known[0].name, "", "", "", "", ""])  # only the name: a person decides
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows(rows)
    run = env["duret.import.run"].create(
        {"kind": "clients", "file": base64.b64encode(text.getvalue().encode()), "file_name": "ancien_carnet.csv"}
    )
    run.action_read()
    run.action_check()


def _row(client):
    """A known client as the old file has him."""
    number = in_french(client.phones[0].number)
    return [client.name, client.street, client.zip, client.city, number, client.email]
