"""From what a browser says of itself to two words: enough to know one's own again, too little to follow anybody."""

from django.http import HttpRequest

BROWSERS = (
    ("MicroMessenger", "WeChat"), ("DingTalk", "DingTalk"), ("EdgA", "Edge"), ("Edg", "Edge"),
    ("HuaweiBrowser", "Huawei Browser"), ("QQBrowser", "QQ Browser"), ("UCBrowser", "UC Browser"),
    ("Firefox", "Firefox"), ("OPR", "Opera"), ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"), ("OpenHarmony", "HarmonyOS"), ("Android", "Android"), ("iPhone", "iPhone"),
    ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS X", "macOS"), ("Linux", "Linux"),
)  # fmt: skip


def device_of(request: HttpRequest) -> str:
    """As “Firefox · Windows”; nothing where it cannot be told. Names of products, the same in every language."""
    said = request.headers.get("User-Agent", "")[:400]
    found = [next((name for mark, name in table if mark in said), "") for table in (BROWSERS, SYSTEMS)]
    return " · ".join(filter(None, found))
