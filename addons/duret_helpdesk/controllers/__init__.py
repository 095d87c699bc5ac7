from . import my_tickets, tickets
