"""A mail server of our own on this machine, for the tests: it refuses the recipients it is told to, and keeps the rest."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread

from pytest_django import Settings


class Post(ThreadingTCPServer):
    """`refuses` maps a recipient to the code it is answered with; `letters` holds what arrived."""

    daemon_threads = True
    refuses: dict[str, int]
    letters: list[str]


class Conversation(StreamRequestHandler):
    server: Post

    def handle(self) -> None:
        self.say("220 ready")
        while line := self.rfile.readline().decode().strip():
            verb = line[:4].upper()
            if verb == "RCPT":
                code = self.server.refuses.get(line.partition("<")[2].partition(">")[0], 250)
                self.say(f"{code} {'fine' if code == 250 else 'no such mailbox'}")
            elif verb == "DATA":
                self.say("354 go on")
                self.server.letters.append(self.letter())
                self.say("250 kept")
            elif verb == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 fine")

    def letter(self) -> str:
        lines = iter(lambda: self.rfile.readline().decode().rstrip("\r\n"), ".")
        return "\n".join(lines)

    def say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


@contextmanager
def post_office(settings: Settings) -> Iterator[Post]:
    """Mail really leaves through this server while the block runs."""
    with Post(("127.0.0.1", 0), Conversation) as server:
        server.refuses, server.letters = {}, []
        Thread(target=server.serve_forever, daemon=True).start()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address[:2]
        settings.EMAIL_USE_TLS, settings.MAIL_CONFIGURED = False, True
        yield server
        server.shutdown()
