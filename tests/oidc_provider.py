"""A small OpenID Connect provider on loopback, which knows one person and asks nothing."""

import base64
import hashlib
import json
import secrets
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT = {"client_id": "beraad", "client_secret": "well-kept"}


class Provider(ThreadingHTTPServer):
    def __init__(self, **claims):
        super().__init__(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.claims = {"sub": "4711"} | claims
        self.asked = {}

    def authorize(self, query):
        """Remembers what was asked, and sends the browser back with a code for it."""
        code = secrets.token_urlsafe()
        self.asked[code] = query
        return query["redirect_uri"] + "?" + urlencode({"code": code, "state": query["state"]})

    def token(self, form):
        asked = self.asked.pop(form["code"])
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if (
            asked["code_challenge_method"] != "S256"
            or challenge != asked["code_challenge"]
            or asked["redirect_uri"] != form["redirect_uri"]
            or CLIENT.items() - form.items()
        ):
            return {"error": "invalid_grant"}
        now = int(time.time())
        token = self.claims | {
            "iss": self.url, "aud": CLIENT["client_id"], "iat": now, "exp": now + 60,
        }  # fmt: skip
        return {
            "access_token": "let-me-in",
            "token_type": "Bearer",
            "id_token": jwt.encode(token, self.key, "RS256", headers={"kid": "one"}),
        }

    def configuration(self):
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "userinfo_endpoint": f"{self.url}/userinfo",
            "jwks_uri": f"{self.url}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def keys(self):
        key = jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key(), as_dict=True)
        return {"keys": [key | {"kid": "one", "use": "sig", "alg": "RS256"}]}


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        path, query = urlsplit(self.path).path, flat(urlsplit(self.path).query)
        if path == "/authorize":
            self.send_response(302)
            self.send_header("Location", self.server.authorize(query))
            self.end_headers()
        elif path == "/userinfo":
            self.answer(self.server.claims)
        elif path == "/keys":
            self.answer(self.server.keys())
        else:
            self.answer(self.server.configuration())

    def do_POST(self):
        form = flat(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.answer(self.server.token(form))

    def answer(self, content):
        body = json.dumps(content).encode()
        self.send_response(400 if "error" in content else 200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        """Says nothing: what the tests print is about Beraad."""


def flat(query):
    return {name: values[0] for name, values in parse_qs(query).items()}


@contextmanager
def serving(**claims):
    provider = Provider(**claims)
    thread = threading.Thread(target=provider.serve_forever, daemon=True)
    thread.start()
    yield provider
    provider.shutdown()
    thread.join()
    provider.server_close()
