"""Two people and a task: what one does the other sees, in the conversation and in lists."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from conversations.outcomes.tasks.models import Task
from tests.browser.test_accessible import AXE, faults, is_too_wide
from tests.tasks.conftest import make  # noqa: F401


@pytest.fixture
def counting(make, daan):  # noqa: F811
    today = timezone.localdate()
    make("Plaatsen", wanted=2, due_on=today + timedelta(days=1), repeats="weekly")
    return make("Rekken tellen", checklist=["Noordzijde", "Zuidzijde"], due_on=today)


def test_what_one_does_with_a_task_the_other_sees(
    reading, window, counting, water, mobility, anna, daan
):
    own, board = window(anna), window(daan)
    own.goto(reverse("tasks"))
    board.goto(reverse("group_board", args=[water.slug]))
    page = reading(anna, mobility)
    card = page.locator(".outcome-card--task", has_text="Rekken tellen")
    card.get_by_role("button", name="Sign up").or_(card.locator("[value=sign_up]")).click()
    expect(card.locator("[value=step_back]")).to_be_visible()
    expect(card.locator("[value=sign_up]")).to_have_count(0)
    expect(own.locator(".task-row", has_text="Rekken tellen")).to_be_visible()
    task = board.locator(".board-task", has_text="Rekken tellen")
    expect(task).to_contain_text(anna.name)
    card.get_by_role("checkbox", name="Zuidzijde").press("Enter")
    expect(card.get_by_role("checkbox", name="Zuidzijde")).to_be_checked()
    expect(task).to_contain_text("1/2")
    state = own.locator(".task-row .state")
    was = state.text_content()
    task.locator("[value=in_progress]").click()
    expect(board.locator(".board-column").nth(1)).to_contain_text("Rekken tellen")
    expect(board.locator(f"#on-1-{counting.pk}")).to_be_focused()
    expect(page.locator("#timeline article.notice")).to_have_count(2)
    expect(state).not_to_have_text(was)  # so what the list asked for has come
    own.locator(".task-row .tick").click()
    expect(own.locator(".empty")).to_be_visible()
    expect(card.locator("[value=open]")).to_be_visible()
    expect(page.locator("#timeline article.notice")).to_have_count(3)


def test_axe_finds_nothing_and_nothing_is_too_wide(window, counting, water, mobility, daan, samira):
    Task.objects.exclude(pk=counting.pk).get().sign_up(daan)
    page = window(samira)
    page.context.add_init_script(path=AXE)
    found, wide = [], []
    for address in (
        mobility.get_absolute_url(), counting.get_absolute_url(), reverse("tasks"),
        reverse("task_edit", args=[counting.pk]), reverse("task_new", args=[mobility.pk]),
        reverse("task_feed"), *(reverse(name, args=[water.slug]) for name in VIEWS),
    ):  # fmt: skip
        page.goto(address)
        expect(page.locator("h1").first).to_be_visible()
        found += faults(page)
        wide += [(address, width) for width in (360, 1280) if is_too_wide(page, width)]
    assert not found, "\n\n".join(found)
    assert not wide


VIEWS = ("group_tasks", "group_board", "group_doing")
