"""How often somebody did what is limited."""

from __future__ import annotations

from django.db import models


class CountedTry(models.Model):
    """One use of something limited. `who` is a keyed hash: counting needs no address in clear."""

    what = models.CharField(max_length=30)
    who = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["what", "who", "at"], name="counted_by_who")]
