"""The names of the headers of a mail, as mail programs write them in many languages."""

_NAMES = {
    "from": (
        "from|van|von|de|da|od|fra|från|lähettäjä|remitente|mittente|nadawca|от|отправитель|"
        "від|kimden|gönderen|feladó|odesílatel|odosielateľ|šalje|pošiljatelj|saatja|expeditor|expeditorul|"
        "από|no|sūtītājs|nuo|siuntėjas|từ|dari|发件人|寄件者|寄件人|發件人|差出人|送信元|"
        "送信者|보낸사람|من|מאת|از|จาก|frá|av|avsändare|avsender|afsender|expéditeur|absender|"
        "afzender|від кого|de la|보낸 사람"
    ),
    "to": (
        "to|до|per a|tới|aan|an|à|a|para|till|til|vastaanottaja|per|do|komu|pre|кому|kime|"
        "alıcı|címzett|prima|primatelj|za|saaja|către|destinatarul|προς|kam|gavėjas|đến|kepada|收件人|送信先|"
        "宛先|받는사람|إلى|אל|ถึง|pour|adresat|destinatario|destinataire|destinatário|"
        "empfänger|dest|mottagare|받는 사람"
    ),
    "date": (
        "date|sent|datum|verzonden|gesendet|envoyé|fecha|enviado|enviada|inviato|data|dato|"
        "sendt|skickat|lähetetty|päivämäärä|päiväys|wysłano|wysłane|odesláno|odoslané|poslano|"
        "дата|изпратено|enviat|đã gửi|отправлено|надіслано|tarih|gönderildi|"
        "elküldve|küldve|dátum|dátuma|trimis|dată|kuupäev|saadetud|ημερομηνία|στάλθηκε|datums|nosūtīts|išsiųsta|ngày|tanggal|terkirim|"
        "日期|发送时间|發送時間|寄件日期|日付|送信日時|날짜|보낸날짜|التاريخ|נשלח|תאריך|วันที่|"
        "envoyé le|date d'envoi|message du|enviado el|enviado em|enviada em|gönderilme tarihi|"
        "보낸 날짜|تاريخ الإرسال|sent at"
    ),
    "subject": (
        "subject|относно|onderwerp|betreff|objet|sujet|asunto|assunto|oggetto|temat|emne|ämne|aihe|"
        "předmět|predmet|тема|konu|tárgy|subiect|subiectul|naslov|θέμα|teema|temats|tēma|tema|"
        "subjek|perihal|主题|主旨|主題|件名|제목|الموضوع|נושא|موضوع|เรื่อง|efni|zadeva|chủ đề"
    ),
    "copy": (
        "cc|bcc|kopie|kopia|kopi|kopio|copie|copia|dw|kopię|копия|копія|bilgi|másolat|kópia|"
        "cópia|koopia|κοιν|抄送|副本|참조|نسخة|עותק|copie à|in copia|con copia"
    ),
    "other": (
        "reply-to|risposta|importance|belang|urgentie|prioriteit|wichtigkeit|priority|"
        "attachments|bijlagen|anlagen|allegati|organisation|organization|newsgroups|message-id|"
        "reply to|antwoord aan|antwort an|répondre à|rispondi a|responder a|responder para|"
        "svar til|svara till|pièces jointes"
    ),
}

KINDS = {label: kind for kind, labels in reversed(_NAMES.items()) for label in labels.split("|")}
"""{name in lower case: "from", "to", "date", "subject", "copy" or "other"}."""
