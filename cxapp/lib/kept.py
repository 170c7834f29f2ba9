"""Questions asked so often that making their SQL costs more than asking them.

The ORM makes the SQL once, with a `Given` wherever a value goes; from then on only the values change. Not here: writing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from functools import cached_property
from typing import Any

from django.db import connection, models
from django.db.models.query import get_related_populators

from cxapp.lib.arrays import among, array
from cxapp.lib.statements import Repeated
from cxapp.lib.together import unit

Row = tuple[Any, ...]


class Given(models.Value):
    """Stands for a value that is handed in when the question is asked."""

    def __init__(self, name: str, field: models.Field[Any, Any]) -> None:
        super().__init__(name, output_field=field)

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        return "%s", [self]

    def filled(self, values: dict[str, Any]) -> Any:
        return self.output_field.get_db_prep_value(values[self.value], connection)


class Among(models.Func):
    """A column is one of these values: one array, so that the SQL is the same for one and for ten thousand.

    The values themselves, or the name they are given under in a `Kept` question.
    """

    def __init__(self, column: str, values: Collection[Any] | str, *, of: str = "bigint") -> None:
        super().__init__(models.F(column), output_field=models.BooleanField())
        self.values, self.of = values, of

    def as_sql(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        column, params = compiler.compile(self.source_expressions[0])
        handed = self if isinstance(self.values, str) else array(self.values)
        return f"{column} {among(self.of)}", [*params, handed]

    def filled(self, values: dict[str, Any]) -> Any:
        return array(values[str(self.values)])


_MARK = re.compile(r"%(s|%)")


def _written(sql: str, params: Sequence[Any]) -> tuple[str, tuple[Any, ...]]:
    """With the values that never change written into the text: PostgreSQL plans once, and must know them to choose an index."""
    if connection.vendor != "postgresql":
        return sql, tuple(params)
    given, rest = [], iter(params)

    def put(mark: re.Match[str]) -> str:
        if mark.group(1) == "%":
            return "%%"
        value = next(rest)
        if isinstance(value, (Given, Among)):
            given.append(value)
            return "%s"
        compose: Any = connection.ops  # only PostgreSQL's can
        return str(compose.compose_sql("%s", [value])).replace("%", "%%")

    return _MARK.sub(put, sql), tuple(given)


class Kept:
    """A question whose SQL is kept. `make` builds it with `values_list`; calling it with the values answers its rows.

    Built without `values_list`, `objects` answers what the ORM would: objects with what `select_related` and `only` name.
    """

    def __init__(self, make: Callable[[], models.QuerySet[Any, Any]]) -> None:
        self._make = make

    def __call__(self, **values: Any) -> list[Row]:
        converters = self._made[2]
        with connection.cursor() as cursor:
            cursor.execute(*self._filled(values))
            rows: list[Row] = cursor.fetchall()
        return [self._converted(row, converters) for row in rows] if converters else rows

    def along(self, **values: Any) -> None:
        """Asked for its lock alone: within `together` it goes along with the next question, which sees what the lock let by."""
        if (waiting := unit()) is None:
            self(**values)
        else:
            waiting.send(*self._filled(values))

    def _filled(self, values: dict[str, Any]) -> tuple[str, list[Any]]:
        sql, params, _ = self._made
        return sql, [p.filled(values) if isinstance(p, (Given, Among)) else p for p in params]

    def objects(self, **values: Any) -> list[Any]:
        model, names, (first, last), related = self._shape
        found = []
        for row in self(**values):
            made = model.from_db(connection.alias, names, row[first:last])
            for part in related:
                part.populate(row, made)
            found.append(made)
        return found

    @cached_property
    def _compiler(self) -> tuple[Any, str, tuple[Any, ...]]:
        compiler = self._make().query.get_compiler(connection=connection)
        return compiler, *_written(*compiler.as_sql())

    @cached_property
    def _made(self) -> tuple[str, tuple[Any, ...], dict[int, tuple[list[Any], Any]]]:
        compiler, sql, params = self._compiler
        chosen = [column[0] for column in compiler.select[: compiler.col_count]]
        return Repeated(sql), params, compiler.get_converters(chosen)

    @cached_property
    def _shape(self) -> tuple[type[models.Model], list[str], tuple[int, int], list[Any]]:
        """As the ORM's own ModelIterable reads its rows."""
        compiler = self._compiler[0]
        info = compiler.klass_info
        first, last = info["select_fields"][0], info["select_fields"][-1] + 1
        names = [column[0].target.attname for column in compiler.select[first:last]]
        # The stubs describe a later Django.
        related = get_related_populators(info, compiler.select, connection.alias)  # type: ignore[call-arg]
        return info["model"], names, (first, last), related

    @staticmethod
    def _converted(row: Row, converters: dict[int, tuple[list[Any], Any]]) -> Row:
        values = list(row)
        for place, (steps, column) in converters.items():
            for step in steps:
                values[place] = step(values[place], column, connection)
        return tuple(values)
