"""A site made for tests: forty pages with its furniture, each with an article of its own."""

from pathlib import Path

PAGES = 40
MENU = ("Home", "Politics", "Economy", "Human Rights", "Photo Essays", "About the Post")
NEWSLETTER = (
    "Never miss a story",
    "Subscribe to our newsletter and get the week's reports from inside the country every Friday.",
    "We never share your address with anybody.",
)
STANDING = "The agency did not say when this happened."
NOTE = "Names of sources are withheld for their safety, and the editors know them."
TOWNS = "Sinuiju Hyesan Kanggye Chongjin Hamhung Wonsan Haeju Sariwon".split()


def title(n: int) -> str:
    return f"Traders of {TOWNS[n % 8]} market number {n} meet inspectors"


def sentences(n: int) -> list[str]:
    """Return the paragraphs of article n; one of them stands in all articles, among others."""
    town = TOWNS[n % 8]
    paragraphs = [
        f"Inspectors came to the market of {town} on day {n + 1} and asked {n + 3} traders for "
        "the receipts of what they had on their stalls, a resident told the Post.",
        STANDING,
        f"“Nobody had any of the {n * 7 + 2} papers that they wanted,” one trader in {town} said, "
        "and most closed for the day.",
        "Background" if n % 2 else f"What {town} says",
        f"Markets like this one, of which {town} has {n % 5 + 2}, feed most families of the "
        "province since the rations ended.",
    ]
    return paragraphs[n % 2 :] if n % 4 == 3 else paragraphs


def recent(n: int) -> list[str]:
    """Return what the box of recent posts on page n holds: other titles with their days."""
    others = [(n + step) % PAGES for step in (1, 2, 3, 5, 8)]
    return [line for other in others for line in (title(other), f"May {other % 28 + 1}, 2024")]


def html(n: int) -> str:
    menu = "".join(f"<p>{each}</p>" for each in MENU)
    letter = "".join(f"<p>{each}</p>" for each in NEWSLETTER)
    posts = "".join(f"<p>{each}</p>" for each in recent(n))
    body = [f"<p>{each}</p>" for each in sentences(n)]
    body.insert(1 + n % 3, f"<div>{letter}</div>")
    return (
        f"<!DOCTYPE html><html lang=en><head><title>{title(n)}</title>"
        f"<link rel=canonical href='https://post.example/2024/{n}'></head><body><article>"
        f"<div>{menu}</div><h1>{title(n)}</h1>{''.join(body)}<p>{NOTE}</p>"
        f"<h3>From our desk</h3>{posts}<div>{letter}</div></article></body></html>"
    )


def plain(n: int) -> str:
    body = sentences(n)
    at = 1 + n % 3
    body[at:at] = NEWSLETTER
    parts = [title(n), title(n), *body, NOTE, "From our desk", *recent(n), *NEWSLETTER]
    return "\n\n".join(["River Post reports what two sources confirm.", *parts])


def fill(folder: Path, suffix: str) -> None:
    """Write all pages of the site below `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for n in range(PAGES):
        page = html(n) if suffix == ".html" else plain(n)
        (folder / f"page{n:02}{suffix}").write_text(page, "utf-8")
