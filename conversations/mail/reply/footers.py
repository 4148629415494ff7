"""What organisations, lists and scanners add: disclaimers below, warnings above.

A word such as "vertrouwelijk" or "afmelden" is never enough, since people write about these things;
it takes the fixed phrases of such texts.
"""

import re

SHORTEST, LONGEST = 40, 6000
LONGEST_WARNING = 500

# Phrases that only stand in disclaimers,
PHRASE = re.compile(
    r"(?:uitsluitend|alleen|slechts|enkel) (?:bestemd|bedoeld) voor (?:de|het) (?:geadres|gebruik)|"
    r"niet de (?:bedoelde|beoogde|juiste|rechtmatige) (?:ontvanger|geadres)|niet de geadresseerde|"
    r"niet voor u (?:is )?bestemd|abusievelijk (?:aan u|hebt|heeft|is|ontvang)|"
    r"(?:ten onrechte|per abuis|per ongeluk|onbedoeld) .{0,30}ontvang|geen rechten .{0,30}ontle|"
    r"not the (?:intended|named) (?:recipient|addressee)|(?:received|receive) .{0,40} in error|"
    r"(?:only|solely|exclusively) for .{0,30}(?:addressee|recipient|individual|person)|"
    r"information .{0,60}(?:is|are) .{0,40}confidential|may be legally privileged|"
    r"nicht der (?:richtige|beabsichtigte|vorgesehene)|irrtümlich erhalten|"
    r"ausschließlich für den .{0,30}(?:adressat|empfänger)|"
    r"n.êtes pas (?:le|son) (?:bon )?destinataire|l.intention exclusive de \S{2,5} destinat|"
    r"(?:reçu|recu) .{0,40}par erreur|"
    r"no es (?:usted )?el destinatario|recibido .{0,40}por error|"
    r"non (?:è|siete|ne è) .{0,20}destinatari|ricevuto .{0,40}per errore|"
    r"não (?:é|for) o destinatário|ikke (?:er )?den rette modtager|inte (?:är )?(?:den )?avsedd|"
    r"exclusiv\w* (?:ao?s?|para|alle?|aux?|al) .{0,30}(?:destinat|person)|"
    r"wyłącznie dla .{0,20}adresat|nie (?:jest|są) .{0,20}adresatem|určen\w* (?:pouze|výhradně)|"
    r"kizárólag a címzett|endast (?:avsed|för mottag)|"
    r"kun (?:til|for|beregnet) .{0,20}(?:modtag|mott)|esclusivamente all[ae] person|"
    r"исключительно для|yalnızca .{0,30}alıcı|algemene voorwaarden .{0,20}van toepassing",
    re.I,
)
# and what surrounds them: sought in lower case, and so that each form begins with a letter, which
# Python finds ten times as fast.
SUBJECTS = tuple(
    re.compile(form)
    for form in (
        r"geadresseerde|addresse[ed]|recipient|ontvanger|empfänger|adressat|adresát|destinat|mottagare|modtager|адресат",
        r"verwijder|vernietig|delete|destroy|lösch|vernicht|supprim|détrui|elimin|cancell|slett|radera",
        r"vertrouwelijk|confiden|vertraulich|riservat|fortrolig|konfidenti|poufn|důvěrn|privileged|privacy|riservate|конфиденц",
        r"di?t (?:e-?mail)?bericht|deze e-?mail|dit e-?mail|this (?:e-?mail|message|communication)|"
        r"diese (?:e-?mail|nachricht)|ce (?:message|courriel)|este (?:mensaje|correo)|"
        r"questo (?:messaggio|comunicazione)|presente (?:messaggio|comunicazione)|este e-?mail|"
        r"niniejsza|"
        r"denna? e-?post|de informatie (?:verzonden|in)",
        r"aansprakelijk|rechten|liab|haftung|responsab|openbaarmaking|vermenigvuldig|disclos|"
        r"disseminat|unauthori[sz]ed|prohibited|verboden|untersagt|interdit|prohibid|vietat",
        r"notify|melden|verwittig|in kennis|informeren|contact op|benachrichtig|avertir|informer",
    )
)
ADDED = re.compile(
    r"^\W{0,9}(?:p(?:lease)?\.? )?(?:(?:denk aan|spaar) het milieu\b"
    r"(?=.{0,80}(?:mail|bericht|voor(?:dat)? (?:u|je) ))|(?:please )?consider (?:the|our|your) env|"
    r"(?:please )?think (?:about the environment )?before (?:you )?print|"
    r"(?:bitte )?denken sie an die umwelt|pensez à l.environnement|"
    r"is (?:het )?(?:af|uit)?(?:printen|drukken) van (?:deze|dit) \S{1,20} (?:echt |wel )?nodig|"
    r"virus-?(?:free|vrij)\b|(?:the original of )?this (?:e-?mail|message)(?: message)? "
    r"(?:has been|was|is) (?:checked|scanned|swept)|"
    r"(?:deze|dit) (?:e-?mail|bericht)(?:bericht)? is (?:gecontroleerd|gescand)\b|"
    r"diese e-?mail wurde .{0,20}viren|questo messaggio e.{0,3} stato analizzato|"
    r"any (?:views|opinions)(?: or opinions)? expressed in this (?:e-?mail|message)|"
    r"op (?:deze|dit|al onze) .{1,40}\b(?:disclaimer|proclaimer) van toepassing|"
    r"(?:disclaimer|proclaimer)\W{1,3}(?:https?://|www\.)\S{1,200}$|"
    r"you(?:.re| are) receiving this|you(?: have)? received this (?:message|e-?mail) because|"
    r"u ontvangt (?:dit|deze) \S{1,20} omdat|reply to this e-?mail directly|view it on git|"
    r"to unsubscribe from this|to view this discussion)",
    re.I,
)
# What follows a disclaimer in paragraphs of their own.
ALSO = re.compile(
    r"staat niet in voor de (?:juiste|volledige|tijdige)|"
    r"(?:aanvaard\w*|accept\w*|assumes?) (?:geen|no) (?:enkele )?(?:aansprak|verantw|liab|respons)|"
    r"niet aansprakelijk voor .{0,80}(?:verzend|overbreng|e-?mail|bericht|virus)|"
    r"no (?:responsibility|liability) is accepted|every care has been taken to check|"
    r"geen verplichtingen worden aangegaan|voor het aangaan van verplichtingen|"
    r"algemene voorwaarden .{0,20}van toepassing|reserves? the right to monitor|"
    r"may be (?:\w+ )?(?:monitored|logged)|übernehm\w* (?:wir )?keine haftung",
    re.I,
)
LONGEST_ADDED = 500
# What list software writes: "Kade mailing list kade@lijsten.example https://…", or how to leave.
LIST = re.compile(
    r"^\W{0,9}(?:\S{1,60} ){1,4}?mailing ?li(?:st|jst)(?: --)? \S{1,100}(?:@| at )\S{1,100} "
    r"(?:https?://|to unsubscribe)|"
    r"^\W{0,9}(?:to )?(?:unsubscribe|(?:me |se |vous )?désinscri\w{1,4}|list-unsubscribe)\b"
    r".{0,60}(?:https?://|<mailto:|@)|"
    r"\b(?:unsubscribe|uitschrijven|afmelden|abmelden|désinscri\w{1,4})\b.{0,60}/listinfo/",
    re.I,
)
# Enough below a rule.
ABOUT_LIST = re.compile(
    r"mailing ?li(?:st|jst)|/(?:mailman/)?listinfo/|groups\.google\.com|\bunsubscribe\b", re.I
)
LINK = re.compile(r"https?://|www\.|\S@\S")
TITLE = re.compile(r"\W{0,9}(?:e-?mail )?(?:disclaimer|proclaimer|haftungsausschluss)\W{0,9}", re.I)

