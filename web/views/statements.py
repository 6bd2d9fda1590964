"""Pages of plain text."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """What was done for accessibility, how it was tested, and what to do when something fails."""
    return render(request, "accessibility.jinja")
