"""Models: one per file, with rights, and external ids given once."""

import ast
import collections

from .tree import Addon, Source, Tree


def _assigned(node: ast.ClassDef, name: str):
    """Value given to a class attribute when it is written as a literal, else None."""
    for statement in node.body:
        if isinstance(statement, ast.Assign) and any(
            isinstance(target, ast.Name) and target.id == name for target in statement.targets
        ):
            try:
                return ast.literal_eval(statement.value)
            except ValueError:
                return None
    return None


def _models(source: Source) -> list[ast.ClassDef]:
    """Classes that define or extend an Odoo model."""
    return [
        node
        for node in source.syntax.body
        if isinstance(node, ast.ClassDef) and (_assigned(node, "_name") or _assigned(node, "_inherit"))
    ]


def _model_name(node: ast.ClassDef) -> str:
    inherited = _assigned(node, "_inherit")
    return _assigned(node, "_name") or (inherited if isinstance(inherited, str) else inherited[0])


def one_model_per_file(tree: Tree) -> list[str]:
    """One model in a file, and the file bears its name."""
    faults = []
    for addon in tree.addons.values():
        for source in addon.product_sources():
            names = [_model_name(node) for node in _models(source)]
            if len(names) > 1:
                faults.append(f"{source.name}: {len(names)} models ({', '.join(names)})")
            elif names and source.path.stem != names[0].replace(".", "_"):
                faults.append(f"{source.name}: holds {names[0]}, so it is named {names[0].replace('.', '_')}.py")
    return faults


def _granted(addon: Addon) -> set[str]:
    """Models named in the rights of the addon, as ir.model.access.csv writes them."""
    rows = [row for name, row in addon.csv_rows() if name.endswith("ir.model.access.csv")]
    return {(row.get("model_id:id") or row.get("model_id/id") or "").split(".")[-1] for row in rows}


def every_model_has_rights(tree: Tree) -> list[str]:
    """A model without a line of rights is open to nobody but the superuser: nobody meant that."""
    faults = []
    for addon in tree.addons.values():
        granted = _granted(addon)
        for source in addon.product_sources():
            for node in _models(source):
                name = _assigned(node, "_name")
                bases = {base.attr for base in node.bases if isinstance(base, ast.Attribute)}
                inherited = _assigned(node, "_inherit") or ()
                extends = name in inherited if isinstance(inherited, list | tuple) else name == inherited
                if not name or "AbstractModel" in bases or extends:
                    continue
                if f"model_{name.replace('.', '_')}" not in granted:
                    faults.append(f"{source.name}: {name} has no line in security/ir.model.access.csv")
    return faults


def _record_ids(addon: Addon):
    for name, root in addon.xml_files():
        for node in root.iter():
            if node.tag in ("record", "template", "menuitem") and node.get("id"):
                yield node.get("id").removeprefix(f"{addon.name}."), name
    for name, row in addon.csv_rows():
        if row.get("id"):
            yield row["id"].removeprefix(f"{addon.name}."), name


def external_ids_are_unique(tree: Tree) -> list[str]:
    """The second record of an id silently overwrites the first one."""
    faults = []
    for addon in tree.addons.values():
        places = collections.defaultdict(list)
        for identifier, name in _record_ids(addon):
            places[identifier].append(name)
        faults += [f"{addon.name}: {key} in {', '.join(names)}" for key, names in places.items() if len(names) > 1]
    return faults


def constraints_are_objects(tree: Tree) -> list[str]:
    """Odoo 19 ignores `_sql_constraints`: use models.Constraint and models.UniqueIndex."""
    return [
        f"{source.name}:{node.lineno}: _sql_constraints is ignored by Odoo 19"
        for addon in tree.addons.values()
        for source in addon.sources
        for node in source.nodes
        if isinstance(node, ast.Name) and node.id == "_sql_constraints" and isinstance(node.ctx, ast.Store)
    ]


def own_fields_are_prefixed(tree: Tree) -> list[str]:
    """A field added to someone else's model bears our prefix; another module may add one of the same name."""
    faults = []
    for addon in tree.addons.values():
        for source in addon.product_sources():
            for node in _models(source):
                inherited = _assigned(node, "_inherit")
                if _assigned(node, "_name") or not isinstance(inherited, str) or inherited.startswith("duret."):
                    continue
                faults += [
                    f"{source.name}:{line}: field {name} of {inherited} must be named duret_{name} or redefine an "
                    "existing one with no comodel, label or compute of its own"
                    for name, line in _new_fields(node)
                    if not name.startswith(("duret_", "group_duret", "module_"))
                ]
    return faults


def _new_fields(node: ast.ClassDef):
    """Fields that a class seems to create: a redefinition only changes options, so it gives no positional value."""
    for statement in node.body:
        if not isinstance(statement, ast.Assign) or not isinstance(statement.value, ast.Call):
            continue
        call = statement.value
        is_field = (
            isinstance(call.func, ast.Attribute)
            and isinstance(call.func.value, ast.Name)
            and call.func.value.id == "fields"
        )
        created = call.args or {keyword.arg for keyword in call.keywords} & {"string", "comodel_name", "related"}
        if is_field and created:
            yield statement.targets[0].id, statement.lineno


RULES = [
    one_model_per_file,
    every_model_has_rights,
    external_ids_are_unique,
    constraints_are_objects,
    own_fields_are_prefixed,
]
