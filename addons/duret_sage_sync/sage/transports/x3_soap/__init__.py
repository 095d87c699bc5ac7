"""Sage X3 by its SOAP web services (CAdxWebServiceXmlCC)."""
