"""Pages about people in full: consents, special care, wishes, tenancies, deaths, files."""

from datetime import date
from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import select

from propertydesk.accounts.rules import Role
from propertydesk.owners.models import CareNote, Consent, HouseholdFile, HouseholdTie, Person
from propertydesk.owners.queries.person_listings import LISTINGS
from propertydesk.owners.services import index_people
from propertydesk.platform.activity import Activity
from propertydesk.platform.attachments import Attachment
from propertydesk.platform.db import db
from propertydesk.platform.transaction import transaction
from tests.factories.estate import HomeFactory
from tests.factories.owners import PersonFactory, PhoneFactory, TieFactory

pytestmark = pytest.mark.web
TODAY = "2026-11-21"


@pytest.fixture
def home(community):
    return HomeFactory(community_id=community.id, room_no="1501")


@pytest.fixture
def owner(community, home):
    person = PersonFactory(community_id=community.id, name="周桂兰")
    PhoneFactory(community_id=community.id, person_id=person.id, number="10013800138")
    TieFactory(community_id=community.id, home_id=home.id, person_id=person.id)
    return person


def again(model, row_id):
    db.session.rollback()
    return db.session.get(model, row_id, populate_existing=True)


def picture() -> BytesIO:
    file = BytesIO()
    Image.new("RGB", (8, 8)).save(file, "PNG")
    file.seek(0)
    return file


def kind_of(browser, url: str) -> str:
    with browser.get(url) as answer:
        return answer.mimetype


def consent(browser, owner, *scopes, **more):
    data = {"scopes": list(scopes), "channel": "paper", "given_on": TODAY, **more}
    return browser.post_form(f"/people/{owner.id}/consents/new", data)


def test_a_consent_with_its_scan_and_its_withdrawal(sign_in, owner):
    clerk = sign_in(Role.CLERK)
    assert clerk.get(f"/people/{owner.id}/consents/new?scope=care").status_code == 200
    assert consent(clerk, owner).status_code == 422
    assert consent(clerk, owner, "disclosure").status_code == 422
    given = clerk.post_form(
        f"/people/{owner.id}/consents/new",
        {
            "scopes": "care",
            "channel": "paper",
            "given_on": TODAY,
            "photos": (picture(), "signed.png"),
        },
        content_type="multipart/form-data",
    )
    assert given.status_code == 303
    row = db.session.scalars(select(Consent)).one()
    scan = db.session.scalars(select(Attachment)).one()
    assert kind_of(clerk, f"/consents/{row.id}/scans/{scan.id}") == "image/webp"
    assert "In force" in clerk.get(f"/people/{owner.id}").text
    page = clerk.get(f"/consents/{row.id}/withdrawal")
    assert "hidden at once" in page.text
    done = clerk.post_form(f"/consents/{row.id}/withdrawal", {"on": TODAY, "channel": "phone"})
    assert done.status_code == 303
    assert "Withdrawn" in clerk.get(f"/people/{owner.id}").text


def test_special_care_is_read_by_few_and_hinted_at_to_the_others(sign_in, home, owner):
    lead = sign_in(Role.SERVICE_LEAD)
    url = f"/homes/{home.id}/care/{owner.id}"
    note = {"kind": "alone", "text": "独居，心脏病", "visit_line": "敲门后多等"}
    assert lead.post_form(url, note).status_code == 422
    assert consent(lead, owner, "care", "care_visit").status_code == 303
    assert lead.post_form(url, note).status_code == 303
    row = db.session.scalars(select(CareNote)).one()
    page = lead.get(f"/homes/{home.id}").text
    assert "Special care" in page
    assert "心脏病" not in page
    look = f"/care-notes/{row.id}/reading"
    assert lead.post_form(look, {"purpose": "nosy"}).status_code == 422
    read = lead.post_form(look, {"purpose": "emergency"}, headers={"HX-Request": "true"})
    assert "心脏病" in read.text
    assert "no-store" in read.headers["Cache-Control"]

    clerk = sign_in(Role.CLERK)
    hint = clerk.get(f"/homes/{home.id}").text
    assert "Special care on file" in hint
    assert look not in hint
    assert clerk.post_form(look, {"purpose": "emergency"}).status_code == 403
    assert clerk.get(url).status_code == 403


