"""A big company's database, made by SQL in about a minute: contacts, requests with their messages, calls.

Used by measurements (`fill(env)` in an Odoo shell or a test). Deterministic: the same seed gives the same rows.
Everything belongs to invented people at `volume.example`.
"""

FIRST = "Jeanne Paul Élise Marc Odile René Aïcha Luc Noémie Hervé Agnès Théo Chloé Gérard Zoé Loïc Inès Noël".split()
LAST = (
    "Favre Dupont Perrin Bouvier Métral Duret Gaillard Müller Chappaz Lefèvre Tissot Burnet Excoffier Vuagnoux"
    " Crozet Mégevand Blanc Rey Pellarin Cochet Déléaval Bonnet Lacroix Berthod Jacquet Durand Martin Rossi"
).split()
STREETS = ("rue de l'Arve", "avenue de Genève", "chemin des Prés", "route d'Albertville", "impasse du Château")
TOWNS = ("Annecy", "Seynod", "Saint-Jorioz", "Thônes", "Faverges", "Rumilly", "La Roche-sur-Foron", "Évian")
SUBJECTS = (
    "Panne de chaudière", "Disjoncteur qui saute", "Devis pour une borne de recharge", "Facture du déplacement",
    "Entretien de la VMC", "Prise qui chauffe", "Tableau électrique à remplacer", "Éclairage du parking",
)  # fmt: skip
BODY = (
    "<p>Bonjour,</p><p>Depuis hier soir, {} : pouvez-vous passer rapidement ? Le digicode est le 12A.</p>"
    "<p>Nous sommes présents le matin, sauf le mercredi. Merci de nous appeler avant votre passage.</p>"
    "<p>Cordialement, le service de la copropriété du bâtiment</p>"
)
BIG = "Client de mesure"  # the client whose history is long

_CONTACTS = """
INSERT INTO res_partner (name, complete_name, street, zip, city, email, email_normalized, ref, lang, type, active,
    is_company, partner_share, autopost_bills, create_uid, write_uid, create_date, write_date)
SELECT name, name, 1 + n %% 90 || ' ' || (%(streets)s::text[])[1 + n %% %(n_streets)s],
    '74' || lpad((n %% 900)::text, 3, '0'), (%(towns)s::text[])[1 + n / 7 %% %(n_towns)s], mail, mail,
    'V' || lpad(n::text, 6, '0'), 'fr_FR', 'contact', true,
    false, true, 'ask', 1, 1, now() - n * interval '7 minutes', now()
FROM (SELECT n, (%(first)s::text[])[1 + n %% %(n_first)s] || ' ' || (%(last)s::text[])[1 + n / 3 %% %(n_last)s]
        || ' ' || n AS name, 'client' || n || '@volume.example' AS mail
    FROM generate_series(%(start)s, %(stop)s) n) made
"""
_PHONES = """
INSERT INTO duret_phone (partner_id, sequence, number, e164, search_key, kind)
SELECT id, 10, '0' || tail, '+33' || tail, '+33' || tail, 'fixe'
FROM (SELECT id, '4' || lpad((50000000 + 7 * row_number() OVER (ORDER BY id) %% 9000000)::text, 8, '0') AS tail
    FROM res_partner WHERE email LIKE 'client%%@volume.example') made
WHERE NOT EXISTS (SELECT 1 FROM duret_phone WHERE duret_phone.partner_id = made.id)
"""
_TICKETS = """
WITH people AS (SELECT array_agg(id ORDER BY id) AS ids FROM res_partner WHERE email LIKE 'client%%@volume.example')
INSERT INTO helpdesk_ticket (number, name, description, partner_id, commercial_partner_id, company_id, active, priority,
    stage_id, team_id, create_uid, write_uid, create_date, write_date, last_stage_update, duret_triage_state,
    duret_is_open, duret_clock_key)
SELECT 'T-' || lpad((500000 + n)::text, 6, '0'), subject || ' ' || n,
    replace(%(body)s, '{}', lower(subject) || ' réf' || n), person, person, %(company)s, true, '1',
    CASE WHEN n %% 20 = 0 THEN %(open)s ELSE %(done)s END, %(team)s, 1, 1,
    moment, moment, moment, 'none', n %% 20 = 0, 'mesure'
FROM (SELECT n, (%(subjects)s::text[])[1 + n %% %(n_subjects)s] AS subject,
        CASE WHEN n %% 100 = 0 AND n <= 50000 THEN %(big)s ELSE ids[1 + (n * 31) %% cardinality(ids)] END AS person,
        now() - n * interval '11 minutes' AS moment
    FROM generate_series(%(start)s, %(stop)s) n, people) made
"""
_MESSAGES = """
INSERT INTO mail_message (model, res_id, message_type, subtype_id, subject, body, date, author_id, email_from,
    message_id, create_uid, write_uid, create_date, write_date)
SELECT 'helpdesk.ticket', id, CASE WHEN k = 1 THEN 'email' ELSE 'comment' END, %(subtype)s, name,
    '<p>Message ' || k || ' au sujet de ' || number || '.</p>' || description, create_date + k * interval '1 hour',
    CASE WHEN k = 1 THEN partner_id ELSE %(author)s END, 'client@volume.example',
    '<v' || id || '.' || k || '@volume.example>', 1, 1, create_date, create_date
FROM helpdesk_ticket, generate_series(1, 2) k WHERE number >= 'T-500000'
"""
_CALLS = """
WITH people AS (SELECT array_agg(id ORDER BY id) AS ids FROM res_partner WHERE email LIKE 'client%%@volume.example')
INSERT INTO crm_phonecall (name, partner_id, direction, state, date, active, company_id, create_uid, write_uid,
    create_date)
SELECT 'Appel ' || n,
    CASE WHEN n %% 57 = 0 AND n <= 200000 THEN %(big)s ELSE ids[1 + (n * 17) %% cardinality(ids)] END,
    CASE WHEN n %% 3 = 0 THEN 'out' ELSE 'in' END, 'done', now() - n * interval '5 minutes', true, %(company)s,
    1, 1, now()
FROM generate_series(%(start)s, %(stop)s) n, people
"""


