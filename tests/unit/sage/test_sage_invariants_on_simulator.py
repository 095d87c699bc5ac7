"""The lives of `test_sage_invariants`, over the simulated SAGE by OData and by SOAP."""

import pytest
import test_sage_invariants as machine
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test
from simulated_peer import SimulatedPeer


class OverOData(machine.TwoBases):
    """Sage 100 by REST."""

    bench = "odata"

    def make_peer(self):
        return SimulatedPeer(self.bench)

    def teardown(self):
        self.peer.end()


class OverSoap(OverOData):
    """Sage X3 by SOAP."""

    bench = "x3"


@pytest.mark.parametrize(("lives", "examples"), [(OverOData, 5), (OverSoap, 2)])
def test_the_invariants_hold(lives, examples):
    examples, steps = (200, 40) if machine.EXPLORE else (examples, 15)
    run_state_machine_as_test(lives, settings=settings(max_examples=examples, stateful_step_count=steps))
