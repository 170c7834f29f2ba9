"""What a person finds in their own menu to set the house up; every link opens for whoever is offered it."""

from __future__ import annotations

import pytest

from tests.cast import Cast
from tests.feedback.pages.conftest import SignIn

SET_UP = ("/organisation/", "/manage/rules/", "/manage/surveys/", "/customers/accounts/", "/manage/import/")


@pytest.mark.parametrize(
    ("who", "offered"),
    [
        ("cx_manager", SET_UP),
        ("administrator", ("/organisation/", "/manage/import/")),
        ("owner", ("/manage/rules/", "/manage/surveys/", "/customers/accounts/")),
        ("leader", ()),
        ("front_line", ()),
    ],
)
def test_the_menu_offers_what_may_be_opened(
    cast: Cast, sign_in: SignIn, who: str, offered: tuple[str, ...]
) -> None:
    client = sign_in(getattr(cast, who))

    menu = [item["url"] for item in client.get("/inbox/").context["shell"]["user_menu"]]

    assert [url for url in menu if url in SET_UP] == list(offered)
    assert [client.get(url).status_code for url in offered] == [200] * len(offered)
