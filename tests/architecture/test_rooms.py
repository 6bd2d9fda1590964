"""What the code may not do, found by reading it."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from pathlib import Path

import django.apps
import pytest
from django_fsm import FSMField

from kernel.actors import Scope
from people.roles import BY_CODE, PERMISSIONS, ROLES
from qiflow.instance import BASE_DIR
from tests.architecture.sources import called, calls, functions, modules, room

LONGEST_FILE = 400
LONGEST_FUNCTION = 60
#: Rooms whose public functions are what others read first.
SPOKEN_ROOMS = ("commands", "policies", "rules", "queries")
#: The one door of every change of state.
DOORS_OF_STATE = {Path("kernel/moves.py"), Path("kernel/log.py")}
#: Those who enter rows of the past with the state that they have by now.
OPENINGS = {Path("governance/commands/opening.py"), Path("projects/commands/opening.py")}
#: How the code asks for a permission.
ASKING = ("may", "may_somewhere", "_anywhere", "_nationally")
#: Held by every role, so that nobody needs to be asked for it.
EVERYBODYS = {"organisation.read"}
#: A file whose functions fill less than this part of it is a table of data.
TABLE_SHARE = 0.3


def state_fields() -> set[str]:
    """Names of the fields that hold a state."""
    return {
        field.name
        for model in django.apps.apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, FSMField)
    }


def told(found: Iterable[tuple[Path, ast.AST, str]]) -> list[str]:
    return [f"{path}:{getattr(node, 'lineno', 0)} {what}" for path, node, what in found]


class TestStates:
    def test_are_known(self) -> None:
        assert state_fields() >= {"state", "stage"}

    def test_are_assigned_by_the_kernel_alone(self) -> None:
        names = state_fields()
        found = [
            (path, node, f"assigns .{target.attr}")
            for path, tree in modules().items()
            if path not in DOORS_OF_STATE | OPENINGS
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign)
            for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
            if isinstance(target, ast.Attribute)
            and target.attr in names
            and not _is_self(target.value)
        ]

        assert told(found) == []

    def test_are_updated_by_the_kernel_alone(self) -> None:
        names = state_fields()
        found = [
            (path, call, f"{called(call)}({keyword.arg}=)")
            for path, tree in modules().items()
            if path not in DOORS_OF_STATE | OPENINGS and path.parts[0] != "web"
            for call in calls(tree)
            if called(call) in ("update", "bulk_update", "update_or_create", "setattr")
            for keyword in call.keywords
            if keyword.arg in names
        ]

        assert told(found) == []

    def test_are_never_saved_by_name(self) -> None:
        names = state_fields()
        found = [
            (path, call, "save(update_fields=)")
            for path, tree in modules().items()
            for call in calls(tree)
            if called(call) in ("save", "bulk_update", "setattr") and names & set(_texts(call))
        ]

        assert told(found) == []


def _is_self(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id == "self"


def _texts(tree: ast.AST) -> list[str]:
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]


class TestRequests:
    def test_never_choose_a_name_in_the_code(self) -> None:
        """`getattr` with a name that is no constant, in a door or a command."""
        found = [
            (path, call, ast.unparse(call))
            for path, tree in modules().items()
            if room(path) in ("api", "views") or path.parts[0] == "web"
            for call in calls(tree)
            if called(call) in ("getattr", "setattr", "__getattribute__")
            and not isinstance(call.args[1], ast.Constant)
            and not _from_a_table(call.args[1], tree)
        ]

        assert told(found) == []

    def test_never_reach_sql_as_text(self) -> None:
        found = [
            (path, call, ast.unparse(call)[:80])
            for path, tree in modules().items()
            for call in calls(tree)
            if called(call) == "RawSQL"
            or (called(call) == "extra" and {one.arg for one in call.keywords} & _EXTRA)
            or (called(call) in ("execute", "raw") and call.args and _is_built(call.args[0], tree))
        ]

        assert told(found) == []

    def test_never_become_objects(self) -> None:
        banned = {"pickle", "marshal", "shelve", "dill"}
        found = [
            (path, node, ast.unparse(node))
            for path, tree in modules().items()
            for node in ast.walk(tree)
            if (isinstance(node, ast.Import) and banned & {one.name for one in node.names})
            or (isinstance(node, ast.ImportFrom) and node.module in banned)
            or (isinstance(node, ast.Call) and _is_unsafe(node))
        ]

        assert told(found) == []

    def test_never_open_every_field(self) -> None:
        found = [
            (path, node, "__all__")
            for path, tree in modules().items()
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign)
            and any(isinstance(one, ast.Name) and one.id == "fields" for one in node.targets)
            and isinstance(node.value, ast.Constant)
            and node.value.value == "__all__"
        ]

        assert told(found) == []


#: What the `extra` of a queryset takes.
_EXTRA = {"select", "where", "params", "tables", "order_by", "select_params"}


def _is_unsafe(call: ast.Call) -> bool:
    if called(call) in ("eval", "exec") and isinstance(call.func, ast.Name):
        return True
    return ast.unparse(call.func) in ("yaml.load", "yaml.unsafe_load", "pickle.loads")


def _is_built(node: ast.expr, tree: ast.AST) -> bool:
    """SQL put together from anything but constants of the module."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
        return True
    if not isinstance(node, ast.JoinedStr):
        return False
    parts = [part.value for part in node.values if isinstance(part, ast.FormattedValue)]
    return any(not _is_constant(part, tree) for part in parts)


