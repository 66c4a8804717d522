"""The channel a file belongs to: the chosen one, else its platform's; made when the shop has none yet."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import insert, select

from shopdesk.store.tables import Channel
from shopdesk.store.work import Work
from shopdesk.usecases.import_plans import Reader, ShopFacts

NAMES = {
    "shopify": "Shopify", "etsy": "Etsy", "ebay": "eBay", "amazon": "Amazon", "taobao": "Taobao", "tmall": "Tmall",
    "jd": "JD", "pdd": "Pinduoduo", "douyin": "Douyin", "1688": "1688", "woocommerce": "WooCommerce",
    "tiktok": "TikTok Shop", "squarespace": "Squarespace", "file": "File",
}  # fmt: skip
OF_FILES = "file"


@dataclass(frozen=True, slots=True)
class FileChannel:
    """A channel by code and platform; ``id`` is None as long as the shop does not have it."""

    id: int | None = None
    code: str = OF_FILES
    platform: str = ""


def find_channel(reader: Reader, facts: ShopFacts) -> FileChannel:
    """The channel for the file: named by a person (code or name), else of its platform, else that of plain files."""
    wanted = (facts.channel or facts.platform or OF_FILES).strip().casefold()
    rows = reader.execute(select(Channel.id, Channel.code, Channel.name, Channel.platform).order_by(Channel.id)).all()
    for row in rows:
        if wanted in (row.code.casefold(), row.name.casefold()):
            return FileChannel(row.id, row.code, row.platform)
    of_platform = [row for row in rows if row.platform and row.platform == facts.platform]
    if not facts.channel and len(of_platform) == 1:
        return FileChannel(of_platform[0].id, of_platform[0].code, facts.platform)
    return FileChannel(None, wanted, facts.platform)


def made_channel(work: Work, channel: FileChannel) -> int:
    """The channel's id; the channel is made if it must be."""
    if channel.id is not None:
        return channel.id
    name = NAMES.get(channel.code, channel.code.title())
    values = {"code": channel.code, "name": name, "platform": channel.platform}
    return int(work.write(insert(Channel).values(**values).returning(Channel.id)).scalar_one())
