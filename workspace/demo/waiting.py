"""What waits for moderators at the end of the story: a newcomer, a reaction, a request, a report;
and a guest who reads one conversation of a closed group."""

from contextlib import suppress

from conversations.models import Message, Report
from conversations.models.gate import Waiting


def leave_waiting(people, groups, threads):
    groups["plein"].describe(by=people["marieke"], approves_newcomers=True)
    groups["plein"].admit(people["bas"])
    with suppress(Waiting):
        threads["welkom"].post(people["bas"], NEWCOMER, client_id="demo-newcomer")
    threads["koele-plekken"].react_publicly(people["henk"], REACTION, client_id="demo-reaction")
    groups["gegevens"].ask(people["noor"], REQUEST)
    spoken = Message.objects.standing().filter(thread=threads["koele-plekken"], notice__isnull=True)
    Report.objects.make(
        people["pim"], groups["hitte"], category="private", words=REPORT, message=spoken.last()
    )
    threads["hitteplan"].narrow("members", by=people["noor"])
    threads["gunning"].bring_in(people["ravi"], by=people["gerben"])


NEWCOMER = "Hoi allemaal! Ik beheer Beraad. Loop je ergens tegenaan, of mis je iets? Zeg het hier."
REACTION = (
    "Ik woon aan de Kade. De speeltuin achter de kerk is al koel door de oude kastanjes. "
    "Kan daar een kraantje komen?"
)
REQUEST = "Voor het hitteplan wil ik de metingen van de GGD naast jullie tellingen leggen."
REPORT = "Hier staat een naam en een adres bij. Kan dat weg?"
