"""`make demo` and `make run`: from a fresh copy to a running app.

Runs on the system's Python with nothing installed, so it imports the standard library only. Whatever is missing is
answered with one sentence that says how to mend it. Not here: what runs in the end (`cxapp.serve`).
"""

from __future__ import annotations

import errno
import hashlib
import importlib.util
import os
import socket
import subprocess
import sys
from pathlib import Path

from cxapp.translations import stale

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCKS = {"app": "requirements.lock", "dev": "requirements-dev.lock"}
OLDEST = (3, 11)
USAGE = "Say what to start: demo, run, app or dev (`make` lists the commands)."


class Stop(Exception):
    """Something is missing; the message is the whole answer."""


def check_python() -> None:
    if sys.version_info[:2] < OLDEST:
        have = ".".join(str(part) for part in sys.version_info[:3])
        raise Stop(
            f"cxapp needs Python 3.11 or newer and this is {have}. Name a newer one: make demo PYTHON=python3.12"
        )


def check_venv_module() -> None:
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        version = ".".join(str(part) for part in sys.version_info[:2])
        raise Stop(
            "This Python has no venv module. Install it "
            f"(Debian, Ubuntu: sudo apt install python{version}-venv) and run the command again."
        )


def read_port(verb: str) -> int:
    raw = os.environ.get("PORT", "") or "8000"
    if not raw.isdigit() or not 1 <= int(raw) <= 65535:
        raise Stop(f"PORT is {raw!r}. Give a number between 1 and 65535: make {verb} PORT=8001")
    return int(raw)


def check_port(host: str, port: int, verb: str) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host.strip("[]"), port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                free = port + 1 if port < 65535 else 8000
                raise Stop(
                    f"Port {port} is taken by another program. Choose another: make {verb} PORT={free}"
                ) from None
            if error.errno == errno.EACCES:
                raise Stop(
                    f"Port {port} needs more rights than you have. Choose one above 1024: make {verb} PORT=8000"
                ) from None
            raise Stop(
                f"{host}:{port} cannot be opened ({error.strerror}). Set HOST to an address of this machine."
            ) from None


def install(group: str) -> None:
    """Makes `.venv` and installs the locked packages; does nothing when the lock has not changed since."""
    stamp = VENV / f"installed-{group}"
    wanted = hashlib.sha256((ROOT / LOCKS[group]).read_bytes()).hexdigest()
    if _venv_works() and stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return
    if not _venv_works():
        check_venv_module()
        _say("Making the virtual environment in .venv")
        _run(
            [sys.executable, "-m", "venv", "--clear", str(VENV)], "The virtual environment could not be made"
        )
    _say(f"Installing the packages of {LOCKS[group]} (about a minute, only when they change)")
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    _run(
        [*pip, "--require-hashes", "-r", LOCKS[group]],
        "The packages could not be installed: see the lines above, then run the command again",
    )
    stamp.write_text(wanted, encoding="utf-8")
    if group == "dev":
        # The longer list holds every package of the shorter one in the same version.
        app_lock = hashlib.sha256((ROOT / LOCKS["app"]).read_bytes()).hexdigest()
        (VENV / "installed-app").write_text(app_lock, encoding="utf-8")


def compile_words() -> None:
    """The translations, where they are new or have changed."""
    if any(stale()):
        _run([str(PYTHON), "-m", "cxapp.translations"], "The translations could not be compiled")


def serve(verb: str) -> None:
    """Database, the demo's story where wanted, then the app in the place of this process."""
    port = read_port(verb)
    host = os.environ.get("HOST", "") or "127.0.0.1"
    check_port(host, port, verb)
    install("app")
    compile_words()
    os.environ["PORT"] = str(port)
    manage = [str(PYTHON), "manage.py"]
    if verb == "demo":
        os.environ["CXAPP_DEMO"] = "1"
        # One process for both: each has to load the whole product first.
        _run([*manage, "play_demo", "--migrate"], "The demo's story could not be played")
    else:
        _run([*manage, "migrate", "--verbosity=0"], "The database could not be brought up to date")
    sys.stdout.flush()
    os.execv(str(PYTHON), [str(PYTHON), "-m", "cxapp.serve"])


def _venv_works() -> bool:
    """False too where the folder was copied from elsewhere, its Python is gone, or its making was interrupted."""
    if not PYTHON.exists():
        return False
    question = "import sys, pip; sys.exit(sys.version_info[:2] < (3, 11))"
    return subprocess.run([str(PYTHON), "-c", question], capture_output=True, check=False).returncode == 0


def _run(command: list[str], complaint: str) -> None:
    if subprocess.run(command, cwd=ROOT, check=False).returncode != 0:
        raise Stop(f"{complaint}.")


def _say(sentence: str) -> None:
    sys.stdout.write(f"{sentence} …\n")
    sys.stdout.flush()


def main(arguments: list[str]) -> int:
    verb = arguments[0] if len(arguments) == 1 else ""
    os.chdir(ROOT)
    try:
        check_python()
        if verb in LOCKS:
            install(verb)
            compile_words()
        elif verb in ("demo", "run"):
            serve(verb)
        else:
            raise Stop(USAGE)
    except Stop as stop:
        sys.stderr.write(f"{stop}\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("Stopped.\n")
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