def test_wishes_stand_beside_the_phone(sign_in, home, owner):
    clerk = sign_in(Role.CLERK)
    url = f"/people/{owner.id}/wishes"
    half = {"channel": "wechat", "language": "zh", "quiet_from": "12:00"}
    assert "both the beginning and the end" in clerk.post_form(url, half).text
    assert clerk.post_form(url, {**half, "quiet_until": "14:00"}).status_code == 303
    for page in (f"/homes/{home.id}", f"/repairs/new?home={home.id}"):
        assert "12:00–14:00" in clerk.get(page).text, page


def test_a_companys_contact_person(sign_in, community, home):
    firm = PersonFactory(community_id=community.id, name="禾田贸易有限公司", kind="company")
    TieFactory(community_id=community.id, home_id=home.id, person_id=firm.id)
    clerk = sign_in(Role.CLERK)
    url = f"/people/{firm.id}/company"
    wrong = clerk.post_form(url, {"contact_person": "王敏", "credit_code": "123"})
    assert wrong.status_code == 422
    data = {"contact_person": "王敏", "contact_role": "行政", "credit_code": "91990000MA0000000A"}
    assert clerk.post_form(url, data).status_code == 303
    assert "handled by 王敏 (行政)" in clerk.get(f"/households/edit?home={home.id}").text


def test_a_tenancy_with_terms_extension_plan_and_its_taking_back(sign_in, home, owner):
    clerk = sign_in(Role.CLERK)
    base = f"/homes/{home.id}"
    data = {"name": "陈思", "starts_on": "2026-01-01", "lease_ends_on": "2026-12-31"}
    assert clerk.post_form(f"{base}/tenancies/new", data).status_code == 303
    clash = {"fee_payer": "tenant", "rent_includes_fee": "y"}
    assert clerk.post_form(f"{base}/tenancy", clash).status_code == 422
    terms = {"fee_payer": "tenant", "starts_on": "2026-01-01", "lease_ends_on": "2026-12-31"}
    assert clerk.post_form(f"{base}/tenancy", terms).status_code == 303
    assert clerk.post_form(f"{base}/tenancy/extension", {"until": "2026-12-01"}).status_code == 422
    assert clerk.post_form(f"{base}/tenancy/extension", {"until": "2027-01-10"}).status_code == 303
    assert "陈思" not in clerk.get("/leases?within=30").text
    assert "陈思" in clerk.get("/leases?within=60").text
    end = {"on": "2026-12-05", "reason": "moves", "occupancy": "vacant"}
    assert clerk.post_form(f"{base}/tenancy-end", end).status_code == 303
    assert "ends by itself" in clerk.get(f"/households/edit?home={home.id}").text
    assert clerk.post_form(f"{base}/tenancy-end/cancellation").status_code == 303
    assert clerk.post_form(f"{base}/tenancy-end/cancellation").status_code == 409


def test_a_death_and_the_inheritance_with_its_paper(sign_in, home, owner):
    lead = sign_in(Role.SERVICE_LEAD)
    url = f"/people/{owner.id}/death"
    assert lead.post_form(url, {"on": "2027-01-01", "source": "x"}).status_code == 422
    assert lead.post_form(url, {"on": "2026-11-02", "source": "女儿告知"}).status_code == 303
    page = lead.get(f"/homes/{home.id}").text
    assert "deceased" in page
    assert "100****0138" not in page
    form = {
        "name_1": "严惠芬",
        "newshare_1": "100",
        "on": TODAY,
        "ground": "certificate",
        "photos": (picture(), "certificate.png"),
    }
    pages = f"/homes/{home.id}/inheritance"
    assert lead.get(pages).status_code == 200
    assert lead.post_form(pages, {**form, "ground": "", "photos": ""}).status_code == 422
    done = lead.post_form(pages, form, content_type="multipart/form-data")
    assert done.status_code == 303
    paper = db.session.scalars(select(Attachment)).one()
    former = lead.get(f"/homes/{home.id}/former").text
    assert "周桂兰" in former
    assert f"/papers/{paper.id}" in former
    assert kind_of(lead, f"{pages}/papers/{paper.id}") == "image/webp"


def test_a_mistaken_death_is_taken_back(sign_in, owner):
    clerk = sign_in(Role.CLERK)
    url = f"/people/{owner.id}/death"
    clerk.post_form(url, {"on": "2026-11-02", "source": "误听"})
    assert clerk.post_form(f"{url}/correction", {"reason": " "}).status_code == 422
    assert clerk.post_form(f"{url}/correction", {"reason": "同名误录"}).status_code == 303
    assert again(Person, owner.id).died_on is None


