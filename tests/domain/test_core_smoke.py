from tests.factories.estate import HomeFactory
def test_home(community):
    home = HomeFactory(community_id=community.id)
    assert home.label
