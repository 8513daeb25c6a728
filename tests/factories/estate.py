"""Makers of communities, buildings and homes."""

import factory

from propertydesk.estate.models import Building, Community, Entrance, Home, ParkingSpace
from propertydesk.estate.rules import home_code, sort_code
from tests.factories import RowFactory


class CommunityFactory(RowFactory[Community]):
    class Meta:
        model = Community

    code = factory.Sequence(lambda n: f"JX{n:04d}")
    name_zh = "锦绣花园"
    name_en = "Brocade Garden"
    company_zh = "锦和物业服务有限公司"
    company_en = "Jinhe Property Services Co., Ltd."
    hotline = "0571-55500110"
    office_place = "1栋101"
    zone = "Asia/Shanghai"


class BuildingFactory(RowFactory[Building]):
    class Meta:
        model = Building

    # up to three figures, as people say them; small ones are for those who name them
    no = factory.Sequence(lambda n: str(n % 900 + 31))
    floors = 18


class EntranceFactory(RowFactory[Entrance]):
    class Meta:
        model = Entrance

    no = "1"


class HomeFactory(RowFactory[Home]):
    """Needs `community_id`; makes its building and entrance, or takes `building`."""

    class Meta:
        model = Home

    class Params:
        building = factory.LazyAttribute(lambda o: BuildingFactory(community_id=o.community_id))
        entrance = factory.LazyAttribute(
            lambda o: EntranceFactory(
                community_id=o.community_id, building_id=o.building.id, no=o.entrance_no
            )
        )

    building_id = factory.LazyAttribute(lambda o: o.building.id)
    entrance_id = factory.LazyAttribute(lambda o: o.entrance.id)
    building_no = factory.LazyAttribute(lambda o: o.building.no)
    entrance_no = "2"
    room_no = factory.Sequence(lambda n: str(101 + n))
    code = factory.LazyAttribute(lambda o: home_code(o.building_no, o.entrance_no, o.room_no))
    sort_code = factory.LazyAttribute(lambda o: sort_code(o.building_no, o.entrance_no, o.room_no))
    area_centi = 9837


class ParkingSpaceFactory(RowFactory[ParkingSpace]):
    class Meta:
        model = ParkingSpace

    no = factory.Sequence(lambda n: f"B1-{n:03d}")
