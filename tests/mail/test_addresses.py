"""The addresses that people write to: signed, short enough, and nobody's when they were revoked."""

import pytest

from conversations.mail import addresses, ids

pytestmark = pytest.mark.once


def test_a_reply_address_says_who_writes_in_which_conversation(mobility, samira):
    address = addresses.reply_address(samira, mobility)
    known = addresses.parse(address)
    assert (known.kind, known.person, known.thing) == ("r", samira, mobility.pk)


def test_upper_case_is_as_good(mobility, samira):
    assert addresses.parse(addresses.reply_address(samira, mobility).upper()).person == samira


def test_it_can_ask_for_something(mobility, samira):
    assert addresses.parse(addresses.reply_address(samira, mobility, "mute")).command == "mute"


def test_it_fits_in_the_local_part_of_an_address_also_with_large_keys(mobility, samira):
    mobility.pk, samira.pk = 2**63 - 1, 2**63 - 1
    local = addresses.reply_address(samira, mobility, "a" * 12).partition("@")[0]
    assert len(local) <= addresses.MAX_LOCAL
    assert local == local.lower()


@pytest.mark.parametrize("key", [7, 300, 70_000, 2**24])
def test_one_character_more_or_other_makes_it_nobodys(mobility, samira, key):
    mobility.pk = key
    local, _at, domain = addresses.reply_address(samira, mobility).partition("@")
    for n in range(2, len(local)):
        other = local[:n] + ("a" if local[n] != "a" else "b") + local[n + 1 :]
        assert addresses.parse(f"{other}@{domain}") is None
    assert addresses.parse(f"{local}a@{domain}") is None


def test_a_token_is_good_for_what_it_was_made_for_only(mobility, samira):
    address = addresses.reply_address(samira, mobility)
    assert addresses.parse("b" + address[1:]) is None
    assert addresses.parse("o" + address[1:]) is None


def test_what_was_revoked_is_nobodys(mobility, samira):
    address = addresses.reply_address(samira, mobility)
    addresses.revoke_all(samira)
    assert addresses.parse(address) is None
    assert addresses.parse(addresses.reply_address(samira, mobility)) is not None


@pytest.mark.parametrize(
    "address",
    ["", "@", "r-@localhost", "r-%%%@localhost", "r-aaaaaaaa@localhost", "r-" + "a" * 300, "é@é",
     "r-7777777777777777777777777777@localhost", "r-qh777777777777ybaaaaaaaaaaaaaaaa@localhost"],
)  # fmt: skip
def test_junk_is_nobodys(db, address):
    assert addresses.parse(address) is None


def test_a_group_is_reached_at_its_slug(water):
    own, elsewhere = addresses.group_address(water), f"{water.slug}@elders.nl"
    assert addresses.groups_at([own, elsewhere]) == {own: water}


def test_our_message_ids_say_which_message_it_is(mobility):
    message = mobility.messages.get()
    assert ids.parse(ids.message_id(message)[1:-1]) == (mobility.pk, message.pk)
    assert ids.parse(ids.root_id(mobility)[1:-1]) == (mobility.pk, 0)
    assert ids.parse(f"{mobility.pk}.1@elders.nl") is None
