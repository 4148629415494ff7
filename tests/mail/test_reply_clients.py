"""What the mail programs that people use put around an answer, and the answer that is left.

The mails were written for this project after what the programs send.
"""

import pytest

from conversations.mail import reply

pytestmark = pytest.mark.once

ANSWER = "Dat is goed. Neem jij de tekening mee?\n\nGroet,\nFatima"
EARLIER = "Kunnen we woensdag naar de kade kijken?\nIk heb om 14:00 een boot."
QUOTED = "".join(f"> {line}\n" for line in EARLIER.split("\n"))

# What stands below an answer, by program. {quoted} is the earlier mail with marks, {earlier}
# without.
BELOW = {
    "Outlook 2016 nl": """
Van: Els de Wit <els@werkplek.example>
Verzonden: maandag 9 maart 2026 10:12
Aan: Fatima El Amrani <fatima@gemeente.example>
CC: Bram <bram@gemeente.example>; Noor <noor@gemeente.example>
Onderwerp: RE: Kade

{earlier}
""",
    "Outlook 2016 nl, plain": """
-----Oorspronkelijk bericht-----
Van: Els de Wit [mailto:els@werkplek.example]
Verzonden: maandag 9 maart 2026 10:12
Aan: Fatima El Amrani
Onderwerp: Kade

{earlier}
""",
    "Outlook 365 web nl": """
________________________________
Van: Els de Wit via Werkplek <els@werkplek.example>
Verzonden: maandag 9 maart 2026 10:12
Aan: Fatima El Amrani <fatima@gemeente.example>
Onderwerp: Re: Kade

{earlier}
""",
    "Outlook Mac nl": """
Van: Els de Wit <els@werkplek.example>
Datum: maandag, 9 maart 2026 om 10:12
Aan: Fatima El Amrani <fatima@gemeente.example>
Onderwerp: Re: Kade
{earlier}
""",
    "new Outlook Mac nl, attribution": """
Op 09-03-2026 10:12 heeft Els de Wit <els@werkplek.example> geschreven:

    {earlier}
""",
    "Outlook iOS nl": """
Outlook voor iOS<https://aka.ms/o0ukef> downloaden
________________________________
Van: Els de Wit <els@werkplek.example>
Verzonden: Monday, March 9, 2026 10:12:44 AM
Aan: Fatima <fatima@gemeente.example>
Onderwerp: Kade

{earlier}
""",
    "Outlook Android nl": """
Verzonden vanuit Outlook voor Android<https://aka.ms/AAb9ysg>
________________________________
From: Els de Wit <els@werkplek.example>
Sent: Monday, March 9, 2026 10:12:44 AM
To: Fatima <fatima@gemeente.example>
Subject: Kade

{earlier}
""",
    "Windows Mail nl": """
Verzonden vanuit Mail<https://go.microsoft.com/fwlink/?LinkId=550986> voor Windows

Van: Els de Wit<mailto:els@werkplek.example>
Verzonden: maandag 9 maart 2026 10:12
Aan: Fatima<mailto:fatima@gemeente.example>
Onderwerp: Kade

{earlier}
""",
    "Gmail nl": """
Op ma 9 mrt 2026 om 10:12 schreef Els de Wit <els@werkplek.example>:

{quoted}""",
    "Gmail nl, folded before the address": """
Op ma 9 mrt 2026 om 10:12 schreef Els van de Wit-Achternaam via Werkplek <
els@werkplek.example>:

{quoted}""",
    "Gmail nl, folded within the words": """
Op ma 9 mrt. 2026 10:12 schreef Els de Wit <els@werkplek.example> het
volgende geschreven:

{quoted}""",
    "Gmail app nl, no marks": """
Op ma 9 mrt. 2026 10:12 schreef Els de Wit <els@werkplek.example>:

{earlier}
""",
    "Gmail, signature below the quotation": """
Op ma 9 mrt 2026 om 10:12 schreef Els de Wit <els@werkplek.example>:

{quoted}

-- 
Fatima El Amrani
Gemeente Rivierstad
06 12 34 56 78
""",
    "Apple Mail nl": """
> Op 9 mrt 2026, om 10:12 heeft Els de Wit <els@werkplek.example> het volgende geschreven:
> 
{quoted}""",
    "Apple Mail nl, folded": """
> Op 9 mrt 2026, om 10:12 heeft Els de Wit
> <els@werkplek.example> het volgende geschreven:
> 
{quoted}""",
    "iPhone nl": """
Verstuurd vanaf mijn iPhone

> Op 9 mrt. 2026 om 10:12 heeft Els de Wit <els@werkplek.example> het volgende geschreven:
> 
> \ufeff
{quoted}""",
    "iPhone nl, no marks": """
Verzonden vanaf mijn iPhone

Op 9 mrt. 2026 om 10:12 heeft Els de Wit <els@werkplek.example> het volgende geschreven:

{earlier}
""",
    "Samsung nl": """

Verstuurd vanaf mijn Samsung Galaxy-smartphone.


-------- Oorspronkelijk bericht --------
Van: Els de Wit <els@werkplek.example>
Datum: 09-03-2026 10:12 (GMT+01:00)
Aan: Fatima <fatima@gemeente.example>
Onderwerp: Kade

{earlier}
""",
    "Samsung en": """
Sent from my Galaxy


-------- Original message --------
From: Els de Wit <els@werkplek.example>
Date: 09/03/2026 10:12 (GMT+01:00)
To: fatima@gemeente.example
Subject: Kade

{earlier}
""",
    "Thunderbird nl": """
Op 9-3-2026 om 10:12 schreef Els de Wit:
{quoted}""",
    "Thunderbird en": """
On 3/9/26 10:12, Els de Wit wrote:
{quoted}""",
    "KPN and Ziggo webmail": """
> Op 09-03-2026 10:12 CET schreef Els de Wit <els@werkplek.example>:
>
>
{quoted}""",
    "Roundcube nl": """
Els de Wit schreef op 2026-03-09 10:12:
{quoted}""",
    "Proton nl": """
Verzonden met Proton Mail beveiligde e-mail.

Op maandag 9 maart 2026 om 10:12 AM schreef Els de Wit <els@werkplek.example>:

{quoted}""",
    "Tuta nl": """
-- 
 Verzonden met Tuta; verstuur privacyvriendelijke e-mail:
 https://tuta.com


9 mrt 2026, 10:12 door els@werkplek.example:

{quoted}""",
    "Yahoo nl": """
    Op maandag 9 maart 2026 om 10:12:33 CET schreef Els de Wit <els@werkplek.example>:  
 
 {earlier}
""",
    "Zimbra nl": """
----- Oorspronkelijk bericht -----
Van: "Els de Wit" <els@werkplek.example>
Aan: "Fatima" <fatima@gemeente.example>
Verzonden: Maandag 9 maart 2026 10:12:33
Onderwerp: Kade

{earlier}
""",
    "HCL Notes nl": """
-----"Els de Wit" <els@werkplek.example> schreef: -----
Aan: "Fatima" <fatima@gemeente.example>
Van: "Els de Wit" <els@werkplek.example>
Datum: 09-03-2026 10:12
Onderwerp: Kade

{earlier}
""",
    "HCL Notes nl, columns": """
Van:        Els de Wit/Werkplek
Aan:        Fatima El Amrani/Gemeente@Rivierstad
Datum:      09-03-2026 10:12
Onderwerp:  Kade
________________________________


{earlier}
""",
    "GroupWise": """
>>> Els de Wit <els@werkplek.example> 9-3-2026 10:12 >>>
{earlier}
""",
    "GroupWise, quoted": """
>>> On 09-03-2026 at 10:12, in message <69AE.0012.0@werkplek.example>, Els de Wit
<els@werkplek.example> wrote:

{quoted}""",
    "K-9": """

Op 9 maart 2026 10:12:33 CET schreef Els de Wit <els@werkplek.example>:
{quoted}
-- 
Verstuurd vanaf mijn Android apparaat met K-9 Mail. Excuseer mijn beknoptheid.
""",
    "FairEmail": """
9 mrt 2026 10:12:33 Els de Wit <els@werkplek.example>:

{quoted}""",
    "Horde": """
Citeren Els de Wit <els@werkplek.example>:

{quoted}""",
    "BlueMail": """
Verzonden vanaf BlueMail voor Android
Op 9 mrt. 2026, om 10:12, Els de Wit <els@werkplek.example> schreef:
{earlier}
""",
    "Spark": """
Verzonden met Spark
Op 9 mrt. 2026 10:12 +0100 schreef Els de Wit <els@werkplek.example>:
{quoted}""",
    "our marker": """
Op ma 9 mrt 2026 om 10:12 schreef Els via Werkplek <reply+abc@werkplek.example>:

> ## Schrijf uw antwoord boven deze regel ##
>
{quoted}""",
    "our marker, without marks": """
## Schrijf uw antwoord boven deze regel ##

{earlier}
""",
    "our marker, folded": """
## Write your reply
above this line ##

{earlier}
""",
    "disclaimer below the quotation": """
Van: Els de Wit <els@werkplek.example>
Verzonden: maandag 9 maart 2026 10:12
Aan: Fatima <fatima@gemeente.example>
Onderwerp: Kade

{earlier}

Dit bericht is vertrouwelijk en uitsluitend bestemd voor de geadresseerde.
""",
    "disclaimer above the quotation": """
Aan dit bericht kunnen geen rechten worden ontleend. Dit bericht is uitsluitend bestemd voor de
geadresseerde. Als dit bericht niet voor u bestemd is, verzoeken wij u dit te melden en het bericht
te vernietigen.

Op ma 9 mrt 2026 om 10:12 schreef Els de Wit <els@werkplek.example>:

{quoted}""",
    "environment": """
Denk aan het milieu voordat u deze e-mail afdrukt.
""",
    "list": """
_______________________________________________
Kade mailing list
kade@lijsten.example
https://lijsten.example/listinfo/kade
""",
    "virus scanner": """

-- 
Deze e-mail is gecontroleerd op virussen door Avast antivirussoftware.
www.avast.com
""",
    "English": """
On Mon, 9 Mar 2026 at 10:12, Els de Wit <els@werkplek.example> wrote:

{quoted}""",
    "English, no year": """
On Mon, Mar 9, Els de Wit <els@werkplek.example> wrote:
{quoted}""",
    "German Outlook": """
Von: Els de Wit <els@werkplek.example>
Gesendet: Montag, 9. März 2026 10:12
An: Fatima <fatima@gemeente.example>
Betreff: AW: Kade

{earlier}
""",
    "German Gmail": """
Am Mo., 9. März 2026 um 10:12 Uhr schrieb Els de Wit <
els@werkplek.example>:

{quoted}""",
    "German iPhone": """
Von meinem iPhone gesendet

> Am 09.03.2026 um 10:12 schrieb Els de Wit <els@werkplek.example>:
> 
{quoted}""",
    "French Outlook": """
De : Els de Wit <els@werkplek.example>
Envoyé : lundi 9 mars 2026 10:12
À : Fatima <fatima@gemeente.example>
Objet : RE: Kade

{earlier}
""",
    "French Thunderbird": """
Le 09/03/2026 à 10:12, Els de Wit a écrit :
{quoted}""",
    "French Orange": """
> Message du 09/03/26 10:12
> De : "Els de Wit" <els@werkplek.example>
> A : fatima@gemeente.example
> Copie à :
> Objet : Kade
>
{quoted}""",
    "Spanish": """
El lun, 9 mar 2026 a las 10:12, Els de Wit (<els@werkplek.example>) escribió:

{quoted}""",
    "Italian": """
Il giorno lun 9 mar 2026 alle ore 10:12 Els de Wit <els@werkplek.example>
ha scritto:

{quoted}""",
    "Portuguese": """
Em seg., 9 de mar. de 2026 às 10:12, Els de Wit <els@werkplek.example>
escreveu:

{quoted}""",
    "Polish": """
pon., 9 mar 2026 o 10:12 Els de Wit <els@werkplek.example> napisał(a):

{quoted}""",
    "Swedish": """
Den mån 9 mars 2026 kl 10:12 skrev Els de Wit <els@werkplek.example>:

{quoted}""",
    "Danish Outlook": """
Fra: Els de Wit <els@werkplek.example>
Sendt: 9. marts 2026 10:12
Til: Fatima <fatima@gemeente.example>
Emne: SV: Kade

{earlier}
""",
    "Norwegian": """
man. 9. mars 2026 kl. 10:12 skrev Els de Wit <els@werkplek.example>:

{quoted}""",
    "Finnish": """
ma 9. maalisk. 2026 klo 10.12 Els de Wit (els@werkplek.example) kirjoitti:

{quoted}""",
    "Czech": """
po 9. 3. 2026 v 10:12 odesílatel Els de Wit <els@werkplek.example> napsal:

{quoted}""",
    "Hungarian": """
Els de Wit <els@werkplek.example> ezt írta (időpont: 2026. márc. 9., H, 10:12):

{quoted}""",
    "Russian": """
пн, 9 мар. 2026 г. в 10:12, Els de Wit <els@werkplek.example>:

{quoted}""",
    "Russian Outlook": """
От: Els de Wit <els@werkplek.example>
Отправлено: 9 марта 2026 г. 10:12
Кому: Fatima <fatima@gemeente.example>
Тема: Kade

{earlier}
""",
    "Turkish": """
Els de Wit <els@werkplek.example>, 9 Mar 2026 Pzt, 10:12 tarihinde şunu yazdı:

{quoted}""",
    "Chinese": """
Els de Wit <els@werkplek.example> 于2026年3月9日周一 10:12写道：

{quoted}""",
    "Japanese": """
2026年3月9日(月) 10:12 Els de Wit <els@werkplek.example>:

{quoted}""",
    "Korean": """
2026년 3월 9일 (월) 오전 10:12, Els de Wit <els@werkplek.example>님이 작성:

{quoted}""",
    "Arabic": """
في الاثنين، ٩ مارس ٢٠٢٦ في ١٠:١٢ ص تمت كتابة ما يلي بواسطة Els de Wit <els@werkplek.example>:

{quoted}""",
    "Hebrew": """
‫בתאריך יום ב׳, 9 במרץ 2026 ב-10:12 מאת ‪Els de Wit‬‏ <‪els@werkplek.example‬‏>:‬

{quoted}""",
    "a language that the rules do not name": """
Ngomhla ka 9 Mashi 2026 10:12 Els de Wit <els@werkplek.example> wabhala:

{quoted}""",
    "a header block that the rules do not name": """
Ivela: Els de Wit <els@werkplek.example>
Ithunyelwe: 9 Mashi 2026 10:12
Iya: Fatima <fatima@gemeente.example>
Isihloko: Kade

{earlier}
""",
}

