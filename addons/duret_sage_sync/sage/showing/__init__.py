"""What people are shown of a record that travels: French labels, values as they are said, where two texts differ."""

from .differing import Piece, as_compared, differences
from .labels import label
from .values import EMPTY, line_text, moment, shown

__all__ = ["EMPTY", "Piece", "as_compared", "differences", "label", "line_text", "moment", "shown"]
