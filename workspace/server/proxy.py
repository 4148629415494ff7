"""Who the client is: X-Forwarded-* is believed where PROXY=1, and otherwise removed."""


def forwarded(scope):
    """The last address is the one our own proxy saw; those before it are the client's own words."""
    headers = dict(scope["headers"])
    scope = dict(scope)
    if address := headers.get(b"x-forwarded-for"):
        scope["client"] = [address.decode("latin1").split(",")[-1].strip(), 0]
    if headers.get(b"x-forwarded-proto") == b"https":
        scope["scheme"] = "wss" if scope["type"] == "websocket" else "https"
    return scope


def direct(scope):
    kept = [header for header in scope["headers"] if not header[0].startswith(b"x-forwarded-")]
    return {**scope, "headers": kept}
