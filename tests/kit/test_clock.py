"""The portal's clock and the machine's: apart in a trial only."""

from datetime import UTC, datetime, timedelta

from pueredu.kit import clock as portal
from tests.support.world import AT


def test_the_two_clocks_are_one_outside_a_trial(clock):
    assert (portal.now(), portal.machine(), portal.by_portal(AT)) == (AT, AT, AT)


def test_a_trial_lives_earlier_and_shows_what_the_machine_stamped_in_its_own_time(clock, settings):
    settings.CLOCK_OFFSET = timedelta(days=-30)
    earlier = datetime(2023, 4, 25, 1, 0, tzinfo=UTC)
    assert (portal.now(), portal.machine(), portal.by_portal(AT)) == (earlier, AT, earlier)
    assert portal.by_portal(None) is None