def test_former_people_are_for_those_who_may(sign_in, community, home, owner):
    seller = PersonFactory(community_id=community.id, name="邱建国")
    PhoneFactory(community_id=community.id, person_id=seller.id, number="10098765432")
    TieFactory(
        community_id=community.id,
        home_id=home.id,
        person_id=seller.id,
        ends_on=date(2026, 11, 1),
    )
    with transaction():
        index_people([seller.id])
    lead = sign_in(Role.SERVICE_LEAD)
    former = lead.get(f"/homes/{home.id}/former").text
    assert "邱建国" in former
    assert "100****5432" in former
    found = lead.get("/search?q=邱建国").text
    assert "Former" in found
    assert "邱建国" in lead.get("/people?past=1").text
    clerk = sign_in(Role.CLERK)
    assert clerk.get(f"/homes/{home.id}/former").status_code == 403
    assert clerk.get(f"/people/{seller.id}").status_code == 403
    assert "100****5432" not in clerk.get("/search?q=邱建国").text
    assert f"/people/{seller.id}" not in clerk.get("/people?past=1").text


def test_the_file_card_leads_to_what_is_missing_and_the_paper_is_archived(sign_in, home, owner):
    clerk = sign_in(Role.CLERK)
    page = clerk.get(f"/homes/{home.id}").text
    assert f"/people/{owner.id}/consents/new?scope=notice" in page
    assert "No paper file archived" in page
    data = {"file_no": "YZ-00012", "place": "柜 3", "on": TODAY}
    assert clerk.post_form(f"/homes/{home.id}/file", {**data, "file_no": ""}).status_code == 422
    assert clerk.post_form(f"/homes/{home.id}/file", data).status_code == 303
    assert db.session.scalars(select(HouseholdFile.file_no)).one() == "YZ-00012"
    assert "YZ-00012" in clerk.get("/completeness").text
    assert "YZ-00012" in clerk.get("/completeness?missing=notice").text
    assert "YZ-00012" not in clerk.get("/completeness?missing=owner").text


@pytest.mark.parametrize("language", ["zh", "en", "both"])
def test_both_papers_are_ordered_by_post_and_fetched(sign_in, home, owner, language):
    clerk = sign_in(Role.CLERK)
    for url in (f"/people/{owner.id}/privacy-notice", f"/homes/{home.id}/register-form"):
        ordered = clerk.post_form(url, {"language": language})
        assert ordered.status_code == 303, url
        paper = clerk.get(ordered.location)
        assert paper.mimetype == "application/pdf"
        assert paper.data.startswith(b"%PDF")
        assert clerk.get(f"{url}.pdf?language=xx").status_code == 404
    actions = set(db.session.scalars(select(Activity.action)))
    assert {"consent.print", "household.print"} <= actions


@pytest.mark.parametrize("name", ["阿卜杜拉·买买提", "O'Brien", "㛃𬭩", "龘", "郭"])
def test_rare_names_reach_the_paper(sign_in, community, home, name):
    person = PersonFactory(community_id=community.id, name=name)
    TieFactory(community_id=community.id, home_id=home.id, person_id=person.id)
    clerk = sign_in(Role.CLERK)
    paper = clerk.get(f"/homes/{home.id}/register-form.pdf")
    assert paper.data.startswith(b"%PDF")


def test_the_new_listings_export(app, community, owner, tmp_path):
    for listing in LISTINGS:
        file = tmp_path / f"{listing.name}.csv"
        asked = ["export", listing.name, "--community", community.code, str(file)]
        result = app.test_cli_runner().invoke(args=asked)
        assert result.exit_code == 0, result.output
        head = file.read_text("utf-8-sig").splitlines()[0]
        assert head.split(",")[0] == listing.exported[0].key


def test_ties_of_several_homes_stand_on_the_persons_page(sign_in, community, home, owner):
    for number in range(5):
        other = HomeFactory(community_id=community.id, room_no=f"20{number:02d}")
        TieFactory(
            community_id=community.id,
            home_id=other.id,
            person_id=owner.id,
            starts_on=date(2024, 2, 29),
        )
    page = sign_in(Role.CLERK).get(f"/people/{owner.id}").text
    assert page.count("since") >= 5
    assert len(db.session.scalars(select(HouseholdTie)).all()) == 6
