"""Where people choose what they get by mail, and owners what mail does in their group."""

import pytest
from django.urls import reverse

from conversations.mail import addresses
from groups.models import Group, MailChoice, MailDoor, Person

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def page(client, name, *args):
    return client.get(reverse(name, args=args)).content.decode()


def test_a_member_chooses_for_each_group_and_sees_all_choices_on_one_page(
    signed_in, samira, water, mobility
):
    client = signed_in(samira)
    before = samira.memberships.get(group=water)
    client.post(reverse("group_mail", args=[water.slug]), {"mail": "daily", "digest_hour": "17"})
    membership = samira.memberships.get(group=water)
    assert (membership.mail, membership.digest_hour) == (MailChoice.DAILY, 17)
    assert before.digested_at is None and membership.digested_at is not None
    mobility.participation(samira).attend("follow")
    html = page(client, "my_mail")
    assert "17:00" in html
    assert mobility.subject in html
    back = {"value": "", "next": reverse("my_mail")}
    response = client.post(reverse("attention", args=[mobility.pk]), back)
    assert response.url == reverse("my_mail")
    assert f"/threads/{mobility.pk}/attention/" not in page(client, "my_mail")


def test_another_hour_begins_no_new_summary(samira, water):
    membership = samira.memberships.get(group=water)
    membership.choose_mail("daily", 8)
    began = membership.digested_at
    membership.choose_mail("daily", 9)
    membership.refresh_from_db()
    assert (membership.digest_hour, membership.digested_at) == (9, began)


def test_the_page_of_all_choices_costs_as_much_with_many_groups_as_with_few(
    signed_in, anna, django_assert_max_num_queries
):
    client = signed_in(anna)
    Group.objects.open_by(anna, "Een")
    with django_assert_max_num_queries(25) as few:
        page(client, "my_mail")
    for number in range(10):
        Group.objects.open_by(anna, f"Groep {number}")
    with django_assert_max_num_queries(len(few)):
        assert "Groep 9" in page(client, "my_mail")


def test_addresses_are_made_invalid_after_a_question(signed_in, samira, mobility):
    client, address = signed_in(samira), addresses.reply_address(samira, mobility)
    page(client, "mail_revoke")
    assert addresses.parse(address)
    client.post(reverse("mail_revoke"))
    assert addresses.parse(address) is None


def test_the_address_of_a_group_stands_where_a_person_may_write_to_it(
    signed_in, anna, samira, carla, water, square, client
):
    own, open_one = addresses.group_address(water), addresses.group_address(square)
    assert f"mailto:{own}" in page(signed_in(samira), "group", water.slug)
    assert f"mailto:{own}" in page(signed_in(samira), "group_mail", water.slug)
    assert open_one not in page(signed_in(carla), "group", square.slug)
    square.describe(by=anna, mail_door=MailDoor.ANYONE, reading="public")
    assert open_one in page(signed_in(carla), "group", square.slug)
    assert open_one not in page(client, "group", square.slug)
    water.describe(by=anna, mail_door=MailDoor.NOBODY)
    for name in ("group", "group_mail"):
        assert own not in page(signed_in(samira), name, water.slug)


def test_an_owner_decides_what_mail_does_in_the_group(signed_in, anna, water):
    client = signed_in(anna)
    settings = {
        "name": "Water", "reading": "members", "joining": "invitation", "mail_door": "invited",
    }  # fmt: skip
    client.post(reverse("group_settings", args=[water.slug]), settings)
    water.refresh_from_db()
    assert (water.mail_door, water.mails_words) == (MailDoor.INVITED, False)
    html = page(client, "group_settings", water.slug)
    assert html.count('class="consequence"') == 10


def test_the_list_of_members_says_who_takes_part_by_mail(signed_in, anna, water):
    vera = Person.objects.create_user("vera@voorbeeld.nl", "Vera Mol", language="nl")
    water.admit(vera)
    anna.language = "en"
    anna.save()
    html = page(signed_in(anna), "members", water.slug)
    assert html.count("takes part by mail") == 1
