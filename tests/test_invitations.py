"""Inviting people by mail, and accepting."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from groups.invitation_address import address_of, invitations_at
from groups.models import AuditEntry, Group, Invitation, MailChoice, Person, Role, Subsite
from tests.test_sign_in import NEW_PASSWORD, confirmed, is_signed_in, sign_in, sign_up
from workspace.http import throttle

pytestmark = pytest.mark.once


@pytest.fixture
def worker(db):
    """Does the tasks that wait, in this transaction."""

    def work():
        for waiting in DBTaskResult.objects.ready():
            waiting.task.call(*waiting.args_kwargs["args"])

    return work


def invite(client, group, emails, **how):
    return client.post(reverse("invite", args=[group.slug]), {"emails": emails}, **how)


def invited(group):
    return set(group.invitations.values_list("email", flat=True))


@pytest.fixture
def invitation(anna, water):
    return water.invite("els@voorbeeld.nl", by=anna)


def page_of(invitation):
    return reverse("invitation", args=[invitation.token])


def test_several_addresses_are_invited_at_once(anna, water, signed_in):
    text = """els@voorbeeld.nl, "Wit, Jan" <jan@voorbeeld.nl>; Piet Puk <Piet@Voorbeeld.nl>
    Bakker, Kees <kees@voorbeeld.nl>, <mo@voorbeeld.nl>,
    """
    assert invite(signed_in(anna), water, text).status_code == 302
    names = ("els", "jan", "piet", "kees", "mo")
    assert invited(water) == {f"{name}@voorbeeld.nl" for name in names}


def test_what_cannot_be_invited_stays_in_the_field_with_its_reason(anna, daan, water, signed_in):
    anna.language = "en"
    anna.save()
    daan.emailaddress_set.create(email="daan@thuis.nl", verified=True)
    text = "els@voorbeeld.nl\nels@voorbeeld.nl\nkapot@\nanna@voorbeeld.nl;daan@thuis.nl"
    page = invite(signed_in(anna), water, text)
    assert invited(water) == {"els@voorbeeld.nl"}
    assert page.context["form"].errors["emails"] == [
        "els@voorbeeld.nl: this address is in the list twice.",
        "kapot@: this is not an e-mail address.",
        "anna@voorbeeld.nl: this is your own address.",
        "daan@thuis.nl: this person is already a member.",
    ]
    assert page.context["form"]["emails"].value().split("\n") == [
        "els@voorbeeld.nl", "kapot@", "anna@voorbeeld.nl", "daan@thuis.nl",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ["", " ,;\n", "x" * 30_000, "a\x00b@voorbeeld.nl", "\u202eels@voorbeeld.nl", "<script>@x",
     "\n".join(f"p{number}@voorbeeld.nl" for number in range(101))],
)  # fmt: skip
def test_bad_input_is_answered_beside_the_field(anna, water, signed_in, text):
    page = invite(signed_in(anna), water, text)
    assert page.context["form"].errors["emails"]
    assert not invited(water)


def test_inviting_costs_the_same_queries_however_many_besides_the_task_of_each(
    anna, water, signed_in, django_assert_max_num_queries
):
    client = signed_in(anna)
    text = "\n".join(f"p{number}@voorbeeld.nl" for number in range(50))
    with django_assert_max_num_queries(50 + 20):
        invite(client, water, text)
    assert len(invited(water)) == 50


def test_reloading_the_page_with_problems_shows_the_members(anna, water, signed_in):
    response = signed_in(anna).get(reverse("invite", args=[water.slug]))
    assert response.url == reverse("members", args=[water.slug])


def test_a_member_of_a_closed_group_does_not_invite(samira, water, signed_in):
    client = signed_in(samira)
    assert invite(client, water, "els@voorbeeld.nl").status_code == 403
    assert "emails" not in client.get(reverse("members", args=[water.slug])).content.decode()


def test_the_mail_names_who_invites_and_leads_to_the_invitation(
    invitation, worker, mailoutbox, settings
):
    assert not mailoutbox
    worker()
    (mail,) = mailoutbox
    assert mail.to == ["els@voorbeeld.nl"]
    assert "Anna Bakker" in mail.subject
    assert settings.SITE_URL + page_of(invitation) in mail.body
    assert f'href="{settings.SITE_URL}{page_of(invitation)}"' in mail.alternatives[0].content


def test_the_mail_is_in_the_language_of_who_is_invited(anna, water, worker, mailoutbox):
    Person.objects.create_user("els@voorbeeld.nl", "Els", language="en")
    water.invite("els@voorbeeld.nl", by=anna)
    worker()
    assert mailoutbox[0].subject == "Anna Bakker invites you to Water in de wijk"


def test_html_in_names_is_text_in_the_mail(anna, water, worker, mailoutbox):
    water.describe(by=anna, description="<img src=x onerror=alert(1)>")
    water.invite("els@voorbeeld.nl", by=anna)
    worker()
    assert "<img" not in mailoutbox[0].alternatives[0].content


def test_inviting_again_sends_the_same_link_again(anna, water, invitation, worker, mailoutbox):
    again = water.invite("ELS@voorbeeld.nl", by=anna)
    worker()
    assert (again.pk, again.token) == (invitation.pk, invitation.token)
    assert len(mailoutbox) == 2


def test_who_has_that_address_accepts(invitation, water, signed_in):
    els = Person.objects.create_user("els@voorbeeld.nl", "Els")
    client = signed_in(els)
    assert client.get(page_of(invitation)).context["is_own"]
    assert els not in water.members.all()
    assert client.post(page_of(invitation)).url == water.get_absolute_url()
    assert els in water.members.all()


def test_who_is_signed_in_with_another_address_reads_so_and_may_still_accept(
    invitation, water, carla, signed_in
):
    client = signed_in(carla)
    page = client.get(page_of(invitation)).content.decode()
    assert "els@voorbeeld.nl" in page
    assert carla.email in page
    client.post(page_of(invitation))
    assert carla in water.members.all()


def test_who_is_new_signs_up_and_comes_back_without_confirming_the_address_once_more(
    invitation, water, client
):
    page = client.get(page_of(invitation)).content.decode()
    signup = re.search(r'href="(/accounts/signup/[^"]*)"', page)[1].replace("&amp;", "&")
    form = client.get(signup).content.decode()
    assert 'value="els@voorbeeld.nl"' in form
    response = sign_up(client, "els@voorbeeld.nl", QUERY_STRING=signup.partition("?")[2])
    assert is_signed_in(client)
    assert response.url == page_of(invitation)
    client.post(response.url)
    assert water.members.filter(email="els@voorbeeld.nl").exists()


def test_who_is_new_but_takes_another_address_confirms_that_one(invitation, client, mailoutbox):
    client.get(page_of(invitation))
    sign_up(client, "mallory@voorbeeld.nl")
    assert not is_signed_in(client)
    mallory = Person.objects.get(email="mallory@voorbeeld.nl")
    assert not mallory.emailaddress_set.filter(email="els@voorbeeld.nl").exists()


def test_who_has_an_account_signs_in_and_comes_back(invitation, client):
    confirmed(Person.objects.create_user("els@voorbeeld.nl", "Els", NEW_PASSWORD))
    response = client.post(page_of(invitation))
    assert response.url == f"{reverse('account_login')}?next={page_of(invitation)}"
    page = client.get(response.url).content.decode()
    assert f'value="{page_of(invitation)}"' in page
    sign_in(client, "els@voorbeeld.nl", NEW_PASSWORD)
    assert is_signed_in(client)


def test_an_invitation_is_used_once(invitation, water, carla, daan, signed_in):
    signed_in(carla).post(page_of(invitation))
    other = Person.objects.create_user("eve@voorbeeld.nl", "Eve")
    assert signed_in(other).post(page_of(invitation)).status_code == 410
    assert signed_in(carla).get(page_of(invitation)).url == water.get_absolute_url()


def test_an_old_invitation_says_so(invitation, client):
    Invitation.objects.update(invited_at=invitation.invited_at - timedelta(days=31))
    assert client.get(page_of(invitation)).status_code == 410


def test_a_token_that_nobody_gave_is_not_found(client, db):
    assert client.get(reverse("invitation", args=["x" * 32])).status_code == 404
    assert client.get(reverse("invitation", args=["x" * 900])).status_code == 404


def test_the_list_of_groups_shows_invitations_to_addresses_that_are_confirmed(
    invitation, signed_in
):
    els = Person.objects.create_user("els@voorbeeld.nl", "Els")
    client = signed_in(els)
    assert not client.get(reverse("groups")).context["invitations"]
    confirmed(els)
    assert list(client.get(reverse("groups")).context["invitations"]) == [invitation]


def test_an_invitation_is_withdrawn_by_a_moderator_and_lets_nobody_in(
    invitation, water, daan, carla, signed_in
):
    change(signed_in(daan), invitation, "withdraw")
    assert signed_in(carla).post(page_of(invitation)).status_code == 410
    assert carla not in water.members.all()
    assert AuditEntry.objects.filter(action="withdraw_invitation", actor=daan).exists()


def test_a_member_withdraws_and_resends_no_invitation_of_another(
    invitation, samira, carla, signed_in
):
    for verb in ("withdraw", "resend"):
        assert change(signed_in(samira), invitation, verb).status_code == 403
        assert change(signed_in(carla), invitation, verb).status_code == 404
    assert Invitation.objects.open().filter(pk=invitation.pk).exists()


def test_the_mail_is_sent_again_and_holds_for_another_month(
    invitation, daan, signed_in, worker, mailoutbox
):
    Invitation.objects.update(invited_at=timezone.now() - timedelta(days=29))
    change(signed_in(daan), invitation, "resend")
    worker()
    assert page_of(invitation) in mailoutbox[-1].body
    invitation.refresh_from_db()
    assert invitation.invited_at > timezone.now() - timedelta(minutes=1)


def test_nobodys_mailbox_is_filled_by_sending_again(invitation, daan, signed_in):
    client = signed_in(daan)
    answers = [change(client, invitation, "resend").status_code for _time in range(6)]
    assert answers == [302] * 5 + [429]


def test_who_invites_too_many_in_a_day_reads_so_and_keeps_the_addresses(
    water, anna, signed_in, monkeypatch
):
    monkeypatch.setitem(throttle.RATES, "invite", [throttle.Rate(1, throttle.DAY)])
    client = signed_in(anna)
    invite(client, water, "els@voorbeeld.nl")
    page = invite(client, water, "jan@voorbeeld.nl")
    assert page.status_code == 429
    assert page.context["form"].non_field_errors()
    assert "jan@voorbeeld.nl" in page.content.decode()
    assert invited(water) == {"els@voorbeeld.nl"}


def test_who_was_banned_does_not_accept(invitation, water, anna, carla, signed_in):
    water.ban(carla, by=anna, grounds="Ruzie")
    assert signed_in(carla).post(page_of(invitation)).status_code == 410
    assert Invitation.objects.open().filter(pk=invitation.pk).exists()


def test_who_was_banned_is_not_invited(water, anna, carla, signed_in):
    anna.language = "en"
    anna.save()
    water.ban(carla, by=anna, grounds="Ruzie")
    page = invite(signed_in(anna), water, carla.email)
    assert page.context["form"].errors["emails"] == [
        "carla@voorbeeld.nl: this person was put out of the group."
    ]


def test_an_address_that_someone_else_did_not_confirm_stands_in_nobodys_way(
    water, anna, samira, signed_in
):
    samira.emailaddress_set.create(email="els@voorbeeld.nl", verified=False)
    invite(signed_in(anna), water, "els@voorbeeld.nl")
    assert invited(water) == {"els@voorbeeld.nl"}


def test_invitations_of_who_was_put_out_let_nobody_in(water, anna, daan, carla, signed_in):
    invitation = water.invite("els@voorbeeld.nl", by=daan)
    water.remove(daan, by=anna, grounds="Uit dienst")
    assert signed_in(carla).post(page_of(invitation)).status_code == 410


def test_who_is_invited_to_one_conversation_becomes_its_guest(
    water, mobility, anna, carla, signed_in
):
    invitation = mobility.bring_in("carla@voorbeeld.nl", by=anna)
    client = signed_in(carla)
    assert mobility.subject in client.get(page_of(invitation)).content.decode()
    assert client.post(page_of(invitation)).url == mobility.get_absolute_url()
    assert water.memberships.get(person=carla).role == Role.GUEST
    assert client.get(mobility.get_absolute_url()).status_code == 200
    assert client.get(page_of(invitation)).url == mobility.get_absolute_url()


def test_who_accepts_in_a_closed_sub_site_is_led_to_its_door(water, anna, carla, signed_in):
    place = Subsite.objects.create(name="Delta", slug="delta", is_closed=True)
    Group.objects.filter(pk=water.pk).update(subsite=place)
    invitation = Invitation.objects.create(
        group=water, stream=water.stream, email=carla.email, invited_by=anna
    )
    response = signed_in(carla).post(page_of(invitation))
    assert response.url == reverse("subsite_door", args=["delta"])


def test_invitations_are_in_the_audit_log_without_the_addresses(invitation, anna, water):
    entry = AuditEntry.objects.get(action="invite")
    assert (entry.actor, entry.group) == (anna, water)
    assert entry.about == {"invitations": [invitation.pk]}


def change(client, invitation, verb):
    path = reverse("invitation_change", args=[invitation.group.slug, invitation.pk])
    return client.post(path, {verb: ""})


def test_who_wants_no_account_takes_part_by_mail(invitation, water, client):
    page = reverse("invitation_by_mail", args=[invitation.token])
    assert page in client.get(reverse("invitation", args=[invitation.token])).content.decode()
    assert client.post(page, {"name": " "}).status_code == 422
    assert client.post(page, {"name": "Carla de Wit"}).status_code == 200
    membership = water.memberships.select_related("person").get(person__email=invitation.email)
    assert membership.person.name == "Carla de Wit"
    assert membership.person.is_by_mail and membership.mail == MailChoice.EVERY
    assert client.get(page).status_code == 410


def test_who_has_an_account_signs_in_instead(anna, water, carla, client):
    invitation = water.invite(carla.email, by=anna)
    page = reverse("invitation_by_mail", args=[invitation.token])
    answer = client.post(page, {"name": "Iemand anders"})
    assert answer.status_code == 302 and reverse("account_login") in answer.url
    assert not water.memberships.filter(person=carla).exists()


def test_the_mail_can_be_answered_by_who_has_no_account(
    invitation, anna, water, carla, worker, mailoutbox
):
    water.invite(carla.email, by=anna)
    worker()
    to_new, to_known = mailoutbox
    address = to_new.reply_to[0].upper()
    assert invitations_at([address]) == {address: invitation}
    assert to_known.reply_to == []
    assert invitations_at([to_new.reply_to[0].replace("i-", "i-9")]) == {}


def test_an_invitation_that_is_over_has_no_address(invitation, anna):
    address = address_of(invitation)
    invitation.withdraw(by=anna)
    assert invitations_at([address]) == {}
