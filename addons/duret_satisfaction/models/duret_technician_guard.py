"""No figure by technician for who may not see one, whatever the path to it."""

from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

FIGURES_BY_TECHNICIAN = "duret_base.group_direction"
PEOPLE, VISIT = "fsm.person", "fsm.order"
# What an opinion may be searched and grouped by through its visit; anything else of a visit leads to who did it.
VISIT_FIELDS = {"id", "display_name", "name", "type", "location_id", "stage_id", "date_end", "company_id"}
NESTED = ("any", "not any", "any!", "not any!")


class DuretTechnicianGuard(models.AbstractModel):
    """Inherited by what holds opinions: paths from there to a technician are refused, but for the direction.

    The field of the technician itself carries a group; this closes the ways around it, those that the ORM follows from
    an opinion over its visit, its ticket or its client: domains, groups, orders and exports. Who reads one opinion and
    its visit still knows who was there; what nobody gets by one request is a figure.
    """

    _name = "duret.technician.guard"
    _description = "Opinions: Technicians Stay Hidden"

    @api.model
    def _search(self, domain, *args, **kwargs):
        """Override: refuse conditions that lead to a technician."""
        self._duret_check_paths(self._duret_domain_paths(self._name, Domain(domain)))
        return super()._search(domain, *args, **kwargs)

    def _read_group_groupby(self, alias, groupby_spec, query):
        """Override: refuse groups that lead to a technician."""
        self._duret_check_paths([(self._name, groupby_spec)])
        return super()._read_group_groupby(alias, groupby_spec, query)

    def _order_field_to_sql(self, alias, field_name, direction, nulls, query):
        """Override: refuse an order that leads to a technician."""
        self._duret_check_paths([(self._name, field_name)])
        return super()._order_field_to_sql(alias, field_name, direction, nulls, query)

    def export_data(self, fields_to_export):
        """Override: refuse columns that lead to a technician."""
        self._duret_check_paths([(self._name, path.replace("/", ".")) for path in fields_to_export])
        return super().export_data(fields_to_export)

    def web_read(self, specification):
        """Override: refuse columns that lead to a technician, however deep: a page of a list is a table of marks."""
        self._duret_check_paths((self._name, path) for path in self._duret_columns(specification))
        return super().web_read(specification)

    @api.model
    def _duret_columns(self, specification):
        """Dotted paths of what the web client wants to read.

        :param dict specification: see `web_read`
        :return: iterator of str
        """
        for name, wanted in specification.items():
            yield name
            for path in self._duret_columns((wanted or {}).get("fields") or {}):
                yield f"{name}.{path}"

    @api.model
    def _duret_sees_technicians(self):
        """Whether figures by technician may be given to whom asks."""
        return self.env.su or self.env.user.has_group(FIGURES_BY_TECHNICIAN)

    @api.model
    def _duret_check_paths(self, paths):
        """Refuse paths that end at a technician.

        :param paths: iterable of (name of the model where it begins, dotted path)
        :raises AccessError: for the first one, unless the user may see figures by technician
        """
        if not self._duret_sees_technicians() and any(self._duret_leads_to_people(*path) for path in paths):
            raise AccessError(self.env._("Opinions by technician are shown to the direction only."))

    @api.model
    def _duret_domain_paths(self, model, domain):
        """All paths of a domain, those of the domains inside its conditions included.

        :param str model: name of the model of the domain
        :param Domain domain:
        :return: iterator of (name of a model, dotted path)
        """
        for condition in domain.iter_conditions():
            yield model, condition.field_expr
            if condition.operator in NESTED and not hasattr(condition.value, "subselect"):
                inner = self._duret_end_of(model, condition.field_expr)
                if inner:
                    yield from self._duret_domain_paths(inner, Domain(condition.value))

    @api.model
    def _duret_steps(self, model, path):
        """Fields along a path, as far as it exists.

        :return: iterator of (name of the model, name of the field, name of the model it leads to or None)
        """
        for name in path.split(":")[0].split("."):
            field = self.env[model]._fields.get(name)
            if field is None:
                return
            yield model, name, field.comodel_name if field.relational else None
            if not field.relational:
                return
            model = field.comodel_name

    @api.model
    def _duret_end_of(self, model, path):
        """Model that a path of relations leads to, None when it leads to none."""
        steps = list(self._duret_steps(model, path))
        return steps[-1][2] if steps else None

    @api.model
    def _duret_leads_to_people(self, model, path):
        """Whether a path passes through a technician, or through something of a visit that tells who did it."""
        return any(
            target == PEOPLE or (origin == VISIT and name not in VISIT_FIELDS)
            for origin, name, target in self._duret_steps(model, path)
        )
