"""What a technician's thumb does on the screens of a report."""

import json

PHASE = "document.querySelector('.save-mark')?.dataset.phase === 'saved'"


def wait_saved(phone):
    """Wait until the screen says that everything is kept."""
    phone.wait(PHASE)


def photograph(phone, kind, picture, count):
    """Take a picture and wait until the report shows `count` of them."""
    phone.choose_files(f"input[name={kind}]", picture)
    phone.wait(f"document.querySelectorAll('#part_photos .tile img').length === {count}")


def answer_checks(phone):
    """Answer « yes » to every point, where the visit asks for some."""
    if not phone.evaluate("!!document.querySelector('#part_checks')"):
        return
    phone.tap("#part_checks .part-toggle")
    phone.wait("!!document.querySelector('.check')")
    codes = phone.evaluate("[...document.querySelectorAll('.check')].map((one) => one.dataset.code)")
    for code in codes:
        phone.tap(f".check[data-code={code}] [data-value=yes]")
    wait_saved(phone)


def measure(phone, value):
    """Measure the first thing that the visit asks for, else the first of all."""
    phone.tap("#part_measures .part-toggle")
    phone.wait("!!document.querySelector('#part_measures .btn-wide')")
    if phone.evaluate("!!document.querySelector('#part_measures .part-body > .btn-big')"):
        phone.tap("#part_measures .part-body > .btn-big")
    else:
        phone.tap("#part_measures .btn-wide")
        phone.tap(".sheet .btn-line")
    phone.type(".measure-value input", value)
    phone.wait("document.querySelector('.measure').dataset.verdict !== undefined")
    phone.wait(PHASE)


def take_product(phone):
    """Two of the first product found in the catalogue."""
    phone.tap(".part-link")
    phone.type(".search input", "a")
    phone.tap(".product")
    phone.tap(".stepper-button:last-child")
    wait_saved(phone)
    phone.tap(".action-bar .btn-main")
    phone.wait("!!document.querySelector('#part_work')")


def request_quotation(phone, text, report, visit):
    """The round button, a sentence, and back to the report."""
    phone.tap(".request-action")
    phone.tap(".sheet .btn-main")
    phone.type("#request_text", text)
    phone.tap(".action-bar .btn-main")
    phone.wait("!!document.querySelector('.sealed')")
    phone.go(f"#visit/{visit}/report/{report}", "#part_work")


def sign(phone, name):
    """Hand the telephone over: the client reads, gives a name and a quality."""
    phone.tap(".action-bar .btn-main")
    phone.wait("!!document.querySelector('.summary [data-part=work]')")
    phone.tap(".action-bar .btn-main")
    phone.type("#signer_name", name)
    phone.evaluate(
        """(() => {
            const list = document.querySelector('#signer_quality');
            list.selectedIndex = 1;
            list.dispatchEvent(new Event('change', {bubbles: true}));
        })()"""
    )


def draw_signature(phone):
    """Draw with a finger on the sheet, through the browser's own touch events."""
    phone.evaluate("document.querySelector('canvas').scrollIntoView({block: 'center'})")
    phone.listen(0.3)
    box = json.loads(phone.evaluate("JSON.stringify(document.querySelector('canvas').getBoundingClientRect())"))
    points = [(box["x"] + 40 + 12 * rank, box["y"] + 60 + 25 * (rank % 3)) for rank in range(16)]
    for rank, (x, y) in enumerate(points):
        kind = "touchMove" if rank else "touchStart"
        phone.send("Input.dispatchTouchEvent", type=kind, touchPoints=[{"x": x, "y": y}])
        phone.listen(0.02)
    phone.send("Input.dispatchTouchEvent", type="touchEnd", touchPoints=[])
    phone.listen(0.3)
