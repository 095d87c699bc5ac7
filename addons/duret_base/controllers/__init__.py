from . import confirm, portal
