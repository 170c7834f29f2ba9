"""Who may open the pages of figures: boardroom, leaders, money, results, explore."""

from __future__ import annotations

from tests.stories.visibility_args import IMPROVEMENT, SAVED
from tests.stories.visibility_roles import BOARD, CX, LINE, NOBODY, OWNER, STAFF, Row

FIGURES: dict[str, Row] = {
    "boardroom": Row(BOARD),
    "board_wall": Row(BOARD),
    "board_file": Row(BOARD, args=lambda world: {"name": "complaints"}),
    "board_complaints": Row(BOARD),
    "board_complaints_file": Row(BOARD, args=lambda world: {"name": "weeks"}),
    "journey": Row(BOARD),
    "changes": Row(STAFF),
    "change": Row(STAFF, args=IMPROVEMENT),
    "add_change": Row(CX | LINE | {"peer"}, CX | LINE | {"peer"}),
    "edit_change": Row(CX | LINE, CX | LINE, args=IMPROVEMENT),
    "withdraw_change": Row(NOBODY, CX | LINE, args=IMPROVEMENT),
    "data_health": Row(OWNER | CX),
    "data_health_rows": Row(OWNER | CX, args=lambda world: {"name": "without-value"}),
    "retained": Row(BOARD),
    "retained_file": Row(BOARD),
    "retained_rows": Row(BOARD, args=lambda world: {"name": "at-risk"}),
    "leaders": Row(STAFF),
    "definitions": Row(STAFF),
    "celebrate": Row(STAFF),
    "questions_to_ask": Row(OWNER | CX),
    "question_behind": Row(OWNER | CX, args=lambda world: {"name": "notes"}),
    "explore": Row(LINE | CX | {"peer", "board"}),
    "explore_rows": Row(NOBODY, NOBODY, 404),
    "keep_view": Row(NOBODY, LINE | CX | {"peer", "board"}),
    "share_view": Row(NOBODY, CX, 404, SAVED),
    "drop_view": Row(NOBODY, CX, 404, SAVED),
    "results": Row(LINE | CX | {"peer"}),
    "survey_results": Row(LINE | CX | {"peer"}, args=lambda world: {"slug": "recommend"}),
    "results_file": Row(LINE | CX | {"peer"}, args=lambda world: {"slug": "recommend", "name": "by"}),
    "cases_behind": Row(LINE | CX, NOBODY, 404, lambda world: {"pk": world.cast.leader.pk, "name": "due"}),
}
