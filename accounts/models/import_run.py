"""Imports of every kind: the run, what it could not take, and how columns were matched. Files stay in MEDIA_ROOT."""

from __future__ import annotations

from django.db import models

from accounts.enums import ImportState


class ImportRun(models.Model):
    kind = models.CharField(max_length=20)
    mode = models.CharField(max_length=10, blank=True)
    file = models.CharField(max_length=300)
    file_name = models.CharField(max_length=200)
    source = models.CharField(max_length=80, blank=True)
    mapping = models.JSONField(default=dict)
    options = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=ImportState, default=ImportState.CHECKED)
    by = models.ForeignKey("accounts.User", null=True, on_delete=models.PROTECT, related_name="imports")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    rows_total = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    skipped = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    note = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.file_name}"


class ImportFault(models.Model):
    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="faults")
    row = models.PositiveIntegerField()
    reason = models.TextField()
    fatal = models.BooleanField(default=True)
    cells = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["run", "row"], name="import_fault_row")]

    def __str__(self) -> str:
        return f"row {self.row}: {self.reason}"


class ImportMapping(models.Model):
    """How the columns of a file were matched, remembered by its headers."""

    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=120)
    headers_digest = models.CharField(max_length=64)
    mapping = models.JSONField(default=dict)
    options = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "headers_digest"], name="one_mapping_a_shape")]

    def __str__(self) -> str:
        return self.name
