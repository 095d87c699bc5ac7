"""The simulated SAGE behind OData-like JSON: 100 rows an answer, filters, writing by POST and PATCH."""

import json
import re
from urllib.parse import parse_qs, unquote

from . import schema
from .serving import HttpFace
from .store import SageRefusal

RESOURCES = {"Clients": "F_COMPTET", "Contacts": "F_CONTACTT", "DocumentsVente": "F_DOCENTETE"}
TOKEN = re.compile(r"\s*(?:([()])|'((?:[^']|'')*)'|([\w.:+\-]+))")
OPERATORS = {"eq": "=", "gt": ">", "ge": ">=", "lt": "<", "le": "<="}
PAGE = 100


def shown(column: str) -> str:
    """Properties have no blanks."""
    return column.replace(" ", "_")


class BadQuery(Exception):
    """A query that this server does not understand."""


class ODataFace(HttpFace):
    """Resources of the sales of a company."""

    def answer(self, environ, body, partial):
        """Route a request; refusals are 400 with SAGE's sentence."""
        path = unquote(environ["PATH_INFO"]).strip("/")
        found = re.fullmatch(r"(\w+)(?:\((\w+)\))?", path)
        if not found or found.group(1) not in RESOURCES:
            return self._error("404 Not Found", "Ressource inconnue")
        table, key = RESOURCES[found.group(1)], found.group(2)
        options = {name: values[0] for name, values in parse_qs(environ.get("QUERY_STRING", "")).items()}
        try:
            with self.sage.lock:
                return self._served(environ["REQUEST_METHOD"], table, key, options, body, partial)
        except (SageRefusal, BadQuery) as error:
            return self._error("400 Bad Request", str(error))

    def _served(self, method, table, key, options, body, partial):
        if method == "GET" and key is None:
            return self._json("200 OK", self._list(table, options, partial))
        if key is not None and not (key.isdigit() and self.sage.row(table, int(key))):
            return self._error("404 Not Found", "Enregistrement inconnu")
        if method == "GET":
            return self._json("200 OK", self._shown(table, self.sage.row(table, int(key)), "$expand" in options))
        content = json.loads(body)
        if method == "POST" and key is None:
            marq = self._create(table, content)
            return self._json("201 Created", self._shown(table, self.sage.row(table, marq), True))
        if method == "PATCH" and key is not None:
            self._change(table, int(key), content)
            return self._json("200 OK", self._shown(table, self.sage.row(table, int(key)), True))
        return self._error("405 Method Not Allowed", method)

    def _error(self, status, words):
        return self._json(status, {"error": {"message": words}})

    def _json(self, status, content):
        return status, "application/json", json.dumps(content, ensure_ascii=False).encode()

    # --- reading
    def _list(self, table, options, partial):
        fixed = {"F_COMPTET": '"CT_Type" = 0', "F_DOCENTETE": '"DO_Domaine" = 0'}.get(table, "1 = 1")
        condition, parameters = self._filter(table, options.get("$filter", ""))
        where = f"{fixed} AND {condition}"
        order = ", ".join(self._ordered(table, part) for part in options.get("$orderby", "cbMarq").split(","))
        limit = min(int(options.get("$top", PAGE)), PAGE)
        rows = self.sage.rows(table, where, parameters, f"ORDER BY {order} LIMIT {limit}")
        total = len(self.sage.rows(table, where, parameters))
        if partial:
            rows = rows[: max(1, len(rows) // 3)]
        content = {"value": [self._shown(table, row, "$expand" in options) for row in rows]}
        if "$select" in options:
            names = options["$select"].split(",")
            content["value"] = [{name: row[name] for name in names} for row in content["value"]]
        return content | ({"@odata.count": total} if options.get("$count") == "true" else {})

    def _column(self, table, name):
        for column in (*schema.TABLES[table], *schema.TECHNICAL, "cbMarq"):
            if shown(column) == name:
                return f'"{column}"'
        raise BadQuery(f"Propriété inconnue : {name}")

    def _ordered(self, table, part):
        name, _, way = part.strip().partition(" ")
        if way not in ("", "asc", "desc"):
            raise BadQuery(part)
        return f"{self._column(table, name)} {way}"

    def _filter(self, table, text):
        """SQL of a filter: comparisons, `and`, `or`, parentheses."""
        if not text:
            return "1 = 1", []
        tokens, place = [], 0
        while place < len(text.rstrip()):
            found = TOKEN.match(text, place)
            if not found:
                raise BadQuery(text)
            tokens.append(found)
            place = found.end()
        pieces, parameters, index = [], [], 0
        while index < len(tokens):
            bracket, _, word = tokens[index].groups()
            if bracket or word in ("and", "or"):
                pieces.append(bracket or word.upper())
                index += 1
                continue
            if index + 2 >= len(tokens) or tokens[index + 1].group(3) not in OPERATORS:
                raise BadQuery(text)
            value = tokens[index + 2]
            literal = value.group(2).replace("''", "'") if value.group(3) is None else value.group(3)
            parameters.append(int(literal) if value.group(3) and literal.isdigit() else literal)
            pieces.append(f"{self._column(table, word)} {OPERATORS[tokens[index + 1].group(3)]} ?")
            index += 3
        return f"({' '.join(pieces)})", parameters

    def _shown(self, table, row, expand):
        numbers = {name for name, kind in schema.TABLES[table].items() if kind == schema.DECIMAL}
        content = {shown(name): float(v) if name in numbers and v is not None else v for name, v in row.items()}
        if table == "F_DOCENTETE" and expand:
            content["Lignes"] = [self._shown("F_DOCLIGNE", line, False) for line in self.sage.lines(row["cbMarq"])]
        return content

    # --- writing
    def _columns(self, table, content):
        names = {shown(column): column for column in schema.TABLES[table]}
        if unknown := set(content) - set(names) - {"Lignes"}:
            raise SageRefusal(f"Propriété inconnue : {', '.join(sorted(unknown))}")
        return {names[name]: value for name, value in content.items() if name != "Lignes"}

    def _create(self, table, content):
        columns = self._columns(table, content)
        if table == "F_COMPTET":
            return self.sage.client(**columns)
        if table == "F_CONTACTT":
            return self.sage.contact(**columns)
        return self.sage.document([self._columns("F_DOCLIGNE", line) for line in content.get("Lignes", ())], **columns)

    def _change(self, table, marq, content):
        columns = self._columns(table, content)
        if table == "F_DOCENTETE":
            lines = content.get("Lignes")
            own = None if lines is None else [self._columns("F_DOCLIGNE", line) for line in lines]
            self.sage.change_document(marq, own, **columns)
        else:
            self.sage.change(table, marq, **columns)
