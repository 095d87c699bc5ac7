"""The statements behind the figures of opinions: few, whatever the number of answers."""

from dataclasses import dataclass, field

from odoo import api, models
from odoo.tools import SQL

from ..nps_figures import COUNTS, Rate, Score, month_bounds
from .duret_request_figures import TOPIC_MARKS

REQUEST = "duret.satisfaction.request"
# Second opinions after a complaint say whether the client was won back, not how the visits go.
COUNTED = SQL("kind <> 'recovery'")
# What rows of the same outcome add to each count, and to the sum of the ratings.
SUMS = SQL(", ").join(
    [*(SQL("sum(n) FILTER (WHERE outcome & %s = %s)", bits, bits) for bits in COUNTS.values()), SQL("sum(ratings)")]
)
KEYS = ("month", "type_id", "zone", "person_id")
# What a row of the outer statement is added up by: for each half the value of grouping(), a bit for each key left free.
FREE = ({0b1111: "total", 0b0111: "month", 0b1011: "type_id"}, {0b1101: "zone", 0b1110: "person_id"})


@dataclass
class Cell:
    """Counts of requests and answers, those of COUNTS in its order; how they are read is said by `nps_figures`."""

    sent: int = 0
    sent_answered: int = 0
    waiting: int = 0
    answered: int = 0
    promoters: int = 0
    passives: int = 0
    detractors: int = 0
    rated: int = 0
    unhappy: int = 0
    recovered: int = 0
    lost: int = 0
    rating_sum: float = 0.0

    @classmethod
    def of(cls, row):
        """The cell of a row of SUMS: they are decimals there, empty ones NULL."""
        *counts, ratings = row
        return cls(
            **{name: int(count or 0) for name, count in zip(COUNTS, counts, strict=True)},
            rating_sum=float(ratings or 0),
        )

    @property
    def score(self):
        """nps_figures.Score of the answers."""
        return Score(self.promoters, self.passives, self.detractors)

    @property
    def rate(self):
        """nps_figures.Rate of the requests that were sent; answers nobody had been sent a request for are apart."""
        return Rate(self.sent, self.sent_answered, self.waiting)

    @property
    def rating(self):
        """Mean rating from 1 to 5, None without ratings."""
        return self.rating_sum / self.rated if self.rated else None


@dataclass
class Cube:
    """The same cells added up in several ways."""

    total: Cell = field(default_factory=Cell)
    month: dict = field(default_factory=dict)  # {number of the month of the period, from 0: Cell}
    type_id: dict = field(default_factory=dict)
    zone: dict = field(default_factory=dict)
    person_id: dict = field(default_factory=dict)


