"""A comment with the words that weighed, for the screen."""

import unicodedata


def pieces(text, words):
    """Cut a comment at the words that weighed; those that overlap are shown as one.

    :param str text: the comment
    :param words: as `Reason.shown` gives them
    :return: list of (piece, True when it weighed)

    >>> pieces("Toujours pas réparé, merci", ["Toujours pas", "pas réparé"])
    [('Toujours pas réparé', True), (', merci', False)]
    """
    text = unicodedata.normalize("NFC", text)
    weighed = set()
    for word in filter(None, words):
        place = text.find(word)
        while place >= 0:
            weighed.update(range(place, place + len(word)))
            place = text.find(word, place + len(word))
    found = []
    for place, letter in enumerate(text):
        is_weighed = place in weighed
        if found and found[-1][1] == is_weighed:
            found[-1][0].append(letter)
        else:
            found.append(([letter], is_weighed))
    return [("".join(letters), is_weighed) for letters, is_weighed in found]
