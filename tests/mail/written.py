"""Mails as people's programs write them."""

from itertools import count

numbers = count(1)


def mail(sender, words="Akkoord.", *, subject="Re: Fietsen langs de singel", **headers):
    """The bytes of a mail in plain text; `headers` are more of its fields, `message_id` its own."""
    fields = {
        "From": sender,
        "To": "iedereen@elders.example",
        "Subject": subject,
        "Message-ID": f"<{headers.pop('message_id', f'{next(numbers)}@voorbeeld.nl')}>",
        "Date": "Mon, 05 Jan 2026 10:12:00 +0100",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
    }
    fields |= {name.replace("_", "-"): value for name, value in headers.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items() if value is not None)
    return (head + "\r\n" + words.replace("\n", "\r\n")).encode()


def with_files(sender, words, *files, html="", **headers):
    """The same with files: (head of the part, base64)."""
    parts = ["Content-Type: text/plain; charset=utf-8\n\n" + words] if words else []
    if html:
        parts.append("Content-Type: text/html; charset=utf-8\n\n" + html)
    parts += [f"{head}\nContent-Transfer-Encoding: base64\n\n{content}" for head, content in files]
    body = "".join(f"--grens\n{part}\n" for part in parts) + "--grens--\n"
    kind = "multipart/related" if html else "multipart/mixed"
    return mail(sender, body, Content_Type=f"{kind}; boundary=grens", **headers)


def vouched(raw, authserv_id="mx.voorbeeld.nl"):
    """As a server of ours passes it on that checked its domain (RFC 8601)."""
    sender = raw.partition(b"From: ")[2].partition(b"\r\n")[0].decode()
    domain = sender.rpartition("@")[2].strip(">")
    found = f"Authentication-Results: {authserv_id}; dmarc=pass header.from={domain}\r\n"
    passed = f"Received: from elders by {authserv_id}; Mon, 5 Jan 2026 10:12:01 +0100\r\n"
    return (found + passed).encode() + raw
