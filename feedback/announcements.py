"""What feedback announces inside its transactions, for apps it does not know. Not to be mixed up with customers' signals."""

from __future__ import annotations

from django.dispatch import Signal

praise_given = Signal()
"""words, customer_name, names, place, typed_in_by, now: a customer wants to thank somebody; `names` is what they typed."""
