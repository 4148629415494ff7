"""Mail that goes out: what was said in conversations, to who wants it by mail (docs/mail.md).

`rounds` serves one conversation after the other: `audience` says who gets which messages now,
`writing` makes a mail of them with its `headers`, and `outlet` hands it to the mail server.
`digests` are the summaries.
"""
