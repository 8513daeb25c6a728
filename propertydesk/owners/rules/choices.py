"""The choice lists of the import workbook, with further words that people write for an entry.

The words are the workbook's own, not those of the screens: files filled in long ago must still be
understood when a screen changes its wording.
"""

from propertydesk.estate.rules import HomeKind, Occupancy
from propertydesk.owners.rules import PersonKind, PlateKind, Relation, Salutation, Tie
from propertydesk.owners.rules.columns import Choice

KINDS = (
    Choice(HomeKind.HOME, "住宅", "Home", ("dwelling",)),
    Choice(HomeKind.SHOP, "商铺", "Shop", ("商业", "门面")),
    Choice(HomeKind.OFFICE, "办公", "Office", ("写字楼",)),
)
OCCUPANCIES = (
    Choice(Occupancy.OWNER, "自住", "Owner-occupied", ("业主自住",)),
    Choice(Occupancy.LET, "出租", "Let", ("已出租", "租住")),
    Choice(Occupancy.VACANT, "空置", "Vacant", ("空房",)),
    Choice(Occupancy.RENOVATING, "装修中", "Under renovation", ("装修",)),
    Choice(Occupancy.UNSOLD, "未售", "Unsold"),
)
TIES = (
    Choice(Tie.OWNER, "业主", "Owner", ("产权人",)),
    Choice(Tie.TENANT, "租户", "Tenant", ("租客", "承租人")),
    Choice(Tie.MEMBER, "家庭成员", "Member", ("成员", "家属", "household member")),
    Choice(Tie.CONTACT, "紧急联系人", "Emergency contact"),
)
SALUTATIONS = (
    Choice(Salutation.MR, "先生", "Mr", ("男", "m", "male")),
    Choice(Salutation.MS, "女士", "Ms", ("女", "f", "female", "mrs", "miss")),
)
PERSON_KINDS = (
    Choice(PersonKind.PERSON, "个人", "Person"),
    Choice(PersonKind.COMPANY, "单位", "Company", ("公司", "企业")),
)
RELATIONS = (
    Choice(Relation.SPOUSE, "配偶", "Spouse", ("妻子", "丈夫", "wife", "husband")),
    Choice(Relation.PARENT, "父母", "Parent", ("父亲", "母亲")),
    Choice(Relation.CHILD, "子女", "Child", ("儿子", "女儿")),
    Choice(Relation.SIBLING, "兄弟姐妹", "Brother or sister"),
    Choice(Relation.GRANDPARENT, "祖父母", "Grandparent"),
    Choice(Relation.RELATIVE, "亲属", "Relative", ("亲戚",)),
    Choice(Relation.FRIEND, "朋友", "Friend"),
    Choice(Relation.CARER, "照护人", "Carer", ("保姆",)),
    Choice(Relation.COLLEAGUE, "同事", "Colleague"),
    Choice(Relation.OTHER, "其他", "Other"),
)
LANGUAGES = (
    Choice("zh", "中文", "Chinese", ("汉语",)),
    Choice("en", "英文", "English", ("英语",)),
)
PLATES = (
    Choice(PlateKind.BLUE, "蓝牌", "Blue"),
    Choice(PlateKind.GREEN, "绿牌", "Green", ("新能源",)),
    Choice(PlateKind.YELLOW, "黄牌", "Yellow"),
    Choice(PlateKind.OTHER, "其他", "Other"),
)
