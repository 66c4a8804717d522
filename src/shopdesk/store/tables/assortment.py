"""What belongs to a product beside its variants: further pictures, papers, channels, its score as a candidate."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from shopdesk.store.tables.base import Base, BigInt, Count, Id, Words, ref


class ProductImage(Base):
    """One picture of a product's gallery; the product's own ``image`` is the first one shown."""

    __tablename__ = "product_images"
    __table_args__ = (Index("uq_product_images_product_id_image", "product_id", "image", unique=True),)
    id: Mapped[Id]
    product_id: Mapped[int] = mapped_column(BigInt, ForeignKey("products.id"))
    image: Mapped[str] = mapped_column(ForeignKey("images.hash"))
    position: Mapped[Count]


class ProductDocument(Base):
    """A paper about a product, e.g. a certificate; ``expires_on`` None is for ever."""

    __tablename__ = "product_documents"
    id: Mapped[Id]
    product_id: Mapped[int] = ref("products.id")
    name: Mapped[str]
    expires_on: Mapped[date | None]
    file_name: Mapped[Words]
    data: Mapped[bytes | None] = mapped_column(LargeBinary)
    at: Mapped[datetime]
    by_name: Mapped[str]


class ChannelListing(Base):
    """Whether a product is on the shelf of a channel, since when and by whom."""

    __tablename__ = "channel_listings"
    __table_args__ = (Index("uq_channel_listings_product_id_channel_id", "product_id", "channel_id", unique=True),)
    id: Mapped[Id]
    product_id: Mapped[int] = mapped_column(BigInt, ForeignKey("products.id"))
    channel_id: Mapped[int] = mapped_column(BigInt, ForeignKey("channels.id"))
    listed: Mapped[bool] = mapped_column(default=False)
    since: Mapped[datetime]
    by_name: Mapped[str]


class Candidate(Base):
    """How much a product promises: demand, margin and supply control from 1 to 5.

    ``rank`` orders by demand × margin × supply and then by the margin itself, in millionths.
    """

    __tablename__ = "candidates"
    __table_args__ = (
        CheckConstraint("demand BETWEEN 1 AND 5", name="demand"),
        CheckConstraint("margin BETWEEN 1 AND 5", name="margin"),
        CheckConstraint("supply BETWEEN 1 AND 5", name="supply"),
        Index("uq_candidates_product_id", "product_id", unique=True),
        Index("ix_candidates_rank_id", "rank", "id"),
    )
    id: Mapped[Id]
    product_id: Mapped[int] = mapped_column(BigInt, ForeignKey("products.id"))
    demand: Mapped[int]
    margin: Mapped[int]
    supply: Mapped[int]
    rank: Mapped[int]
    directions: Mapped[Words]
    segment: Mapped[Words]
    note: Mapped[Words]
    scored_at: Mapped[datetime]
    by_name: Mapped[str]
