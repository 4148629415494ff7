"""What stands in the mails of a conversation."""

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from conversations.kinds import MailVerb, outcome_kinds
from conversations.mail import letters
from conversations.mail.addresses import outcome_address, reply_address
from conversations.mail.letters.plain import plain
from conversations.mail.letters.style import NAMES, colours_of
from conversations.models import Attachment, Thread
from groups.models import Group, Organisation
from groups.subsites.colours import Colour, contrast
from groups.subsites.theme import Theme

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def composed(thread, numbers, language="en", **more):
    thread = Thread.objects.select_related("group__subsite", "closure").get(pk=thread.pk)
    messages = said_in(thread)
    chosen = [message for message in messages if message.number in numbers]
    earlier = [message for message in messages if message.number < min(numbers)][-1:]
    return letters.compose(thread, chosen, earlier=earlier, language=language, **more)


def said_in(thread):
    return list(thread.messages.standing().filter(notice__isnull=True).with_author())


def read_by(person, letter, why="every"):
    return letter.addressed(letters.values(letter, person, why=why))


def picture(name, size=(3000, 1500), kind="PNG", noise=False):
    made = BytesIO()
    image = Image.effect_noise(size, 90) if noise else Image.new("RGB", size, "teal")
    image.save(made, kind)
    return SimpleUploadedFile(name, made.getvalue())


def test_it_says_who_wrote_what_who_reads_the_answer_and_what_a_reply_does(
    mobility, samira, daan, say
):
    samira.is_external = True
    samira.organisation = Organisation.objects.create(name="Ministerie van Ruimte & Water")
    samira.save()
    say(mobility, samira, "Ik kijk **mee**, @daan.kuipers: zie [het plan](/threads/1/)")
    text, html = read_by(daan, composed(mobility, {2}))
    for words in (
        "Write your reply above this line", "Fietsen langs de singel", "Water in de wijk",
        "Samira Öztürk", "external", "@Daan Kuipers", "Wie kijkt er mee?",
        "Your answer is read by the 3 members of Water in de wijk.", "You answer by a reply",
        "because you chose every message of Water in de wijk",
    ):  # fmt: skip
        assert words in text and words in html
    assert "Ministerie van Ruimte & Water" in text
    assert "Ministerie van Ruimte &amp; Water" in html
    assert "Ik kijk *mee*" in text
    assert '<a href="http://localhost:8000/threads/1/"' in html
    assert 'lang="en"' in html
    assert text.startswith("## Write your reply above this line ##\n")


def test_it_is_rendered_once_and_filled_in_for_each_with_nothing_of_anothers(
    mobility, daan, samira, water, anna
):
    water.describe(by=anna, name="Water & <lucht>")
    letter = composed(mobility, {1})
    (text, html), (others_text, _html) = read_by(daan, letter), read_by(samira, letter)
    assert text != others_text
    for link in set(others_text.split()) - set(text.split()):
        assert link not in html
    assert "every message of Water &amp; &lt;lucht&gt;." in html
    assert "every message of Water & <lucht>." in text
    with pytest.raises(KeyError):
        letter.addressed({})


def test_what_a_message_answers_stands_before_it_in_few_words(mobility, daan, samira, say):
    long = say(mobility, daan, "Het oude voorstel. " + "Nog een zin. " * 60)
    say(mobility, samira, "Iets anders")
    say(mobility, samira, "Daar ben ik voor", quotes=long)
    text, _html = read_by(daan, composed(mobility, {4}))
    quoted = [line for line in text.splitlines() if line.startswith(">")]
    assert quoted[0] == "> Answer to Daan Kuipers:"
    assert len(quoted) <= 6 and max(map(len, quoted)) < 78
    assert "Iets anders" not in text
    text, _html = read_by(daan, composed(mobility, {2, 3, 4}))
    assert text.count("Het oude voorstel") == 2
    text, _html = read_by(daan, composed(mobility, {3}))
    assert "> Before this, Daan Kuipers wrote:\n> Het oude voorstel." in text


def test_the_first_words_are_those_of_the_message(mobility, daan, samira, say):
    say(mobility, daan, "> Een citaat\n> > erin\n\nZie [hier](https://a.nl/) of daar, als a > b.")
    say(mobility, samira, "Ja")
    text, html = read_by(daan, composed(mobility, {3}))
    assert "> Een citaat erin Zie hier <https://a.nl/> of daar, als a > b." in text
    assert "Zie hier &lt;https://a.nl/&gt; of daar, als a &gt; b." in html


def test_where_no_answer_is_taken_none_is_asked_for(mobility, daan, anna):
    for letter in (composed(mobility, {1}, may_answer=False), None):
        if letter is None:
            mobility.close(anna)
            letter = composed(mobility, {1})
        text, html = read_by(daan, letter)
        assert "above this line" not in text + html
        assert "You answer by a reply" not in text + html


