# Not models of Odoo: `read` and `create` override nothing.
# pylint: disable=method-required-super
"""Calls of the web services of X3 with zeep, described by a file of ours: nothing is fetched to build them."""

import posixpath
from collections.abc import Sequence
from pathlib import Path

import requests
from zeep import Client, Settings
from zeep.exceptions import Error as ZeepError
from zeep.transports import Transport as ZeepTransport

from ...errors import OutcomeUnknown, Refused, SageError, Unavailable
from ..http_door import HttpDoor, refuse_status

HERE = Path(__file__).parent
NAMESPACE = "http://www.adonix.com/WSS"
BINDING = f"{{{NAMESPACE}}}CAdxWebServiceXmlCCSoapBinding"
PATH = "/soap-generic/syracuse/collaboration/syracuse/CAdxWebServiceXmlCC"
FILES = {"service.wsdl": "service.wsdl", "soap_encoding.xsd": "soap_encoding.xsd", "": "soap_encoding.xsd"}
POOL_OFF = b"No Web services accepted"


class _Wire(ZeepTransport):
    """zeep's way to files and to the network: two files of ours, one address."""

    def __init__(self, door: HttpDoor):
        super().__init__(session=requests.Session())
        self.door = door
        self.writes = False

    def load(self, url):
        """One of our two files, whatever folder or address asks for it; nothing else exists."""
        name = posixpath.basename(str(url))
        if name not in FILES:
            raise Refused("unknown_service", str(url))
        return (HERE / FILES[name]).read_bytes()

    def post(self, address, message, headers):
        """One request; what an HTTP status means is decided here, what a SOAP answer means by the caller."""
        response = self.door.send("POST", address, message, headers, writes=self.writes)
        if POOL_OFF in response.content:
            raise Unavailable("pool_off")
        if response.status_code == 404:
            raise Refused("unknown_service", address)
        if not (response.status_code == 500 and b"Envelope" in response.content):
            refuse_status(response, writes=self.writes, words=response.text[:80] if response.status_code != 401 else "")
        return response


class X3Service:
    """The operations that the exchange uses. Each returns the text of `resultXml`.

    :param language: of the messages of SAGE; :param pool: alias of the pool
    """

    def __init__(self, door: HttpDoor, language: str = "FRA", pool: str = ""):
        self.wire = _Wire(door)
        # Large lists are one long text node: its size is bounded by the door, document types are refused.
        settings = Settings(strict=False, xml_huge_tree=True, forbid_dtd=True, forbid_entities=True)
        self.client = Client(str(HERE / "service.wsdl"), transport=self.wire, settings=settings)
        address = door.url if door.url.endswith(posixpath.basename(PATH)) else door.url + PATH
        self.service = self.client.create_service(BINDING, address)
        self.context = {
            "codeLang": language,
            "codeUser": "",
            "password": "",
            "poolAlias": pool,
            "poolId": "",
            "requestConfig": "adxwss.optreturn=XML",
        }

    def _keys(self, pairs: Sequence[tuple[str, str]]):
        pair = self.client.get_type(f"{{{NAMESPACE}}}CAdxParamKeyValue")
        array = self.client.get_type(f"{{{NAMESPACE}}}ArrayOfCAdxParamKeyValue")
        return array([pair(key=key, value=value) for key, value in pairs])

    def _call(self, operation: str, writes: bool, *arguments) -> tuple[bool, str, str]:
        """(went well, resultXml, what SAGE says). The status of SAGE is in the answer: HTTP 200 says nothing."""
        self.wire.writes = writes
        lost: type[SageError] = OutcomeUnknown if writes else Unavailable
        try:
            result = self.service[operation](self.context, *arguments)
            status, text = result.status, result.resultXml
        except ZeepError as error:
            raise lost("no_answer" if writes else "malformed", str(error)[:120]) from error
        except AttributeError as error:
            # An answer without the fields of CAdxResultXml.
            raise lost("no_answer" if writes else "malformed", operation) from error
        if status is None:
            raise lost("no_answer" if writes else "malformed", operation)
        return int(status) == 1, text or "", _said(result)

    def list(self, published: str, pairs: Sequence[tuple[str, str]], size: int) -> str:
        """Lines of a published list, those whose columns have these values."""
        well, text, words = self._call("query", False, published, self._keys(pairs), size)
        if not well:
            raise Refused("sage_says_no", f"{published} {words}".strip())
        return text

    def read(self, published: str, pairs: Sequence[tuple[str, str]]) -> str | None:
        """An object by its number; None when SAGE says no, which is also how it says « not found »."""
        well, text, _words = self._call("read", False, published, self._keys(pairs))
        return text if well else None

    def save(self, published: str, xml: str) -> str:
        """Create an object."""
        return self._written(self._call("save", True, published, xml))

    def modify(self, published: str, pairs: Sequence[tuple[str, str]], xml: str) -> str:
        """Change an object."""
        return self._written(self._call("modify", True, published, self._keys(pairs), xml))

    def _written(self, answer: tuple[bool, str, str]) -> str:
        well, text, words = answer
        if not well:
            raise Refused("sage_says_no", words)
        return text


def _said(result) -> str:
    """The sentences of SAGE in an answer, some of which zeep gives as a list, some as an object."""
    messages = result.messages
    if messages is None:
        return ""
    if not isinstance(messages, list):
        messages = getattr(messages, "messages", None) or [messages]
    said = [getattr(message, "message", None) or (message if isinstance(message, str) else "") for message in messages]
    return " / ".join(text for text in said if text)[:300]