def _is_constant(node: ast.expr, tree: ast.AST) -> bool:
    """A constant of the module, or a name that is one of several."""
    if isinstance(node, ast.IfExp):
        return _is_constant(node.body, tree) and _is_constant(node.orelse, tree)
    if not isinstance(node, ast.Name):
        return False
    if node.id.isupper():
        return True
    values = [
        one.value
        for one in ast.walk(tree)
        if isinstance(one, ast.Assign)
        and any(isinstance(target, ast.Name) and target.id == node.id for target in one.targets)
    ]
    return bool(values) and all(_is_constant(value, tree) for value in values)


def _from_a_table(node: ast.expr, tree: ast.Module) -> bool:
    """The name runs over a constant of the module or over names that stand there."""
    if not isinstance(node, ast.Name):
        return False
    loops = [
        one.iter
        for one in ast.walk(tree)
        if isinstance(one, ast.comprehension | ast.For)
        and node.id in {name.id for name in ast.walk(one.target) if isinstance(name, ast.Name)}
    ]
    return bool(loops)


class TestPermissions:
    def test_that_are_asked_for_are_in_a_role(self) -> None:
        asked = {
            argument.value
            for tree in modules().values()
            for call in calls(tree)
            if called(call) in ASKING
            for argument in call.args
            if isinstance(argument, ast.Constant) and "." in str(argument.value)
        }

        assert asked
        assert asked - PERMISSIONS == set()

    def test_of_roles_are_asked_for_somewhere(self) -> None:
        written = {
            text
            for path, tree in modules().items()
            if path != Path("people/roles.py")
            for text in _texts(tree)
        }

        assert PERMISSIONS - written - EVERYBODYS == set()

    def test_that_nobody_is_asked_for_are_held_by_every_role(self) -> None:
        assert [role.code for role in ROLES if not set(role.permissions) >= EVERYBODYS] == []

    def test_of_a_place_are_all_held_by_its_administrator(self) -> None:
        of_places = {
            permission
            for role in ROLES
            if Scope.ORGANISATION in role.scopes
            for permission in role.permissions
        }

        assert of_places == set(BY_CODE["administrator"].permissions)


PUBLIC = [
    (path, function)
    for path, tree in modules().items()
    if room(path) in SPOKEN_ROOMS or path.parts[:2] == ("kernel", "rules")
    for function in tree.body
    if isinstance(function, ast.FunctionDef) and not function.name.startswith("_")
]


def _is_command(function: ast.FunctionDef) -> bool:
    """What a door calls: one transaction. The others help several commands."""
    return any("atomic" in ast.unparse(one) for one in function.decorator_list)


class TestPublicFunctions:
    def test_have_types(self) -> None:
        found = [
            (path, function, function.name)
            for path, function in PUBLIC
            if function.returns is None
            or any(
                one.annotation is None
                for one in (*function.args.args, *function.args.kwonlyargs)
                if one.arg not in ("self", "cls")
            )
        ]

        assert told(found) == []

    def test_of_commands_say_what_they_mean(self) -> None:
        found = [
            (path, function, function.name)
            for path, function in PUBLIC
            if room(path) == "commands"
            and _is_command(function)
            and not ast.get_docstring(function)
        ]

        assert told(found) == []

    def test_of_commands_take_their_values_by_name(self) -> None:
        found = [
            (path, function, function.name)
            for path, function in PUBLIC
            if room(path) == "commands" and _is_command(function) and len(function.args.args) > 1
        ]

        assert told(found) == []

    def test_of_rules_and_policies_read_no_clock(self) -> None:
        found = [
            (path, call, ast.unparse(call))
            for path, tree in modules().items()
            if room(path) in ("rules", "policies")
            for call in calls(tree)
            if called(call) in ("now", "today", "utcnow")
        ]

        assert told(found) == []


class TestSizes:
    def test_of_files(self) -> None:
        sizes = {
            str(path): size
            for path, tree in modules().items()
            if (size := len((BASE_DIR / path).read_text().splitlines())) > LONGEST_FILE
            and _in_functions(tree) > TABLE_SHARE * size
        }

        assert sizes == {}

    def test_of_functions(self) -> None:
        found = [
            (path, function, f"{function.name}: {_length(function)}")
            for path, tree in modules().items()
            for function in functions(tree)
            if _length(function) > LONGEST_FUNCTION
        ]

        assert told(found) == []


def _in_functions(tree: ast.Module) -> int:
    return sum(_length(function) for function in functions(tree))


def _length(function: ast.FunctionDef) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


class TestReadingTheCode:
    """The searches above find what they look for."""

    @pytest.mark.parametrize(
        ("source", "unsafe"),
        [
            ("cursor.execute(f'SELECT {name}')", True),
            ("cursor.execute('SELECT %s' % name)", True),
            ("cursor.execute('SELECT %s', [name])", False),
            ("cursor.execute(f'SELECT {COLUMNS}')", False),
            ("sql = ONE if x else OTHER; cursor.execute(f'SELECT {sql}')", False),
            ("sql = ONE if x else y; cursor.execute(f'SELECT {sql}')", True),
        ],
    )
    def test_sees_built_sql(self, source: str, unsafe: bool) -> None:
        tree = ast.parse(source)

        assert _is_built(next(calls(tree)).args[0], tree) is unsafe

    @pytest.mark.parametrize("source", ["eval(x)", "yaml.load(x)", "pickle.loads(x)"])
    def test_sees_unsafe_reading(self, source: str) -> None:
        assert _is_unsafe(next(calls(ast.parse(source))))
