from . import fsm_order
from . import fsm_person
from . import stock_move
