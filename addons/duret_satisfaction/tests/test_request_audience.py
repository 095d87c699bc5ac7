"""Who is asked, by which channel, and every reason for which somebody is not."""

from odoo import fields
from odoo.tests import new_test_user, tagged

from .request_case import RequestCase


@tagged("post_install", "-at_install")
class TestRequestAudience(RequestCase):
    def outcome(self, partner, **values):
        request = self.asked(self.make_done(partner, **values))
        return request.state, request.reason, request.channel

    def refuse(self, partner, purpose):
        self.env["duret.relance.opt.out"].create({"partner_id": partner.id, "purpose": purpose})

    # --- channel ----------------------------------------------------------------------------------------------
    def test_by_text_message_when_there_is_no_mail(self):
        self.assertEqual(self.outcome(self.make_person(email=False, phone="06 12 34 56 78")), ("planned", False, "sms"))

    def test_neither_mail_nor_mobile(self):
        for phone in (False, "04 50 12 34 56"):
            with self.subTest(phone=phone):
                client = self.make_person(email=False, phone=phone)
                self.assertEqual(self.outcome(client), ("skipped", "no_address", False))

    def test_an_address_in_error(self):
        dead = self.make_person(message_bounce=2)
        self.assertEqual(self.outcome(dead), ("skipped", "bounced", False))
        mobile = self.make_person(message_bounce=2, phone="06 12 34 56 79")
        self.assertEqual(self.outcome(mobile), ("planned", False, "sms"))

    def test_a_mobile_that_refuses_text_messages(self):
        client = self.make_person(email=False, phone="06 12 34 56 70")
        self.env["phone.blacklist"].create({"number": "+33612345670"})
        self.assertEqual(self.outcome(client), ("skipped", "no_address", False))

    # --- refusals ---------------------------------------------------------------------------------------------
    def test_refusals(self):
        for purpose, reason in (("satisfaction", "opted_out"), ("all", "opted_out"), ("quotation", False)):
            with self.subTest(purpose=purpose):
                client = self.make_person()
                self.refuse(client, purpose)
                self.assertEqual(self.outcome(client)[1], reason)

    def test_somebody_else_refused_with_the_same_address(self):
        self.refuse(self.make_person(email="famille@avis.test"), "satisfaction")
        self.assertEqual(self.outcome(self.make_person(email="famille@avis.test"))[1], "opted_out")

    def test_an_address_that_refuses_every_mail(self):
        client = self.make_person(email="jamais@avis.test")
        self.env["mail.blacklist"].create({"email": "jamais@avis.test"})
        self.assertEqual(self.outcome(client)[1], "opted_out")

    # --- people of the company --------------------------------------------------------------------------------
    def test_people_of_the_company(self):
        former = new_test_user(self.env, login="ancien_collegue", groups="base.group_user", email="ex@ailleurs.test")
        former.active = False
        self.company.email = "contact@duret-avis.test"
        people = {
            "colleague": self.user_technician.partner_id,
            "former colleague": former.partner_id,
            "the company": self.company.partner_id,
            "an address of the company": self.make_person(email="stagiaire@duret-avis.test"),
            "a contact of the company": self.make_person(parent_id=self.company.partner_id.id),
        }
        for who, partner in people.items():
            with self.subTest(who):
                self.assertEqual(self.outcome(partner)[1], "internal")
        portal = self.outcome(self.client_b)
        self.assertEqual(portal, ("planned", False, "mail"), "a client with a login of the portal is a client")

    def test_a_company_with_an_ordinary_address(self):
        """« duret@orange.fr » does not make colleagues of all clients of Orange."""
        self.company.email = "duret@orange.fr"
        self.assertEqual(self.outcome(self.make_person(email="jeanne.favre.avis@orange.fr"))[0], "planned")

    # --- whom ---------------------------------------------------------------------------------------------------
    def test_the_contact_on_the_site_comes_first(self):
        contact = self.make_person("Marc Perrin", parent_id=self.client_a.id)
        site = self.make_site(self.client_a, contact_id=contact.id)
        self.assertEqual(self.asked(self.make_done(site=site)).partner_id, contact)

    def test_the_owner_when_the_contact_cannot_be_reached(self):
        owner = self.make_person("Régie des Alpes", is_company=True)
        contact = self.make_person("Gardien", parent_id=owner.id, email=False)
        site = self.make_site(owner, contact_id=contact.id)
        self.assertEqual(self.asked(self.make_done(site=site)).partner_id, owner)

    def test_no_client_at_all(self):
        request = self.asked(self.make_done())
        request.partner_id = False
        self.ask("2026-11-24 06:00:00")
        self.assertEqual((request.state, request.reason), ("skipped", "client_gone"))

    # --- one for each client in so many days ------------------------------------------------------------------
    def test_one_question_in_thirty_days(self):
        client = self.make_person()
        site = self.make_site(client)
        first = self.asked(self.make_done(site=site))
        self.send("2026-11-25 07:00:00")
        self.assertEqual(first.state, "sent")
        soon = self.make_done(site=site, moment="2026-12-22 09:00:00")
        self.assertEqual(self.asked(soon, "2026-12-22 10:00:00").reason, "recent")
        later = self.make_done(site=site, moment="2026-12-23 09:00:00")
        self.assertEqual(self.asked(later, "2026-12-23 10:00:00").state, "planned", "30 days between 25/11 and 25/12")

    def test_two_visits_of_one_day(self):
        client = self.make_person()
        site = self.make_site(client)
        morning = self.make_done(site=site, moment="2026-11-23 08:00:00")
        evening = self.make_done(site=site, moment="2026-11-23 16:00:00")
        self.ask("2026-11-24 05:00:00")
        self.assertEqual(self.request_of(morning).state, "planned")
        self.assertEqual(self.request_of(evening).reason, "recent")

    def test_no_limit(self):
        self.company.duret_survey_gap_days = 0
        site = self.make_site(self.make_person())
        visits = [self.make_done(site=site, moment=f"2026-11-23 {hour}:00:00") for hour in ("08", "16")]
        self.ask("2026-11-24 05:00:00")
        self.assertEqual([self.request_of(visit).state for visit in visits], ["planned", "planned"])

    def test_who_counts_as_the_same_client(self):
        firm = self.make_person("Régie du Lac", is_company=True)
        clerks = [self.make_person(name, parent_id=firm.id) for name in ("Lise", "Marc")]
        head = self.make_person("Famille Favre")
        family = [head, self.make_person("Paul Favre", parent_id=head.id)]
        twins = [self.make_person(email="double@avis.test") for _number in range(2)]
        for what, people, second in (
            ("two people of a firm", clerks, False),
            ("two of a household", family, "recent"),
            ("two files with one address", twins, "recent"),
        ):
            with self.subTest(what):
                visits = [
                    self.make_done(site=self.make_site(one, contact_id=one.id), moment=f"2026-11-23 1{hour}:00:00")
                    for hour, one in enumerate(people)
                ]
                self.ask("2026-11-24 05:00:00")
                self.assertEqual([self.request_of(visit).reason for visit in visits], [False, second])

    def test_what_was_not_sent_does_not_count(self):
        client = self.make_person()
        site = self.make_site(client)
        self.refuse(client, "satisfaction")
        self.assertEqual(self.asked(self.make_done(site=site)).reason, "opted_out")
        self.env["duret.relance.opt.out"].search([("partner_id", "=", client.id)]).unlink()
        second = self.make_done(site=site, moment="2026-11-24 09:00:00")
        self.assertEqual(self.asked(second, "2026-11-24 10:00:00").state, "planned")

    # --- complaints -------------------------------------------------------------------------------------------
    def test_an_open_complaint_is_held_for_a_person(self):
        client = self.make_person()
        ticket = self.complain(client)
        self.assertEqual(self.outcome(client), ("held", "complaint", "mail"))
        ticket.stage_id = self.stages["done"]
        self.assertEqual(self.outcome(self.make_person())[0], "planned")

    def test_a_complaint_of_the_firm(self):
        firm = self.make_person("Régie du Semnoz", is_company=True)
        self.complain(self.make_person("Lise", parent_id=firm.id))
        self.assertEqual(self.outcome(self.make_person("Marc", parent_id=firm.id))[1], "complaint")

    def test_other_requests_hold_nothing(self):
        client = self.make_person()
        self.open_request(partner_id=client.id)
        self.assertEqual(self.outcome(client)[0], "planned")

    def test_the_age_counts_from_the_end_of_the_work(self):
        visit = self.make_done(moment="2026-11-23 09:00:00")
        request = self.asked(visit, "2026-12-03 08:00:00")
        self.assertEqual(request.state, "planned", "ten days")
        other = self.asked(self.make_done(moment="2026-11-23 09:00:00"), "2026-12-04 10:00:00")
        self.assertEqual(other.reason, "too_old")

    def test_dates_are_kept_in_utc(self):
        request = self.asked(self.make_done(moment="2026-11-23 22:50:00"))
        self.assertEqual(request.done_at, fields.Datetime.to_datetime("2026-11-23 22:50:00"))
        self.assertEqual(request._duret_about(), "our visit of 23 November")
