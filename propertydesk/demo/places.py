"""Where in the common areas something breaks."""

from random import Random

from propertydesk.demo.estate import Ground
from propertydesk.repairs.rules import CommonArea

A = CommonArea
#: By subcategory or main category: the area and the words for the spot.
_SPOTS: dict[str, tuple[tuple[CommonArea, str], ...]] = {
    "water": (
        (A.GARAGE, "地下车库 {zone} 区集水井旁"),
        (A.ROAD, "{building}栋北侧道路"),
        (A.CORRIDOR, "{entrance} {floor}层管道井"),
    ),
    "power.corridor": (
        (A.CORRIDOR, "{entrance} {floor}层楼道"),
        (A.STAIRS, "{entrance} {floor}层消防楼梯"),
        (A.LOBBY, "{entrance}大堂"),
    ),
    "power": ((A.PLANT_ROOM, "{entrance}配电间"),),
    "door.closer": ((A.STAIRS, "{entrance} {floor}层防火门"), (A.LOBBY, "{entrance}门厅")),
    "door": ((A.LOBBY, "{entrance}门口"),),
    "lift": ((A.LIFT, "{entrance} 1号梯"), (A.LIFT, "{entrance} 2号梯")),
    "leak.roof": ((A.ROOF, "{building}栋屋面"),),
    "leak.wall": ((A.FACADE, "{building}栋东立面"), (A.FACADE, "{building}栋北立面")),
    "leak.tile": ((A.LOBBY, "{entrance}门厅"),),
    "leak": ((A.CORRIDOR, "{entrance} {floor}层楼道"), (A.GARAGE, "地下车库 {zone} 区")),
    "common.fitness": ((A.GREEN, "中心花园健身区"),),
    "common.play": ((A.GREEN, "儿童乐园"),),
    "common.road": ((A.ROAD, "南门至{building}栋车行道"), (A.ROAD, "{building}栋消防通道")),
    "common.rail": ((A.STAIRS, "{entrance}坡道"), (A.GREEN, "水景平台")),
    "common.mailbox": ((A.LOBBY, "{entrance}信报箱"),),
    "common.bin": ((A.ROAD, "2号垃圾投放点"), (A.ROAD, "{building}栋东侧投放点")),
    "common.alarm": ((A.PLANT_ROOM, "消防控制室"), (A.CORRIDOR, "{entrance} {floor}层")),
    "common": ((A.CORRIDOR, "{entrance} {floor}层消火栓"),),
    "network": ((A.CORRIDOR, "{entrance} {floor}层弱电井"),),
    "parking.barrier": ((A.GATE, "南门出口"), (A.GATE, "北门入口")),
    "parking.camera": ((A.GATE, "南门入口"), (A.GATE, "北门入口")),
    "parking": ((A.GARAGE, "地下车库 {zone} 区"), (A.GARAGE, "地下二层 {zone} 区坡道")),
    "other.noise": ((A.PLANT_ROOM, "地下生活水泵房"), (A.ROOF, "{building}栋屋面风机")),
    "other": ((A.GREEN, "{building}栋前绿化带"), (A.OTHER, "北门快递点")),
}


def spot(rng: Random, ground: Ground, code: str) -> tuple[CommonArea, str]:
    """The area and the place, as it is written on the order."""
    choices = _SPOTS.get(code) or _SPOTS[code.partition(".")[0]]
    area, words = rng.choice(choices)
    home = rng.choice(ground.homes)
    no = home.entrance_no if home.entrance_no != "0" else "1"
    return area, words.format(
        building=home.building_no,
        entrance=f"{home.building_no}栋{no}单元",
        floor=home.floor,
        zone=rng.choice("ABC"),
    )
