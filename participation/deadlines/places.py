"""Where a calendar or a rule holds: ``cn``, ``cn/guizhou``, ``cn/guizhou/…``."""

import re

from django.conf import settings

PLACE = re.compile(r"cn(/[a-z0-9-]+){0,4}")

PROVINCES: dict[str, tuple[str, str]] = {
    "beijing": ("北京市", "Beijing"),
    "tianjin": ("天津市", "Tianjin"),
    "hebei": ("河北省", "Hebei"),
    "shanxi": ("山西省", "Shanxi"),
    "neimenggu": ("内蒙古自治区", "Inner Mongolia"),
    "liaoning": ("辽宁省", "Liaoning"),
    "jilin": ("吉林省", "Jilin"),
    "heilongjiang": ("黑龙江省", "Heilongjiang"),
    "shanghai": ("上海市", "Shanghai"),
    "jiangsu": ("江苏省", "Jiangsu"),
    "zhejiang": ("浙江省", "Zhejiang"),
    "anhui": ("安徽省", "Anhui"),
    "fujian": ("福建省", "Fujian"),
    "jiangxi": ("江西省", "Jiangxi"),
    "shandong": ("山东省", "Shandong"),
    "henan": ("河南省", "Henan"),
    "hubei": ("湖北省", "Hubei"),
    "hunan": ("湖南省", "Hunan"),
    "guangdong": ("广东省", "Guangdong"),
    "guangxi": ("广西壮族自治区", "Guangxi"),
    "hainan": ("海南省", "Hainan"),
    "chongqing": ("重庆市", "Chongqing"),
    "sichuan": ("四川省", "Sichuan"),
    "guizhou": ("贵州省", "Guizhou"),
    "yunnan": ("云南省", "Yunnan"),
    "xizang": ("西藏自治区", "Xizang"),
    "shaanxi": ("陕西省", "Shaanxi"),
    "gansu": ("甘肃省", "Gansu"),
    "qinghai": ("青海省", "Qinghai"),
    "ningxia": ("宁夏回族自治区", "Ningxia"),
    "xinjiang": ("新疆维吾尔自治区", "Xinjiang"),
}


def home() -> str:
    """The place this site serves (setting PLACE); its calendar and rules hold unless another is named."""
    return str(getattr(settings, "PLACE", "cn"))


def lineage(place: str) -> list[str]:
    """The layers that hold at `place`, from the nation down: cn, cn/guizhou, cn/guizhou/….

    Raises ValueError for what is no place, or no province of the nation.
    """
    parts = place.split("/")
    if not PLACE.fullmatch(place) or (len(parts) > 1 and parts[1] not in PROVINCES):
        raise ValueError(place)
    return ["/".join(parts[:depth]) for depth in range(1, len(parts) + 1)]
