from . import access, my_tickets, request_form, tickets
