"""Why a file cannot be read."""


class SheetError(Exception):
    """The file as a whole cannot be read.

    :ivar code: empty, too_big, bomb, password, old_format, macros, not_a_sheet, damaged, no_rows, too_many_rows
    """

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code