def test_what_was_taken_back_is_in_no_part_of_it(mobility, daan, samira, say):
    say(mobility, samira, "Geheimwoord").withdraw(samira)
    say(mobility, samira, "Ik bedoelde iets anders", quotes=mobility.messages.get(number=2))
    assert "Geheimwoord" not in "".join(read_by(daan, composed(mobility, {3})))


def test_the_time_is_that_of_the_readers_clock(mobility, daan):
    message = mobility.messages.get()
    message.posted_at = datetime(2026, 7, 1, 10, 5, tzinfo=UTC)
    message.save()
    assert "Wednesday 1 July, 12:05" in read_by(daan, composed(mobility, {1}))[0]
    letter = composed(mobility, {1}, time_zone="America/Curacao")
    assert "Wednesday 1 July, 06:05" in read_by(daan, letter)[0]


def test_that_a_moderator_may_look_first_is_said(mobility, daan, anna):
    assert "within seconds" in read_by(daan, composed(mobility, {1}))[0]
    mobility.group.describe(by=anna, approves_newcomers=True)
    text, html = read_by(daan, composed(mobility, {1}))
    assert "a moderator may look at it first" in text and "may look at it first" in html
    assert "within seconds" not in text + html


def test_a_card_has_its_state_and_buttons_for_the_browser_and_for_mail(mobility, daan, anna):
    config = outcome_kinds()["task"]
    task = config.outcomes.grow(
        mobility, anna, title="Rekken tellen", body="Bij het station", client_id="t"
    )
    verbs = {task.message_id: [MailVerb("done", "It is done"), MailVerb("no", "I cannot", True)]}
    letter = composed(mobility, {2}, verbs=verbs)
    text, html = read_by(daan, letter)
    assert "[Task: Open] Rekken tellen" in text
    assert "Who does it: Nobody yet" in text
    address = outcome_address(daan, task.message, "done")
    assert f"mailto:{address}" in text
    assert f'href="mailto:{address}?subject=It%20is%20done%3A%20Rekken%20tellen"' in html
    assert text.count("/mail/answer/") == html.count("/mail/answer/") == 2
    assert "/mail/answer/" not in "".join(read_by(daan, composed(mobility, {2})))


def test_pictures_go_along_small_and_other_files_as_links(files, mobility, daan, samira, say):
    uploads = [
        picture("kaart.png"), picture("ruis.png", (2000, 2000), noise=True),
        picture("nog meer ruis.png", (1900, 1900), noise=True),
        picture("web.webp", (300, 200), "WEBP"), SimpleUploadedFile("plan.odt", b"inhoud"),
    ]  # fmt: skip
    say(mobility, samira, "Vijf bestanden", files=Attachment.keep(uploads))
    cut = say(mobility, samira, "Kapot", files=Attachment.keep([picture("kapot.png")]))
    [broken] = cut.attachments.all()
    with Path(broken.file.path).open("r+b") as file:
        file.truncate(200)
    letter = composed(mobility, {2, 3})
    _text, html = read_by(daan, letter)
    assert {"kaart.jpeg", "web.jpeg"} <= {image.name for image in letter.images}
    assert sum(len(image.content) for image in letter.images) <= 1_000_000
    for image in letter.images:
        assert Image.open(BytesIO(image.content)).width <= 1000
        assert f'src="cid:{image.cid}"' in html
    assert "plan.odt</a>" in html and "kapot.png</a>" in html
    assert html.count("/attachments/") == 6


def test_it_costs_as_many_queries_for_one_message_as_for_twenty(
    files, mobility, daan, samira, say, django_assert_max_num_queries
):
    first = say(mobility, samira, "Een", files=Attachment.keep([picture("a.png", (20, 20))]))
    for number in range(20):
        upload = SimpleUploadedFile(f"{number}.txt", b"woorden")
        say(mobility, samira, "Meer", quotes=first, files=Attachment.keep([upload]))
    for kind, config in outcome_kinds().items():
        config.outcomes.grow(mobility, samira, title="Kijk", body="Eens", client_id=kind)
    with django_assert_max_num_queries(30) as few:
        composed(mobility, {2, 23, 24, 25})
    with django_assert_max_num_queries(len(few)):
        composed(mobility, set(range(2, 26)))


def test_no_mail_is_so_large_that_its_end_is_not_shown(mobility, daan, samira, say, say_all):
    say(mobility, samira, "| a | b |\n|---|---|\n" + "| een | twee |\n" * 2500)
    say_all(mobility, samira, [f"Kort {number}" for number in range(20)])
    letter = composed(mobility, set(range(2, 23)))
    text, html = read_by(daan, letter)
    assert len(html.encode()) < 95_000
    assert "Read on" in html and "Kort 19" in html and "Choose what you get" in html
    assert text.count("een | twee") == 2500


