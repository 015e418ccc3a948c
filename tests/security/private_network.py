"""A company's network in small: a GitHub that only a proxy can reach, with a certificate only the company trusts."""

from __future__ import annotations

import json
import select
import socket
import ssl
import threading
from contextlib import closing
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HOST = "api.github.test"  # nobody resolves this but the proxy


def named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def certificate(subject: str, key, issuer: str, issuer_key, *extensions) -> x509.Certificate:
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(named(subject))
        .issuer_name(named(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(now + timedelta(hours=1))
    )
    for extension in extensions:
        builder = builder.add_extension(extension, critical=isinstance(extension, x509.BasicConstraints))
    return builder.sign(issuer_key, hashes.SHA256())


def make_certificates(folder: Path) -> tuple[Path, Path]:
    """The CA's file, and the server's key with its certificate."""
    ca_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    identifier = x509.SubjectKeyIdentifier.from_public_key(ca_key.public_key())
    is_ca = x509.BasicConstraints(ca=True, path_length=0)
    ca = certificate("A company's CA", ca_key, "A company's CA", ca_key, is_ca, identifier)
    names = x509.SubjectAlternativeName([x509.DNSName(HOST)])
    authority = x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(identifier)
    server = certificate(HOST, key, "A company's CA", ca_key, names, authority)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    ca_file, server_file = folder / "ca.pem", folder / "server.pem"
    ca_file.write_bytes(ca.public_bytes(serialization.Encoding.PEM))
    server_file.write_bytes(private + server.public_bytes(serialization.Encoding.PEM))
    return ca_file, server_file


class Answers(BaseHTTPRequestHandler):
    """A GitHub of one answer."""

    def do_GET(self):
        body = json.dumps({"login": "alice", "id": 1001, "access_token": "a-token", "token_type": "bearer"}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.do_GET()

    def do_DELETE(self):
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_):
        pass


class Tunnels(BaseHTTPRequestHandler):
    """CONNECT, to the one host there is."""

    def do_CONNECT(self):
        self.server.asked.append(self.path)
        with closing(socket.create_connection(("127.0.0.1", self.server.behind))) as there:
            self.send_response(200)
            self.end_headers()
            exchange(self.connection, there)

    def log_message(self, *_):
        pass


def exchange(here: socket.socket, there: socket.socket) -> None:
    """Until either side has said all."""
    other = {here: there, there: here}
    while True:
        for ready in select.select([here, there], [], [], 10)[0] or (None,):
            said = ready.recv(65_536) if ready else b""
            if not said:
                return
            other[ready].sendall(said)


class Network:
    """`asked` are the hosts and ports that went through the proxy."""

    def __init__(self, folder: Path):
        self.ca, server_file = make_certificates(folder)
        self.github = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(server_file)
        self.github.socket = context.wrap_socket(self.github.socket, server_side=True, do_handshake_on_connect=False)
        self.proxy = ThreadingHTTPServer(("127.0.0.1", 0), Tunnels)
        self.proxy.behind, self.proxy.asked = self.github.server_port, []
        for server in (self.github, self.proxy):
            server.handle_error = lambda *_: None  # who doesn't trust the certificate hangs up
            threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def asked(self) -> list[str]:
        return self.proxy.asked

    @property
    def proxy_url(self) -> str:
        return f"http://127.0.0.1:{self.proxy.server_port}"

    def stop(self) -> None:
        for server in (self.github, self.proxy):
            server.shutdown()
            server.server_close()