# What people write that looks like any of it.
OWN_WORDS = {
    "a list of travel": "De reis:\n\nVan: Rivierstad\nNaar: Utrecht\nDatum: 12 maart 2026\n\nZo goed?",
    "a person to add": (
        "Wilt u toevoegen:\n\nNaam: Noor Bakker\nE-mail: noor@gemeente.example\n"
        "Telefoon: 06-12345678\nAfdeling: Water\n\nAlvast dank!"
    ),
    "an appointment": (
        "Uitnodiging:\n\nDatum: woensdag 11 maart 2026\nTijd: 14:00\nPlaats: de kade\n\nTot dan."
    ),
    "to and subject of a plan": "Voorstel\n\nAan: het college\nOnderwerp: de kade\n\nWij stellen voor te wachten.",
    "who wrote": "Op maandag schreef ik al dat het kan.\n\nMaar dan wel voor vrijdag.",
    "what was agreed on": "Op 9 maart 2026 om 10:12 belde Els mij:\n\nze wil meer tijd.\n\nIk vind dat goed.",
    "I wrote them": "Ik schreef bram@gemeente.example het volgende:\n\nBeste Bram, de kade is klaar.",
    "register with": "Graag melden voor 12-03-2026 10:00 bij noor@gemeente.example:\n\n- naam\n- dieet",
    "sent from the post office": "Verzonden vanaf het postkantoor gisteren, dus morgen is het er.",
    "sent with": "Verstuurd met de pakketdienst, zie bijlage.\n\nLaat maar weten of het aankomt.",
    "a rule between parts": "Deel een gaat over water.\n\n---\n\nDeel twee gaat over wegen.\n\nTot zover.",
    "two dashes": "Punten:\n--\nDit hoort er ook bij, want het is een hele zin van mij.\n\nEn dit ook nog, hoor.",
    "about confidence": "Is dit vertrouwelijk? De geadresseerde is de wethouder.",
    "about the outside": "Let op: de externe adviseur stuurt een link. Klik daar niet op.",
    "a sum": "5 > 3 en 2 < 4.\n\nDus: ja.",
    "a quotation of choice": "> Wie niet waagt, die niet wint.\n\nDaarom stel ik voor om te beginnen.",
    "unsubscribe": "Hoe kan ik mij uitschrijven voor de cursus van 12 maart? Ik kan dan niet.",
    "code": "Zo dus:\n\n```\n-- \nVan: a@b.example\nOp 9 maart 2026 schreef x <a@b.example>:\n```\n\nSnap je?",
    "times": "Op 9 maart 2026 om 10:12:\n\ngaat de brug open.",
    "original": "Het origineel ligt bij Els.\n\n- Oorspronkelijk bericht van de wethouder\n- Nieuw bericht",
    "greeting first": "Groet van Els!\n\nZe zegt dat het kan.",
    "a phone number": "Bel mij op 06-12345678.\n\nIk ben er tot vijf uur.",
    "get outlook": "Outlook voor iOS downloaden lukt mij niet, kun je helpen?",
}


def squeezed(text):
    return " ".join(text.split())


@pytest.mark.parametrize("program", BELOW)
def test_what_a_mail_program_puts_below_an_answer_is_not_posted(program):
    below = BELOW[program].format(quoted=QUOTED, earlier=EARLIER)
    found = reply.of_text(f"{ANSWER}\n{below}")
    assert squeezed(found.text) == squeezed(ANSWER)
    assert "Kade" not in found.text and "boot" not in found.text
    if "{" in BELOW[program]:
        assert "Kunnen we woensdag" in found.cut


@pytest.mark.parametrize("kind", OWN_WORDS)
def test_what_only_looks_like_it_is_posted_whole(kind):
    assert squeezed(reply.of_text(OWN_WORDS[kind]).text) == squeezed(OWN_WORDS[kind])
