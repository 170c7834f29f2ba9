"""Health checks of the containers: `python -m cxapp.probe web` or `beat`. Exit code 0 means well.

The worker answers Celery's own `inspect ping`.
"""

from __future__ import annotations

import http.client
import sys
import time

from cxapp import env

BEAT_SIGN_MAX_AGE = 60.0


def web() -> bool:
    """The process answers /live/; the name in the request is one this site answers to."""
    name = env.names("ALLOWED_HOSTS", ["localhost"])[0].lstrip(".")
    connection = http.client.HTTPConnection("127.0.0.1", env.number("PORT", 8000), timeout=5)
    try:
        connection.request("GET", "/live/", headers={"Host": name})
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def beat() -> bool:
    """Beat handed out work within the last minute."""
    sign = env.VAR_DIR / "beat-alive"
    return sign.exists() and time.time() - sign.stat().st_mtime < BEAT_SIGN_MAX_AGE


CHECKS = {"web": web, "beat": beat}

if __name__ == "__main__":
    check = CHECKS.get(sys.argv[1] if len(sys.argv) > 1 else "")
    if check is None:
        sys.exit("Say what to check: python -m cxapp.probe web, or beat.")
    sys.exit(0 if check() else 1)