OUTSIDE = re.compile(
    r"(?:afkomstig van|komt van|verzonden door|gestuurd door|verstuurd door|van)(?: iemand)? "
    r"(?:buiten|een externe?)\b|externe? (?:afzender|e-?mail|bericht|bron)|extern verzonden|"
    r"external (?:sender|e-?mail|source|message)|outside (?:of )?(?:the|your|our|this) |"
    r"from outside|von außerhalb|externe[rn]? (?:absender|e-?mail|nachricht)|"
    r"(?:expéditeur|courriel|message) externe|provient de l.extérieur|remitente externo|"
    r"mittente esterno|don.t often get e?-?mail from|ontvangt niet vaak (?:e-?mail|mail) van|"
    r"erhalten nicht oft eine? e-?mail|n.obtenez pas souvent d.e-?mail",
    re.I,
)
# Each of those has one of these.
FAR = ("buiten", "extern", "outside", "außerhalb", "extérieur", "esterno", "oft", "vaak", "souvent")
ABOUT_MAIL = ("mail", "bericht", "message", "nachricht", "afzender", "sender", "courriel")
CARE = re.compile(
    r"let op|caution|warning|waarschuwing|opgelet|achtung|vorsicht|attention|"
    r"(?:klik|click|klicken|cliquez)\w* |\b(?:open|öffnen|ouvr)\w*|learn why|waarom dit|"
    r"voorzichtig|careful|vertrouw|trust|recogni[sz]e|herken",
    re.I,
)
TAG = re.compile(
    r"[\[(*]{1,3} ?(?:extern|external|externe e-?mail|external e-?mail) ?[\])*]{1,3}", re.I
)


def is_disclaimer(paragraph):
    """Whether the words of a paragraph are a disclaimer, or what a scanner or a list adds."""
    if not SHORTEST <= len(paragraph) <= LONGEST or paragraph.rstrip().endswith("?"):
        return bool(ADDED.match(paragraph))
    if ADDED.match(paragraph) or LIST.search(paragraph):
        return len(paragraph) < 800
    lowered = paragraph.lower()
    subjects = sum(bool(subject.search(lowered)) for subject in SUBJECTS)
    if subjects < 2:
        return False
    return (subjects >= 4 and len(paragraph) > 150) or bool(PHRASE.search(paragraph))


def adds_to_disclaimer(paragraph):
    """Whether a paragraph is one of those that organisations add below their disclaimer."""
    return len(paragraph) <= LONGEST_ADDED and bool(ALSO.search(paragraph))


def names_list(words):
    """Whether these words, which stand below a rule, may be the footer of a list."""
    return bool(ABOUT_LIST.search(words) and LINK.search(words))


def is_title(words):
    """Whether these are the title of a disclaimer."""
    return bool(TITLE.fullmatch(words))


def is_warning(paragraph):
    """Whether the words at the top of a mail warn of a sender from outside."""
    if len(paragraph) > LONGEST_WARNING:
        return False
    if TAG.fullmatch(paragraph):
        return True
    lowered = paragraph.lower()
    if not any(word in lowered for word in FAR) or not any(word in lowered for word in ABOUT_MAIL):
        return False
    return bool(OUTSIDE.search(paragraph) and CARE.search(paragraph))
