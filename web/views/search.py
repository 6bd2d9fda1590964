"""Search: everything that holds the words, among what the visitor may see."""

from __future__ import annotations

from django.http import HttpResponse

from records.queries import search as queries
from web.forms.search import SearchForm
from web.pages.search import groups
from web.visit import Visit, page


@page
def search(visit: Visit) -> HttpResponse:
    """The box with the words that were searched, and what was found for them."""
    sent = visit.request.GET if "q" in visit.request.GET else None
    form = SearchForm(sent)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    hits = queries.search(actor=visit.actor, words=words) if words else []
    return visit.show(
        "search.jinja",
        form=form,
        words=words,
        typed=form["q"].value() or "",
        groups=groups(hits, words=words),
        found=len(hits),
    )
