"""Jinja2 as it is, by shorter ways: a form in NHS components asks it thousands of small things.

One field is some twenty templates inside each other and 500 looks at parameters. Each way here
gives what Jinja2's own way gives; the tests of this module compare the two.
"""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from typing import Any

from jinja2 import Environment, Template
from jinja2.runtime import Context, Macro

#: What `thing.name` finds in a dictionary before any key is looked at.
_DICT_NAMES = frozenset(dir(dict))


class QuickContext(Context):
    """Calls macros at once, which are nearly all that templates call."""

    def call(__self, __obj: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:  # noqa: N805
        if type(__obj) is not Macro:
            return super().call(__obj, *args, **kwargs)
        kwargs.pop("_block_vars", None)
        kwargs.pop("_loop_vars", None)
        return __obj(__self.eval_ctx, *args, **kwargs)


class QuickEnvironment(Environment):
    """For templates that do not change while the process runs, on globals set before the first."""

    context_class = QuickContext
    #: Names come from our own templates, never from a request.
    _of_anything = Environment.getattr

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._found: dict[str, Template] = {}

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Parameters are dictionaries, which fail first where they are asked for an attribute."""
        if type(obj) is dict and attribute not in _DICT_NAMES:
            if attribute in obj:
                return obj[attribute]
            return self.undefined(obj=obj, name=attribute)
        return self._of_anything(obj, attribute)

    def get_template(
        self,
        name: str | Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002 - the name in Jinja2
    ) -> Template:
        """A template is looked for once; one that is changed is found again only by the loader."""
        if globals or self.auto_reload or type(name) is not str:
            return super().get_template(name, parent, globals)
        found = self._found.get(name)
        if found is None:
            found = self._found[name] = super().get_template(name, parent)
        return found

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """One dictionary: the chain of two that Jinja2 makes is walked with every import."""
        return {**self.globals, **(d or {})}
