"""The product's addresses and, beside them, the floors of the benchmarks."""

from __future__ import annotations

from django.urls import path

from cxapp.urls import handler400, handler403, handler404, handler500
from cxapp.urls import urlpatterns as product
from tests.bench import floors

urlpatterns = [
    path("floor/hello/", floors.hello),
    path("floor/insert/", floors.insert),
    path("floor/list/", floors.work_list),
    path("floor/dashboard/", floors.dashboard),
    *product,
]

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]
