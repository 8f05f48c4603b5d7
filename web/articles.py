"""The pages of an article: its text, and what changed between two of its revisions."""

from flask import Blueprint, render_template, request

from nksearch.archive import Archive
from nksearch.articles import named_days
from nksearch.citations import page_at
from nksearch.revisions import field_changes, same_source, shortened, word_diff

from .around import related_if_known, way_back
from .pages import status_if_known
from .parameters import cited_span, whole_number
from .presentation import paragraphs_of


def create_blueprint(archive: Archive) -> Blueprint:
    """Return the pages below /articles/ that show what `archive` holds."""
    articles = Blueprint("articles", __name__, url_prefix="/articles")

    @articles.get("/<article_id>")
    def article(article_id: str) -> str:
        shown = archive.article(article_id, whole_number(request.args, "revision"))
        span = cited_span(request.args, shown.text)
        return render_template(
            "article.html",
            article=shown,
            span=span,
            page=page_at(shown, span[0]) if span else None,
            paragraphs=paragraphs_of(shown.text, [span] if span else []),
            newest=archive.article(article_id),
            history=archive.history(article_id),
            days=named_days(shown),
            back=way_back(request.args),
            related=related_if_known(archive, article_id),
            archive=status_if_known(archive),
        )

    @articles.get("/<article_id>/diff")
    def diff(article_id: str) -> str:
        old, new = (whole_number(request.args, name) for name in ("from", "to"))
        before, after = archive.two_revisions(article_id, old, new)
        return render_template(
            "diff.html",
            before=before,
            after=after,
            read_anew=same_source(before, after),
            fields=field_changes(before, after),
            changes=shortened(word_diff(before.text, after.text)),
            archive=status_if_known(archive),
        )

    return articles
