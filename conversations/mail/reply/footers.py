"""What organisations and lists add: disclaimers below, warnings above, how to leave the list."""

import re

LEGAL = re.compile(
    r"vertrouwelijk|confidential|vertraulich|confidentiel|confidencial|riservat|fortrolig|"
    r"konfidenti|luottamuksel|poufn|důvěrn|конфиденц|geadresseerde|addressee|intended recipient|"
    r"intended only|intended solely|solely for|empfänger|destinataire|destinatari|mottagare|"
    r"modtager|bestemd voor|bestimmt|niet voor u (?:is )?bestemd|abusievelijk|in error|irrtümlich|"
    r"par erreur|por error|per errore|af en fejl|av misstag|privileged|disclaimer|aansprakelijk|"
    r"liability|liable|haftung|responsabilité|responsabilidad|rechten? (?:worden )?ontleend|"
    r"openbaarmaking|verspreiding|vermenigvuldiging|verstrekking aan derden|disclos|disseminat|"
    r"unauthori[sz]ed|prohibited|verboden|untersagt|uitsluitend|exclusively|ausschließlich|"
    r"exclusivement|per ongeluk ontvangen|ten onrechte|ontvangen.{0,40}(?:verwijderen|vernietigen)|"
    r"delete (?:it|this|the)|destroy|te verwijderen|te vernietigen|gelieve.{0,60}verwijder|"
    r"löschen sie|supprimer|notify the sender|afzender (?:te )?(?:melden|verwittigen|informeren)|"
    r"dit (?:e-mail)?bericht|this (?:e-?mail|message|communication)|diese (?:e-?mail|nachricht)|"
    r"ce (?:message|courriel)|virus",
    re.I,
)
ADDED = re.compile(
    r"denk aan het milieu|milieu.{0,60}(?:print|afdruk)|consider the environment|think before you "
    r"print|denken sie an die umwelt|pensez à l.environnement|virus-?(?:free|vrij)|"
    r"virusvrij|scanned (?:by|for)|gescand (?:op|door)|analizzato con|avast|avg\.com|"
    r"mailscanner|checked by|"
    r"you (?:are receiving|received|have received) this (?:message|e-?mail|because)|"
    r"because you are (?:subscribed|a member)|reply to this email directly|view it on git|"
    r"u ontvangt (?:dit|deze) .{0,40}(?:omdat|bericht|e-?mail)|to unsubscribe|unsubscribe|"
    r"uitschrijven|afmelden|se désinscrire|abmelden|mailing list|mailinglist|mailinglijst|"
    r"listinfo|groups\.google|list archives?",
    re.I,
)
WARNING = re.compile(
    r"\b(?:extern\w*|external\w*|buiten (?:de|onze|uw|jouw) |outside (?:of )?(?:the|your|our) |"
    r"außerhalb|extérieur|don.t often get e?-?mail|ontvangt niet vaak|erhalten nicht oft|"
    r"onbekende afzender|unknown sender|not recogni[sz]e)", re.I
)  # fmt: skip
CARE = re.compile(
    r"let op|caution|warning|waarschuwing|achtung|vorsicht|attention|klik\w*|click\w*|links?\b|"
    r"bijlage\w*|attachment\w*|anhänge|verifi\w*|controleer|voorzichtig|careful|learn why|"
    r"meer informatie over waarom|afkomstig|originated|came from|afzender|sender|organi[sz]ati\w*",
    re.I,
)
TAG = re.compile(r"^\W{0,4}(?:extern|external|externe e-?mail|external e-?mail)\W{0,4}$", re.I)
TITLE = re.compile(r"\W{0,9}(?:e-?mail )?(?:disclaimer|proclaimer|haftungsausschluss)\W{0,9}", re.I)
LONGEST_WARNING = 500


def is_disclaimer(paragraph):
    """Whether the words of a paragraph are a disclaimer, or what a scanner or a list adds."""
    if ADDED.search(paragraph) and len(paragraph) < 600:
        return True
    if len(paragraph) < 60:
        return False
    terms = {found[0].lower()[:12] for found in LEGAL.finditer(paragraph[:4000])}
    return len(terms) >= (2 if len(paragraph) < 400 else 3)


def is_title(words):
    """Whether these are the title of a disclaimer."""
    return bool(TITLE.fullmatch(words))


def is_warning(paragraph):
    """Whether the words at the top of a mail warn of a sender from outside."""
    if len(paragraph) > LONGEST_WARNING:
        return False
    if TAG.match(paragraph):
        return True
    return bool(WARNING.search(paragraph)) and bool(CARE.search(paragraph))
