"""Writing: with the keyboard, with files, with names."""

from playwright.sync_api import expect

from tests.browser.pages import composer, message, messages, post

PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJ"
    "RU5ErkJggg=="
)

# What a browser does when someone pastes, or drops, a file here.
HAND_OVER = """(field, [kind, name, type, content]) => {
    const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
    const data = new DataTransfer();
    data.items.add(new File([bytes], name, { type }));
    const options = { bubbles: true, cancelable: true };
    const event = kind === "paste"
        ? new ClipboardEvent("paste", { ...options, clipboardData: data })
        : new DragEvent("drop", { ...options, dataTransfer: data });
    field.dispatchEvent(event);
}"""


def test_enter_is_a_new_line_and_control_enter_posts(reading, mobility, anna):
    page = reading(anna, mobility)
    composer(page).press_sequentially("Eerste regel")
    composer(page).press("Enter")
    composer(page).press_sequentially("tweede regel")
    expect(messages(page)).to_have_count(1)
    composer(page).press("Control+Enter")
    expect(messages(page)).to_have_count(2)
    assert mobility.messages.last().body == "Eerste regel\ntweede regel"


def test_the_toolbar_writes_markdown_and_the_preview_shows_it(reading, mobility, anna):
    page = reading(anna, mobility)
    composer(page).fill("belangrijk")
    composer(page).select_text()
    page.locator('[data-format="bold"]').click()
    expect(composer(page)).to_have_value("**belangrijk**")
    page.locator("button[data-preview]").click()
    expect(page.locator(".composer-preview strong")).to_have_text("belangrijk")
    expect(composer(page)).to_be_hidden()
    page.locator("button[data-preview]").click()
    expect(composer(page)).to_be_focused()


def test_a_name_is_completed_with_the_keyboard(reading, mobility, anna, samira):
    page = reading(anna, mobility)
    composer(page).press_sequentially("Dag @sam")
    options = page.get_by_role("option")
    expect(options).to_have_count(1)
    expect(options.first).to_contain_text("Samira")
    expect(composer(page)).to_have_attribute("aria-activedescendant", "mention-list-0")
    composer(page).press("Enter")
    expect(composer(page)).to_have_value(f"Dag @{samira.handle} ")
    expect(options).to_have_count(0)
    composer(page).press("Control+Enter")
    expect(messages(page).last.locator(".mention")).to_have_text("@Samira Öztürk")


def test_the_arrow_keys_choose_a_name_and_escape_leaves_the_text(reading, mobility, anna, daan):
    page = reading(anna, mobility)
    composer(page).press_sequentially("@")
    expect(page.get_by_role("option")).to_have_count(3)
    composer(page).press("ArrowDown")
    expect(page.get_by_role("option").nth(1)).to_have_attribute("aria-selected", "true")
    composer(page).press("Escape")
    expect(page.get_by_role("option")).to_have_count(0)
    expect(composer(page)).to_have_value("@")


def test_a_picture_is_pasted(reading, mobility, anna, daan):
    page, there = reading(anna, mobility), reading(daan, mobility)
    composer(page).evaluate(HAND_OVER, ["paste", "kaart.png", "image/png", PIXEL])
    expect(page.locator(".composer-files")).to_contain_text("kaart.png")
    post(page, "Zie de kaart")
    for window in (page, there):
        picture = message(window, "Zie de kaart").locator("img[alt='kaart.png']")
        expect(picture).to_have_js_property("naturalWidth", 1)
    expect(page.locator(".composer-files li")).to_have_count(0)


def test_a_dropped_file_can_be_taken_out_again(reading, mobility, anna):
    page = reading(anna, mobility)
    for name in ("een.txt", "twee.txt"):
        messages(page).first.evaluate(HAND_OVER, ["drop", name, "text/plain", "aGFsbG8="])
    files = page.locator(".composer-files li")
    expect(files).to_have_count(2)
    files.first.locator("button").click()
    expect(files).to_have_text("twee.txt×")
    post(page, "Eén bestand")
    expect(message(page, "Eén bestand").locator(".attachment")).to_have_count(1)


