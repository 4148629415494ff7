"""What may be tried by who means harm, and what bad luck does: with mail in and out."""

import pytest

from conversations.mail import addresses, mime
from conversations.mail.authentication import results
from conversations.models import Thread
from tests.mail.written import mail, vouched

OURS = "mx.beraad.example"
LIE, FAIL = (f"dmarc={result} header.from=rivierstad.example" for result in ("pass", "fail"))


@pytest.mark.once
@pytest.mark.parametrize(
    "said",
    [
        f'spf=pass smtp.mailfrom="a; {LIE}"@elders.example; {FAIL}',
        f'spf=pass smtp.mailfrom="a; {LIE}"@elders.example',
        f'dkim=pass header.i="x; {LIE};"@elders.example header.d=elders.example',
        f"spf=pass (helo=(x); {LIE}) smtp.mailfrom=a@elders.example",
        f'spf=pass (says "hello) smtp.mailfrom=a@elders.example; x=("; {LIE})',
        f"{FAIL}; {LIE}",
        f'spf=pass smtp.mailfrom="{"x" * 400}; {LIE}"@elders.example',
    ],
)
def test_what_our_server_repeats_of_others_is_no_result_of_its_own(said):
    """Whoever sends chooses what stands in MAIL FROM, HELO and a signature."""
    field = f"Authentication-Results: {OURS}; {said}\r\n"
    mail = mime.read(f"{field}From: jan@rivierstad.example\r\n\r\nJa.".encode())
    found = results.found_by([OURS], mail.headers, "")
    assert not results.dmarc(found, "rivierstad.example")[0]


@pytest.fixture
def admin(carla):
    """Who runs the platform."""
    carla.make_administrator()
    return carla


@pytest.mark.once
def test_a_forged_result_does_not_count_the_second_time_either(
    comes_in, water, samira, admin, answered
):
    """Whoever brought a mail by SMTP is not in the log; so a second try believes no field in it."""
    forged = vouched(mail("samira@voorbeeld.nl", "Ik geef het op.", subject="Vaarwel"))
    delivery = comes_in(
        forged, addresses.group_address(water), transport="smtp", peer="9.9.9.9", helo="x"
    )
    assert (delivery.outcome, delivery.reason) == ("held", "unproven-sender")
    delivery.redeliver(admin)
    assert (delivery.outcome, delivery.reason) == ("held", "unproven-sender")
    assert not Thread.objects.exists()
    assert [each.to for each in answered()] == [["samira@voorbeeld.nl"]]
    delivery.confirm()  # it still waits for her
    assert Thread.objects.get().author == samira
