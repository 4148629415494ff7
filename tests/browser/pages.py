"""What one looks for on the page of a thread."""

from playwright.sync_api import expect

# What a message says that was not sent, but will still be there after a reload.
KEPT = "Uw bericht is bewaard"


def messages(page):
    return page.locator("#timeline .entry:not(.entry--pending) article.message")


def message(page, words):
    return messages(page).filter(has_text=words)


def pending(page):
    return page.locator("#timeline .entry--pending")


def composer(page):
    return page.locator("#composer textarea")


def post(page, words):
    composer(page).fill(words)
    composer(page).press("Control+Enter")


def posted(page, words):
    """Post, and wait until the server has it."""
    post(page, words)
    expect(message(page, words)).to_have_count(1)


def badge(page, thread):
    return page.locator(f'#sidebar a[data-thread="{thread.pk}"] [data-unread]')


def open_menu(page, words):
    article = message(page, words)
    article.hover()
    article.locator(".message-more").click()
    expect(page.locator("#menu")).to_be_visible()
    return page.locator("#menu")


def state(page):
    return page.locator("#connection")


def remembering(page, where):
    """What stands there for a moment only, in `data-said` for as long as the page is there."""
    page.locator(where).evaluate("""(place) => {
        const note = () => (place.dataset.said = (place.dataset.said ?? "") + place.textContent);
        new MutationObserver(note).observe(place, { childList: true });
    }""")
    return page.locator(where)