class DuretFiguresQuery(models.AbstractModel):
    """Reads what the figures are made of. Nothing in here checks a right: see `duret.satisfaction.figures`."""

    _name = "duret.figures.query"
    _description = "Figures of Opinions: Statements"

    @api.model
    def _duret_where(self, choice, period):
        """Condition on requests: companies of the user, what is chosen, visits of the period.

        :param choice: duret_satisfaction_figures.Choice
        :param period: nps_figures.Period
        :return: SQL
        """
        start, stop = period.bounds(choice.tz)
        parts = [
            COUNTED,
            SQL("company_id = ANY(%s)", list(choice.companies)),
            SQL("done_at >= %s AND done_at < %s", start, stop),
        ]
        for name in ("type_id", "zone", "person_id"):
            value = getattr(choice, name)
            if value:
                parts.append(SQL("%s = %s", SQL.identifier(name), value))
        return SQL(" AND ").join(parts)

    @api.model
    def _duret_cube(self, choice, with_people):
        """Everything that is counted, in one statement.

        Rows of the same outcome become cells, once by month and type, once by zone and technician (`half` says which);
        the cells, some thousands whatever the number of rows, are added up by each of the four.

        :param choice: Choice
        :param bool with_people: also by technician
        :return: Cube
        """
        statement = SQL(
            """WITH rows AS (
                   SELECT width_bucket(done_at, %(months)s::timestamp[]) - 1 AS month, type_id, zone,
                          %(person)s AS person_id, outcome, rating_mean
                     FROM duret_satisfaction_request WHERE %(where)s),
               cells AS (
                   SELECT grouping(month) AS half, month, type_id, zone, person_id, outcome, count(*) AS n,
                          sum(rating_mean) AS ratings
                     FROM rows
                    GROUP BY GROUPING SETS ((month, type_id, outcome), (zone, person_id, outcome)))
               SELECT half, grouping(month, type_id, zone, person_id), month, type_id, zone, person_id, %(sums)s
                 FROM cells
                GROUP BY GROUPING SETS ((half), (half, month), (half, type_id), (half, zone), (half, person_id))""",
            months=month_bounds(choice.period, choice.tz),
            person=SQL("person_id") if with_people else SQL("NULL::integer"),
            where=self._duret_where(choice, choice.period),
            sums=SUMS,
        )
        cube = Cube()
        for half, free, *row in self._duret_rows(statement):
            name = FREE[half].get(free)
            cell = Cell.of(row[len(KEYS) :])
            if name == "total":
                cube.total = cell
            elif name:
                getattr(cube, name)[row[KEYS.index(name)]] = cell
        return cube

    @api.model
    def _duret_total(self, choice, period):
        """Cell of another period with the same choice."""
        statement = SQL(
            """SELECT %s FROM (SELECT outcome, count(*) AS n, sum(rating_mean) AS ratings
                                 FROM duret_satisfaction_request WHERE %s GROUP BY outcome) cells""",
            SUMS,
            self._duret_where(choice, period),
        )
        return Cell.of(self._duret_rows(statement)[0])

    @api.model
    def _duret_answers(self, choice):
        """Means by topic and quartiles of the delay of the answers, in one statement.

        :return: ({topic: (mean 1 to 5 or None, number of ratings)}, [first quartile, median, third quartile] in hours
            or None without answers)
        """
        marks = [SQL.identifier(f"mark_{topic}") for topic in TOPIC_MARKS]
        statement = SQL(
            """SELECT percentile_cont(ARRAY[0.25, 0.5, 0.75]) WITHIN GROUP (ORDER BY answer_hours), %s
                 FROM duret_satisfaction_request WHERE %s AND answered_at IS NOT NULL""",
            SQL(", ").join(
                SQL("avg(%s) FILTER (WHERE %s > 0), count(*) FILTER (WHERE %s > 0)", m, m, m) for m in marks
            ),
            self._duret_where(choice, choice.period),
        )
        quartiles, *found = self._duret_rows(statement)[0]
        pairs = zip(found[::2], found[1::2], strict=True)
        topics = {
            topic: (None if mean is None else float(mean), count)
            for topic, (mean, count) in zip(TOPIC_MARKS, pairs, strict=True)
        }
        return topics, quartiles

    @api.model
    def _duret_first_visit(self, companies):
        """Moment of the first visit anybody may be asked about, naive UTC, or None."""
        statement = SQL(
            "SELECT min(done_at) FROM duret_satisfaction_request WHERE %s AND company_id = ANY(%s)",
            COUNTED,
            list(companies),
        )
        return self._duret_rows(statement)[0][0]

    @api.model
    def _duret_zones(self, companies):
        """Zones there are, in order; jumps from one to the next in the index instead of reading every row."""
        statement = SQL(
            """WITH RECURSIVE zones AS (
                   SELECT min(zone) AS zone FROM duret_satisfaction_request
                UNION ALL
                   SELECT (SELECT min(r.zone) FROM duret_satisfaction_request r WHERE r.zone > zones.zone)
                     FROM zones WHERE zones.zone IS NOT NULL)
               SELECT zone FROM zones WHERE zone IS NOT NULL AND EXISTS (
                   SELECT FROM duret_satisfaction_request r WHERE r.zone = zones.zone AND r.company_id = ANY(%s))""",
            list(companies),
        )
        return [row[0] for row in self._duret_rows(statement)]

    @api.model
    def _duret_rows(self, statement):
        self.env[REQUEST].flush_model()
        return self.env.execute_query(statement)
