"""The first line of a letter."""

FORMAL = "Madame, Monsieur,"
NAME_LENGTH = 60  # a longer « name » is a subject or an address that got there by mistake


def greeting(name: str, civility: str = "", is_person: bool = True) -> str:
    """Greet somebody as politely as what is known of him allows.

    :param str name: name of the contact, may be empty
    :param str civility: « Madame », « Monsieur », or empty when it is not known: it is never guessed
    :param bool is_person: False for a firm, which is not called by its name

    >>> greeting("Jeanne Favre", "Madame")
    'Bonjour Madame Jeanne Favre,'
    >>> greeting("Jeanne Favre")
    'Bonjour Jeanne Favre,'
    >>> greeting("Régie du Lac", is_person=False), greeting("jeanne@client.example"), greeting("")
    ('Madame, Monsieur,', 'Madame, Monsieur,', 'Madame, Monsieur,')
    """
    name = " ".join((name or "").split())
    is_name = is_person and 0 < len(name) <= NAME_LENGTH and name[0].isalpha() and "@" not in name
    if not is_name:
        return FORMAL
    return " ".join(filter(None, ("Bonjour", civility, name))) + ","
