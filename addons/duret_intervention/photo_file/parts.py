"""How far a photo came that is sent in pieces: always a beginning without a hole."""


def accept(received, offset, data):
    """Say what a piece adds to the beginning that is already there.

    A piece sent twice, or one that overlaps, adds only what is new; one that would leave a hole adds nothing: the
    sender is told from where to go on.

    :param int received: bytes already there
    :param int offset: where the piece begins
    :param bytes data:
    :return: bytes to append, possibly none

    >>> accept(0, 0, b"abc"), accept(2, 0, b"abc"), accept(3, 0, b"abc"), accept(1, 2, b"c")
    (b'abc', b'c', b'', b'')
    """
    if offset > received:
        return b""
    return data[received - offset :]
