"""The mail room: what can be decided about a message from its bytes alone.

Pure Python, without Odoo: reading headers that may be broken, telling a person from a robot, repairing what
cannot be parsed, finding a ticket number in a subject, making file names and HTML harmless. Every function
accepts any input and never raises on hostile data: the callers rely on it, and property tests hold it.
"""
