"""A technician's week of 40 visits with what came before, and a report with 12 photos. Read after field_visits.py."""

import hashlib
import io
import uuid
from time import monotonic

from PIL import Image

DAYS, A_DAY, BEFORE = 8, 5, 3
MOST_PHOTOS, PHOTO_EDGE = 12, 2048


def busy_week(env):
    """A technician whose telephone holds 40 visits, each to a site with 3 earlier visits and their reports."""
    made = _technician(env, 90)  # noqa: F821
    env = env(context=dict(env.context, tracking_disable=True, mail_create_nolog=True))
    visits = env["fsm.order"].browse(
        [_visit(env, made["person"], day, rank).id for day in range(DAYS) for rank in range(A_DAY)]  # noqa: F821
    )
    past = env["fsm.order"]
    for visit in visits:
        for turn in range(1, BEFORE + 1):
            past |= env["fsm.order"].create(
                {
                    "location_id": visit.location_id.id,
                    "person_id": made["person"],
                    "type": visit.type.id,
                    "scheduled_date_start": visit.scheduled_date_start - timedelta(days=30 * turn),  # noqa: F821
                    "scheduled_duration": 1.5,
                    "description": "Entretien de la chaudière.",
                    "duret_day_off_agreed": True,
                }
            )
    reports = env["duret.intervention.report"].create(
        [{"order_id": visit.id, "person_id": made["person"], "work_done": "Tout est vérifié."} for visit in past]
    )
    for report in reports:
        report._duret_close("office", report._duret_office())
    env.flush_all()
    done = env.ref("fieldservice.fsm_stage_completed")
    env.cr.execute("UPDATE fsm_order SET stage_id = %s WHERE id = ANY(%s)", (done.id, past.ids))
    env.cr.commit()
    return made


def _photo(rank):
    """A photo as telephones take them: 2,048 pixels, about 300 KB and more."""
    shades = Image.linear_gradient("L").resize((PHOTO_EDGE, PHOTO_EDGE * 3 // 4))
    grain = Image.effect_noise((PHOTO_EDGE, PHOTO_EDGE * 3 // 4), 12 + rank)
    out = io.BytesIO()
    Image.merge("RGB", (shades, grain, Image.blend(shades, grain, 0.3))).save(out, "JPEG", quality=60)
    return out.getvalue()


def printed(env):
    """Print a report with 12 photos: {"seconds", "bytes", "photo_kb"}."""
    visit = env["fsm.order"].search([("person_id", "!=", False)], order="id desc", limit=1)
    report = env["duret.intervention.report"].create({"order_id": visit.id, "person_id": visit.person_id.id})
    pictures = [_photo(rank) for rank in range(MOST_PHOTOS)]
    changes = [
        [
            f"photos/{uuid.uuid4()}",
            None,
            {
                "sha256": hashlib.sha256(data).hexdigest(),
                "size": len(data),
                "kind": "other",
                "pair": "",
                "caption": f"Photo {rank + 1}",
                "taken_at": "2026-11-23T08:30:00Z",
                "place": "",
            },
        ]
        for rank, data in enumerate(pictures)
    ]
    report._duret_apply_changes(changes, report._duret_office())
    kind = type("Picture", (), {"mimetype": "image/jpeg", "width": PHOTO_EDGE, "height": PHOTO_EDGE * 3 // 4})
    by_hash = {photo.sha256: photo for photo in report.photo_ids}
    photos = {by_hash[hashlib.sha256(data).hexdigest()]: (data, kind) for data in pictures}
    report.photo_ids.sudo()._duret_store(photos)
    env.flush_all()
    env.invalidate_all()
    started = monotonic()
    pdf = report._duret_pdf()
    return {"seconds": monotonic() - started, "bytes": len(pdf), "photo_kb": len(pictures[0]) / 1024}
