"""A sweeper of its own beside the workers: sweeps every half second until it is ended."""

from __future__ import annotations

import os
import time


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cxapp.settings")
    import django

    django.setup()
    from django.conf import settings

    from accounts.operations.sweep import sweep
    from cxapp.lib.clock import now

    while True:
        sweep(now=now(), batch=settings.SWEEP_BATCH)
        time.sleep(0.5)


if __name__ == "__main__":
    main()