def fill(env, tickets=100_000, contacts=50_000, calls=200_000):
    """Fill the database up to these numbers of rows; rows made by an earlier call count.

    :return: id of the client with the long history (thousands of events when `tickets` is large)
    """
    names = {
        key: {key: list(values), f"n_{key}": len(values)}
        for key, values in {
            "first": FIRST,
            "last": LAST,
            "streets": STREETS,
            "towns": TOWNS,
            "subjects": SUBJECTS,
        }.items()
    }
    stages = env["helpdesk.ticket.stage"].search([])
    values = {
        "big": _big_client(env),
        "body": BODY,
        "company": env.company.id,
        "open": stages.filtered(lambda stage: not stage.closed)[:1].id,
        "done": stages.filtered("closed")[:1].id,
        "team": env.ref("duret_helpdesk.team_customer_service").id,
        "subtype": env.ref("mail.mt_comment").id,
        "author": env.company.partner_id.id,
    }
    for more in names.values():
        values |= more
    env.flush_all()
    _run(env, _CONTACTS, values, contacts, "res_partner WHERE email LIKE 'client%@volume.example'")
    env.cr.execute("UPDATE res_partner SET commercial_partner_id = id WHERE commercial_partner_id IS NULL")
    env.cr.execute(_PHONES, {})
    if _run(env, _TICKETS, values, tickets, "helpdesk_ticket WHERE number >= 'T-500000'"):
        env.cr.execute("DELETE FROM mail_message WHERE email_from = 'client@volume.example'")
        env.cr.execute(_MESSAGES, values)
    _run(env, _CALLS, values, calls, "crm_phonecall WHERE name LIKE 'Appel %'")
    env.cr.execute("ANALYZE")
    env.invalidate_all()
    return values["big"]


def _big_client(env):
    partners = env["res.partner"]
    return (partners.search([("name", "=", BIG)], limit=1) or partners.create({"name": BIG})).id


def _run(env, statement, values, wanted, table):
    """Add the rows that are missing; True when there were some."""
    env.cr.execute(f"SELECT count(*) FROM {table}")  # noqa: S608  (constant of this file)
    have = env.cr.fetchone()[0]
    if have < wanted:
        env.cr.execute(statement, values | {"start": have + 1, "stop": wanted})
    return have < wanted