def test_a_file_that_is_too_large_is_not_sent(reading, mobility, anna):
    page = reading(anna, mobility)
    page.locator("#texts").evaluate("(texts) => (texts.dataset.maxBytes = 3)")
    composer(page).evaluate(HAND_OVER, ["paste", "groot.txt", "text/plain", "aGFsbG8="])
    post(page, "Te groot")
    expect(page.locator("#composer .field-error")).to_contain_text("groot.txt")
    expect(composer(page)).to_have_value("Te groot")


def test_a_reply_quotes_the_message_and_escape_cancels_it(reading, mobility, anna, daan):
    page = reading(daan, mobility)
    messages(page).first.hover()
    reply = messages(page).first.locator("[data-reply]")
    reply.click()
    expect(composer(page)).to_be_focused()
    expect(page.locator(".composer-quote")).to_contain_text("Anna Bakker: Wie kijkt er mee?")
    composer(page).press("Escape")
    expect(page.locator(".composer-quote")).to_be_hidden()
    reply.click()
    post(page, "Ik")
    expect(messages(page).last.locator(".message-quote")).to_contain_text("Wie kijkt er mee?")


def test_a_thread_is_read_and_answered_by_keyboard_alone(reading, mobility, anna, daan, say):
    say(mobility, daan, "Ik kijk mee")
    page = reading(anna, mobility)
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('article')"):
            break
    expect(messages(page).last).to_be_focused()
    page.keyboard.press("k")
    expect(messages(page).first).to_be_focused()
    page.keyboard.press("?")
    expect(page.locator("#shortcuts")).to_be_visible()
    page.keyboard.press("Escape")
    expect(messages(page).first).to_be_focused()
    page.keyboard.press("j")
    page.keyboard.press("r")
    page.keyboard.type("Fijn")
    page.keyboard.press("Control+Enter")
    expect(messages(page).last.locator(".message-quote")).to_contain_text("Ik kijk mee")
    expect(composer(page)).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.locator(".message-edit textarea")).to_be_focused()
    page.keyboard.type(", Daan")
    page.keyboard.press("Control+Enter")
    expect(messages(page).last.locator(".message-body")).to_have_text("Fijn, Daan")


def test_a_menu_closes_with_escape_and_gives_the_focus_back(reading, mobility, anna):
    page = reading(anna, mobility)
    more = messages(page).first.locator(".message-more")
    more.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#menu button").first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#menu button").nth(1)).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#menu")).to_be_hidden()
    expect(more).to_be_focused()


def test_letters_are_only_keys_in_the_timeline(reading, mobility, anna):
    page = reading(anna, mobility)
    page.locator("#sidebar a").first.focus()
    page.keyboard.press("?")
    expect(page.locator("#shortcuts")).to_be_hidden()


def test_the_socket_lives_on_from_page_to_page(reading, mobility, water, anna, daan, say):
    """A server that is silent for seconds, on a busy machine, is asked again: that is no page."""
    opened = []
    page = reading(anna, mobility)
    page.on("websocket", lambda socket: opened.append(socket.url))
    for turn in (1, 2):
        page.locator(".thread-meta a").click()
        expect(page.locator("h1")).to_have_text(water.name)
        page.go_back()
        expect(messages(page)).to_have_count(turn)
        say(mobility, daan, "Daar ben je weer")
        expect(messages(page)).to_have_count(turn + 1)
    assert len(opened) < 4


def test_a_new_conversation_keeps_its_draft_until_it_stands(reading, mobility, water, anna):
    page = reading(anna, mobility)
    page.goto(f"/groups/{water.slug}/threads/new/")
    page.locator("[name=subject]").fill("Bomen")
    page.locator("[name=body]").fill("Welke?")
    page.reload()
    expect(page.locator("[name=subject]")).to_have_value("Bomen")
    page.locator("main form .nl-button--primary").click()
    expect(message(page, "Welke?")).to_have_count(1)
    page.goto(f"/groups/{water.slug}/threads/new/")
    expect(page.locator("[name=subject]")).to_have_value("")
