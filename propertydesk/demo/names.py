"""Invented names, phones that nobody answers, plates that no office issues."""

from collections.abc import Callable
from random import Random

from propertydesk.owners.rules import PlateKind

_SURNAMES = (
    *"王王王李李李张张张刘刘陈陈杨杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾萧田董潘袁蔡",
    *"蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺",
    *"毛郝顾龚邵万覃武钱戴严莫孔向汤单仇解查",
    *("欧阳", "上官", "司徒", "诸葛", "尉迟", "皇甫", "令狐"),
)
_MALE = (
    *"伟强磊军勇涛明超鹏杰浩宇飞刚斌辉恒越铮峥钧锐煜",
    *("建国", "建华", "建军", "志强", "志明", "国强", "国栋", "文博"),
    *("海峰", "俊杰", "子轩", "子墨", "浩然", "宇航", "博文", "天佑"),
    *("家豪", "思远", "明轩", "嘉树", "承志", "书恒", "永康", "庆林"),
    *("德胜", "长青", "光明", "卫东", "立新", "振华", "少华", "学文"),
    *("景行", "知远", "云帆", "亦凡", "一鸣", "启航", "晨曦", "瑞安"),
)
_FEMALE = (
    *"敏静丽艳娟霞芳燕玲娜婷雪慧莹洁琳蕾倩瑾瑜璇岚黛薇",
    *("桂兰", "桂英", "秀英", "秀兰", "玉兰", "淑珍", "凤英", "美华"),
    *("晓燕", "海燕", "丽娜", "雅静", "思雨", "雨桐", "梓涵", "欣怡"),
    *("诗涵", "佳怡", "若曦", "语嫣", "可馨", "一诺", "清扬", "书瑶"),
    *("安然", "念慈", "晓彤", "文静", "婉清", "若兰", "月华", "秋菊"),
    *("春梅", "冬梅", "雪梅", "红梅", "惠芬", "爱珍", "素云", "芷若"),
)
_FOREIGN = {
    "mr": ("James", "Lucas", "Kenji", "Paul", "Daniel", "Marco", "Ivan", "Thomas"),
    "ms": ("Emily", "Sofia", "Anna", "Maria", "Claire", "Yuki", "Laura", "Nadia"),
}
_FOREIGN_SURNAMES = (
    *("Carter", "Novak", "Meyer", "Rossi", "Mori", "Lindqvist", "Dubois", "Gomez"),
    *("O'Neill", "van den Berg", "Kowalski", "Tanaka", "Fischer", "Silva"),
)
_RARE = (
    ("迪丽拜尔·吐尔逊", "ms"),
    ("王㼆", "mr"),
    ("扎西次仁", "mr"),
    ("赵𬀩", "mr"),
    ("娜仁花", "ms"),
)

DEVELOPER = "锦绣家园置业发展有限公司"
OWNING_COMPANIES = (
    "启程信息技术有限公司",
    "禾田贸易有限公司",
    "云栖文化传播有限公司",
    "明德教育咨询有限公司",
)
SHOP_NAMES = (
    "禾木面包房",
    "小满水果店",
    "一剪美发",
    "康禾药房",
    "邻里生鲜超市",
    "云杉洗衣店",
    "橙子托管班",
    "安宁口腔门诊部",
    "老街面馆",
    "快修五金店",
    "阿婆馄饨",
    "半日闲咖啡",
    "宠爱宠物店",
    "驿路快递服务站",
    "青苗绘本馆",
    "平安房产中介",
)

# Paging once ran on these three; today no mobile and no service begins so.
_MOBILES = ("126", "128", "129")
# The letter after the province is one that no office gives out.
_PROVINCES = "沪沪沪沪沪沪苏浙皖"
_NO_OFFICE = "XYZ"
_PLATE_MARKS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
CARS = (
    "白色轿车",
    "黑色轿车",
    "银灰色轿车",
    "红色两厢车",
    "蓝色 SUV",
    "白色 SUV",
    "深灰色 SUV",
    "香槟色 MPV",
)


class Register:
    """Gives out names, numbers and plates, none twice unless asked to."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._given: set[str] = set()

    def surname(self) -> str:
        """A surname, the common ones more often."""
        return self._rng.choice(_SURNAMES)

    def person(self, sex: str, surname: str = "") -> str:
        """A full name; `sex` is a salutation, mr or ms. A foreign surname has a foreign name."""
        if surname.isascii() and surname:
            return f"{self._rng.choice(_FOREIGN[sex])} {surname}"
        given = self._rng.choice(_MALE if sex == "mr" else _FEMALE)
        return (surname if surname in _SURNAMES else self.surname()) + given

    def uncommon(self) -> tuple[str, str, str]:
        """Name, salutation and language of somebody from afar, or with a rare character."""
        if self._rng.random() < 0.6:
            sex = self._rng.choice(("mr", "ms"))
            first, last = self._rng.choice(_FOREIGN[sex]), self._rng.choice(_FOREIGN_SURNAMES)
            return f"{first} {last}", sex, "en"
        return (*self._rng.choice(_RARE), "zh")

    def mobile(self) -> str:
        """Eleven digits that no network routes; a 0 in the sixth place is taken amiss by checks."""
        return self._fresh(
            lambda: (
                f"{self._rng.choice(_MOBILES)}{self._rng.randrange(100):02d}"
                f"{self._rng.randrange(100_000, 1_000_000)}"
            )
        )

    def landline(self) -> str:
        """A Shanghai number whose subscriber part begins with 0 or 1, as none does."""
        return self._fresh(lambda: f"021-{self._rng.choice('01')}{self._rng.randrange(10**7):07d}")

    def abroad(self, *, hong_kong: bool) -> str:
        """A number in Hong Kong that begins with 0, or a British one kept for films."""
        if hong_kong:
            return self._fresh(lambda: f"+8520{self._rng.randrange(10**7):07d}")
        return f"+447700900{self._rng.randrange(1000):03d}"

    def plate(self, kind: PlateKind) -> str:
        """A plate of that colour: 沪X12A45, or 沪XD12345 for a new-energy car."""
        return self._fresh(lambda: self._plate(kind))

    def _plate(self, kind: PlateKind) -> str:
        place = self._rng.choice(_PROVINCES) + self._rng.choice(_NO_OFFICE)
        marks = [str(self._rng.randrange(10)) for _ in range(5)]
        if kind == PlateKind.GREEN:
            return place + self._rng.choice("DDDF") + "".join(marks)
        for position in self._rng.sample(range(5), self._rng.choice((1, 1, 2))):
            marks[position] = self._rng.choice(_PLATE_MARKS)
        return place + "".join(marks)

    def _fresh(self, make: Callable[[], str]) -> str:
        text = make()
        while text in self._given:
            text = make()
        self._given.add(text)
        return text