def test_what_a_card_or_a_message_says_reads_as_well_in_plain_text():
    html = (
        "<p>Zie <a href='https://a.nl/'>hier</a> of <a href='https://b.nl'>https://b.nl</a></p>"
        "<ul><li><p>een</p><p>meer</p></li><li>twee<ol start='3'><li>a</li></ol></li></ul>"
        "<blockquote><p>Zei hij</p><p>Echt</p></blockquote><pre><code>a\n  b</code></pre>"
        "<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table>"
        "<dl>\n<dt>Wie</dt><dd>Ik &amp; jij</dd>\n<dt>Wat</dt><dd>Dit</dd></dl>"
    )
    assert plain(html) == "\n".join([
        "Zie hier <https://a.nl/> of https://b.nl", "", "- een", "", "  meer", "- twee", "  3. a",
        "", "> Zei hij", ">", "> Echt", "", "a", "  b", "", "A | B", "1 | 2", "",
        "Wie: Ik & jij", "Wat: Dit",
    ])  # fmt: skip


def test_who_reads_the_answer_is_said_of_every_kind_of_place(water, square, anna, daan, carla, say):
    def told(group, **more):
        thread = Thread.objects.start(group, anna, "Hoi", "Dag", client_id="x" + group.slug, **more)
        return read_by(daan, composed(thread, {1}))[0]

    assert "can be read by everyone who is signed in." in told(square)
    public = Group.objects.open_by(anna, "Open", reading="public")
    assert "can be read by everyone, also without signing in." in told(public)
    talk = anna.talk_with([daan])
    assert "read by the people in this conversation: Anna Bakker and Daan Kuipers." in told(talk)
    thread = Thread.objects.start(water, anna, "Gast", "Dag", client_id="guest")
    thread.bring_in(carla, by=anna)
    assert "the 3 members of Water in de wijk and 1 guest." in read_by(
        daan, composed(thread, {1})
    )[0]  # fmt: skip


def test_a_group_may_keep_its_words_out_of_mails(mobility, daan, anna, say):
    say(mobility, anna, "Geheimwoord")
    for letter in (
        letters.compose_news(mobility, language="en"),
        digest(mobility, daan, mails_words=False),
    ):
        whole = "".join([letter.subject, *read_by(daan, letter, "daily")])
        assert "Water in de wijk" in whole
        for words in ("Geheimwoord", "Fietsen", "Anna", "Bakker", "cid:"):
            assert words not in whole


def digest(thread, person, every="daily", **group):
    person.language = "en"
    for name, value in group.items():
        setattr(thread.group, name, value)
    conversations = [(thread, said_in(thread))]
    return letters.compose_digest(thread.group, conversations, person=person, every=every)


def test_a_summary_has_the_last_words_of_each_conversation_and_a_way_to_answer(
    mobility, daan, samira, say_all
):
    say_all(mobility, samira, [f"Bericht {number} " + "woord " * 90 for number in range(8)])
    letter = digest(mobility, daan, "weekly")
    text, html = read_by(daan, letter, "weekly")
    assert letter.subject == "Water in de wijk: the week in short"
    assert "9 new messages in 1 conversation" in text
    assert "6 earlier messages, and then:" in text
    assert "Bericht 7" in text and "Bericht 4" not in text and "Bericht 7" in html
    assert f"Answer by mail: {reply_address(daan, mobility)}" in text
    mobility.close(mobility.author)
    assert "Answer by mail" not in read_by(daan, digest(mobility, daan), "daily")[0]
    assert f"mailto:{reply_address(daan, mobility)}?subject=Fietsen%20langs" in html


def test_many_conversations_make_no_endless_summary(mobility, daan, samira, say_all):
    say_all(mobility, samira, ["**Veel** woorden. " * 60] * 3)
    messages = list(mobility.messages.with_author())
    letter = letters.compose_digest(
        mobility.group, [(mobility, messages)] * 80, person=daan, every="daily"
    )
    text, html = read_by(daan, letter, "daily")
    assert len(html.encode()) < 95_000
    assert text.count("https://") + text.count("http://") < 40


def test_its_colours_can_be_read_also_those_of_a_sub_site():
    for theme in (None, Theme({"accent": "#1f6b2f"})):
        for scheme in ("light", "dark"):
            colours = colours_of(theme, scheme)
            assert set(NAMES) < set(colours)
            pairs = [(name, "ground") for name in ("ink", "soft", "link")]
            pairs += [("soft", "panel"), ("ground", "accent")]
            pairs += [(f"{tone}_ink", tone) for tone in ("open", "good", "bad", "quiet")]
            for ink, ground in pairs:
                one, other = (Colour.of(str(colours[name])) for name in (ink, ground))
                assert contrast(one, other) >= 4.5, (scheme, ink, ground)
