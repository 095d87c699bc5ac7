"""The simulated SAGE behind the web services of X3: RPC/encoded SOAP over wsgiref, strict where the product is.

A refusal is an HTTP 200 whose status is 0; a pool that is off is an HTTP 500; no credentials, no answer.
"""

from lxml import etree

from .serving import HttpFace
from .store import SageRefusal
from .x3_books import BOOKS, LINES, from_x3, to_x3

SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
WSS = "http://www.adonix.com/WSS"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
PATH = "/soap-generic/syracuse/collaboration/syracuse/CAdxWebServiceXmlCC"


class Strange(Exception):
    """A request that the product would not understand: HTTP 500 with a fault."""


def parse(content) -> etree._Element:
    """Untrusted XML."""
    data = content.encode() if isinstance(content, str) else content
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))


class X3Face(HttpFace):
    """query, read, save and modify of the published objects."""

    def subject(self, environ, body):
        """Name of the operation and of the object."""
        try:
            operation = parse(body).find(f"{{{SOAP}}}Body")[0]
        except (etree.XMLSyntaxError, TypeError, IndexError):
            return "?"
        return f"{etree.QName(operation).localname} {operation.findtext('publicName') or ''}"

    def answer(self, environ, body, partial):
        """One SOAP message."""
        if environ["PATH_INFO"] != PATH or environ["REQUEST_METHOD"] != "POST":
            return "404 Not Found", "text/plain", b""
        try:
            if "HTTP_SOAPACTION" not in environ or "text/xml" not in environ.get("CONTENT_TYPE", ""):
                raise Strange("SOAPAction")
            operation = parse(body).find(f"{{{SOAP}}}Body")[0]
            if etree.QName(operation).namespace != WSS or operation.find("callContext/codeLang") is None:
                raise Strange("callContext")
            with self.sage.lock:
                content = self._operated(operation, partial)
        except (Strange, etree.XMLSyntaxError, TypeError, IndexError) as error:
            fault = (
                f"<s:Fault xmlns:s='{SOAP}'><faultcode>s:Client</faultcode><faultstring>{error}</faultstring></s:Fault>"
            )
            return "500 Internal Server Error", "text/xml; charset=utf-8", self._envelope(etree.fromstring(fault))
        return "200 OK", "text/xml; charset=utf-8", content

    def _envelope(self, content):
        envelope = etree.Element(f"{{{SOAP}}}Envelope", nsmap={"soapenv": SOAP, "xsi": XSI})
        etree.SubElement(envelope, f"{{{SOAP}}}Body").append(content)
        return etree.tostring(envelope, xml_declaration=True, encoding="UTF-8")

    def _operated(self, operation, partial):
        name = etree.QName(operation).localname
        try:
            book = BOOKS.get(operation.findtext("publicName") or "")
            if book is None:
                raise SageRefusal("Web service inconnu")
            text = getattr(self, f"op_{name}", self._unknown)(book, operation, partial)
            return self._result(name, 1, text, "")
        except SageRefusal as error:
            return self._result(name, 0, "", str(error))

    def _unknown(self, book, operation, partial):
        raise Strange(etree.QName(operation).localname)

    def _result(self, name, status, text, words):
        answer = etree.Element(f"{{{WSS}}}{name}Response", nsmap={"wss": WSS})
        result = etree.SubElement(answer, f"{name}Return")
        messages = etree.SubElement(result, "messages")
        if words:
            message = etree.SubElement(messages, "messages")
            etree.SubElement(message, "message").text = words
            etree.SubElement(message, "type").text = "3"
        etree.SubElement(result, "resultXml").text = text
        etree.SubElement(result, "status").text = str(status)
        etree.SubElement(result, "technicalInfos").set(f"{{{XSI}}}nil", "true")
        return self._envelope(answer)

    def _keys(self, operation):
        pairs = operation.find("objectKeys")
        return {} if pairs is None else {pair.findtext("key"): pair.findtext("value") or "" for pair in pairs}

    def _column(self, book, name):
        known = {"ROWID": "cbMarq", "UPDDATTIM": "cbModification", "YODKEY": book.mark, book.number[0]: book.number[1]}
        if name not in known:
            raise SageRefusal(f"Clé inconnue : {name}")
        return known[name]

    def _found(self, book, keys):
        conditions, values = [book.condition], []
        for name, value in keys.items():
            column = self._column(book, name)
            if not value:
                continue
            conditions.append(f'"{column}" = ?')
            values.append(int(value) if column == "cbMarq" and value.isdigit() else value)
        return self.sage.rows(book.table, " AND ".join(conditions), values)

    # --- operations
    def op_query(self, book, operation, partial):
        """The published list: number, technical key, moment, mark."""
        size = int(operation.findtext("listSize") or 0)
        rows = self._found(book, self._keys(operation))[:size]
        result = etree.Element("RESULT", DIM=str(size), SIZE=str(len(rows)))
        for number, row in enumerate(rows, 1):
            line = etree.SubElement(result, "LIN", NUM=str(number))
            for name in (book.number[0], "ROWID", "UPDDATTIM", "YODKEY"):
                etree.SubElement(line, "FLD", NAME=name).text = str(row[self._column(book, name)] or "")
        return etree.tostring(result, encoding="unicode")

    def op_read(self, book, operation, partial):
        """One object by its number."""
        keys = self._keys(operation)
        if set(keys) != {book.number[0]}:
            raise SageRefusal("Clé incorrecte")
        rows = self._found(book, keys)
        if not rows:
            raise SageRefusal("Enregistrement inexistant")
        return self._shown(book, rows[0])

    def _shown(self, book, row):
        root = etree.Element("RESULT")
        for block in {**book.blocks, **book.lists}:
            group = etree.SubElement(root, "GRP", ID=block)
            for name, column in book.blocks.get(block, {}).items():
                etree.SubElement(group, "FLD", NAME=name, TYPE="Char").text = to_x3(column, row[column])
            for name, columns in book.lists.get(block, {}).items():
                node = etree.SubElement(group, "LST", NAME=name, SIZE=str(len(columns)))
                for column in columns:
                    etree.SubElement(node, "ITM").text = to_x3(column, row[column])
        if "YWSSIH" in BOOKS and book is BOOKS["YWSSIH"]:
            self._invoice(root, row)
        for block, fields in book.single.items():
            table = etree.SubElement(root, "TAB", ID=block, SIZE="1")
            line = etree.SubElement(table, "LIN", NUM="1")
            for name, column in fields.items():
                etree.SubElement(line, "FLD", NAME=name).text = to_x3(column, row[column])
        if book.lines:
            self._lines(root, book, row)
        return etree.tostring(root, encoding="unicode")

    def _invoice(self, root, row):
        """Type and state of an invoice; what was paid."""
        group = next(node for node in root.iter("GRP") if node.get("ID") == "SIH0_1")
        next(node for node in group if node.get("NAME") == "STA").text = "3" if row["DO_Type"] == 7 else "1"
        etree.SubElement(group, "FLD", NAME="INVTYP").text = "2" if row["DO_Type"] == 5 else "1"
        totals = next(node for node in root.iter("GRP") if node.get("ID") == "SIH3_1")
        etree.SubElement(totals, "FLD", NAME="YPAID").text = to_x3("DO_MontantRegle", row["DO_MontantRegle"])

    def _lines(self, root, book, row):
        block, key = book.lines
        lines = self.sage.lines(row["cbMarq"])
        table = etree.SubElement(root, "TAB", ID=block, SIZE=str(len(lines)))
        for number, line in enumerate(lines, 1):
            node = etree.SubElement(table, "LIN", NUM=str(number))
            etree.SubElement(node, "FLD", NAME=key).text = str(line["DL_No"])
            for name, column in LINES.items():
                etree.SubElement(node, "FLD", NAME=name).text = to_x3(column, line[column])

    def op_save(self, book, operation, partial):
        """A new object."""
        head, lines = self._read_param(book, operation.findtext("objectXml"))
        head = {name: value for name, value in head.items() if value not in ("", None)}
        if book.table == "F_COMPTET":
            marq = self.sage.client(**head)
        elif book.table == "F_CONTACTT":
            marq = self.sage.contact(**head)
        else:
            if book.kinds[0] not in (0, 1):
                raise SageRefusal("Création interdite")
            marq = self.sage.document(lines or [], **head | {"DO_Type": book.kinds[0]})
        return self._shown(book, self.sage.row(book.table, marq))

    def op_modify(self, book, operation, partial):
        """Some fields of an object."""
        rows = self._found(book, self._keys(operation))
        if not rows:
            raise SageRefusal("Enregistrement inexistant")
        head, lines = self._read_param(book, operation.findtext("objectXml"))
        marq = rows[0]["cbMarq"]
        if book.table == "F_DOCENTETE":
            self.sage.change_document(marq, lines, **head)
        else:
            self.sage.change(book.table, marq, **head)
        return self._shown(book, self.sage.row(book.table, marq))

    def _read_param(self, book, text):
        """(columns, lines) of a PARAM; an unknown field is refused."""
        root, head, lines = parse(text), {}, None
        for group in root.iter("GRP"):
            fields, lists = book.blocks.get(group.get("ID"), {}), book.lists.get(group.get("ID"), {})
            for node in group:
                if node.tag == "LST":
                    columns = lists.get(node.get("NAME"), [])
                    head |= {column: item.text or "" for column, item in zip(columns, node, strict=False)}
                elif node.get("NAME") in fields:
                    column = fields[node.get("NAME")]
                    head[column] = from_x3(column, node.text or "")
                else:
                    raise SageRefusal(f"Champ inconnu : {node.get('NAME')}")
        for table in root.iter("TAB"):
            if table.get("ID") in book.single:
                fields = book.single[table.get("ID")]
                head |= {fields[node.get("NAME")]: node.text or "" for node in table[0]}
            else:
                lines = [self._read_line(book, line) for line in table]
        head.pop("cbMarq", None)
        return head, lines

    def _read_line(self, book, line):
        known = LINES | {book.lines[1]: "DL_No"}
        values = {known[node.get("NAME")]: from_x3(known[node.get("NAME")], node.text or "") for node in line}
        if "DL_No" in values:
            values["DL_No"] = int(values["DL_No"])
        return {name: value for name, value in values.items() if value not in ("", None)}
