"""What the demonstration is made from decides whether it is made again."""

from demonstration import loading


def test_the_generators_and_every_fixture_count():
    made = loading._made_from(7)
    assert made[0] == "7"
    assert len(made) > len(loading.GENERATORS) + 15
    assert len({loading.getfile(one) for one in loading.GENERATORS}) == 3
