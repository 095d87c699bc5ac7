"""What may go wrong with SAGE. Texts are for logs; what a person reads comes from `words_fr`, by the code."""


class SageError(Exception):
    """Base of the family.

    :ivar code: short name of the reason, such as `pool_off`; `words_fr` has its French sentence
    :ivar detail: what is particular to this case (a value, an answer of SAGE), may be empty
    """

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail


class Unavailable(SageError):
    """SAGE cannot be reached, or says that it is busy: nothing was done, the same may be tried later."""


class OutcomeUnknown(SageError):
    """Something was sent and no answer came: it may have been done. The mark is searched before anything else."""


class Refused(SageError):
    """SAGE said no, or the exchange may not go on: trying again changes nothing, a person must look."""


class BrakeOn(Refused):
    """More records than allowed would change or vanish; nothing was written.

    :ivar touched: how many records would change or vanish
    :ivar known: of how many
    """

    def __init__(self, code: str, touched: int, known: int) -> None:
        super().__init__(code, f"{touched}/{known}")
        self.touched = touched
        self.known = known


class BadData(SageError):
    """One record cannot be taken; the others go on.

    :ivar line: number of the line in its file (1 = first line of the file), 0 when there is no file
    :ivar source: where the line comes from (name of a file), may be empty
    :ivar raw: the line as it came, as far as it could be read
    """

    def __init__(self, line: int, code: str, detail: str = "", *, source: str = "", raw: str = "") -> None:
        super().__init__(code, detail)
        self.line = line
        self.source = source
        self.raw = raw
