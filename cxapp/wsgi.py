"""What the web server loads."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from cxapp.shedding import shedding

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cxapp.settings")

application = shedding(get_wsgi_application())
