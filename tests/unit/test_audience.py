"""Colleagues' domains."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mailroom.audience import is_internal, parse_domains

LABEL = st.from_regex(r"[a-z][a-z0-9]{0,8}", fullmatch=True)
DOMAIN = st.builds(lambda parts: ".".join(parts), st.lists(LABEL, min_size=2, max_size=4)).filter(
    lambda domain: len(domain.rpartition(".")[2]) > 1
)


@given(st.lists(DOMAIN, unique=True), st.sampled_from([", ", ";", "\n", "  ", ",@"]))
def test_a_typed_list_is_read_back(domains, separator):
    assert parse_domains(separator.join(domains)) == tuple(domains)


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_with_its_word(text):
    try:
        domains = parse_domains(text)
    except ValueError as error:
        assert str(error) and "@" + str(error) not in text.split("@", 1)[0]
    else:
        assert all(parse_domains(domain) == (domain,) for domain in domains)


@given(DOMAIN, DOMAIN, LABEL)
def test_below_is_inside_beside_is_outside(domain, other, local):
    assert is_internal(f"{local}@{domain}", [domain])
    assert is_internal(f"{local}@{local}.{domain}".upper(), [domain])
    assert not is_internal(f"{local}@x{domain}", [domain])
    assert not is_internal(domain, [domain]) and not is_internal("", [domain])
    if not (other == domain or other.endswith(f".{domain}")):
        assert not is_internal(f"{local}@{other}", [domain])


@pytest.mark.parametrize("text", ["duret", "duret..fr", "-duret.fr", "http://duret.fr", "a b@c.fr@"])
def test_what_is_no_domain(text):
    with pytest.raises(ValueError):
        parse_domains(text)
