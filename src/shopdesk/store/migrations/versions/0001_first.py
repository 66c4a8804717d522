# ruff: noqa: E501
"""Every table of the first release, written out so that later changes of the tables do not change it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)

SEARCH_INDEX_OF_A_FILE = (
    "CREATE VIRTUAL TABLE search_index USING fts5(body, content='search_docs', content_rowid='id', detail='none', columnsize=0, tokenize='ascii')",
    "CREATE TRIGGER search_docs_added AFTER INSERT ON search_docs BEGIN INSERT INTO search_index(rowid, body) VALUES (new.id, new.body); END",
    "CREATE TRIGGER search_docs_removed AFTER DELETE ON search_docs BEGIN INSERT INTO search_index(search_index, rowid, body) VALUES ('delete', old.id, old.body); END",
    "CREATE TRIGGER search_docs_changed AFTER UPDATE OF body ON search_docs BEGIN INSERT INTO search_index(search_index, rowid, body) VALUES ('delete', old.id, old.body); INSERT INTO search_index(rowid, body) VALUES (new.id, new.body); END",
)
SEARCH_INDEX_OF_A_SERVER = (
    "CREATE INDEX ix_search_docs_body ON search_docs USING gin (array_to_tsvector(string_to_array(body, ' ')))",
)


def upgrade() -> None:
    """Make all tables of an empty shop."""
    op.create_table(
        "channels",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("platform", sa.Text(), server_default="", nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channels")),
        sa.UniqueConstraint("code", name=op.f("uq_channels_code")),
    )
    op.create_table(
        "events",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("journal_id", BIG, nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("subject_id", BIG, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_events")),
    )
    op.create_index("ix_events_subject_subject_id_id", "events", ["subject", "subject_id", "id"], unique=False)
    op.create_table(
        "images",
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("mime", sa.Text(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("thumb", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_images")),
    )
    op.create_table(
        "import_batches",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("format", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("row_count", sa.Integer(), server_default="0", nullable=False),
        sa.Column("created", sa.JSON(), nullable=False),
        sa.Column("updated", sa.JSON(), nullable=False),
        sa.Column("unchanged", sa.Integer(), server_default="0", nullable=False),
        sa.Column("skipped", sa.Integer(), server_default="0", nullable=False),
        sa.Column("problem_count", sa.Integer(), server_default="0", nullable=False),
        sa.Column("problems", sa.JSON(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_batches")),
    )
    op.create_index("ix_import_batches_sha256", "import_batches", ["sha256"], unique=False)
    op.create_table(
        "journal",
        sa.Column("id", BIG, autoincrement=False, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("verb", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), server_default="", nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), server_default="", nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal")),
    )
    op.create_index(
        "uq_journal_key",
        "journal",
        ["key"],
        unique=True,
        sqlite_where=sa.text("key <> ''"),
        postgresql_where=sa.text("key <> ''"),
    )
    op.create_table(
        "price_lists",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), server_default="", nullable=False),
        sa.Column("valid_from", TIME, nullable=True),
        sa.Column("valid_until", TIME, nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_price_lists")),
        sa.UniqueConstraint("code", name=op.f("uq_price_lists_code")),
    )
    op.create_table(
        "search_docs",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("ref", BIG, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("only_variant_id", BIG, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_docs")),
    )
    op.create_index("uq_search_docs_kind_ref", "search_docs", ["kind", "ref"], unique=True)
    op.create_table(
        "sequences",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("next", BIG, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_sequences")),
    )
    op.create_table(
        "settings",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_settings")),
    )
    op.create_table(
        "suppliers",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("code_key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), server_default="", nullable=False),
        sa.Column("address", sa.Text(), server_default="", nullable=False),
        sa.Column("phone", sa.Text(), server_default="", nullable=False),
        sa.Column("email", sa.Text(), server_default="", nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("terms", sa.Text(), server_default="", nullable=False),
        sa.Column("lead_days", sa.Integer(), server_default="0", nullable=False),
        sa.Column("review_days", sa.Integer(), server_default="0", nullable=False),
        sa.Column("buffer_days", sa.Integer(), server_default="0", nullable=False),
        sa.Column("min_order", BIG, server_default="0", nullable=False),
        sa.Column("tags", sa.Text(), server_default="", nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("version", BIG, server_default="1", nullable=False),
        sa.CheckConstraint("lead_days >= 0 AND review_days >= 0 AND buffer_days >= 0", name=op.f("ck_suppliers_days")),
        sa.CheckConstraint("min_order >= 0", name=op.f("ck_suppliers_min_order")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suppliers")),
    )
    op.create_index("ix_suppliers_name_id", "suppliers", ["name", "id"], unique=False)
    op.create_index("uq_suppliers_code_key", "suppliers", ["code_key"], unique=True)
    op.create_table(
        "users",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), server_default="", nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("failed_sign_ins", BIG, nullable=False),
        sa.Column("locked_until", TIME, nullable=True),
        sa.Column("created_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("name_key", name=op.f("uq_users_name_key")),
    )
    op.create_table(
        "warehouses",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_warehouses")),
        sa.UniqueConstraint("code", name=op.f("uq_warehouses_code")),
    )
    op.create_table(
        "waves",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("picked_at", TIME, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waves")),
        sa.UniqueConstraint("number", name=op.f("uq_waves_number")),
    )
    op.create_table(
        "customers",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("company", sa.Text(), server_default="", nullable=False),
        sa.Column("email", sa.Text(), server_default="", nullable=False),
        sa.Column("email_key", sa.Text(), server_default="", nullable=False),
        sa.Column("phone", sa.Text(), server_default="", nullable=False),
        sa.Column("phone_digits", sa.Text(), server_default="", nullable=False),
        sa.Column("language", sa.Text(), server_default="", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("tags", sa.Text(), server_default="", nullable=False),
        sa.Column("channel_id", BIG, nullable=True),
        sa.Column("channel_buyer", sa.Text(), server_default="", nullable=False),
        sa.Column("accepts_marketing", sa.Boolean(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("version", BIG, server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["channel_id"], ["channels.id"], name=op.f("fk_customers_channel_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customers")),
        sa.UniqueConstraint("number", name=op.f("uq_customers_number")),
    )
    op.create_index("ix_customers_channel_buyer", "customers", ["channel_id", "channel_buyer"], unique=False)
    op.create_index(op.f("ix_customers_channel_id"), "customers", ["channel_id"], unique=False)
    op.create_index("ix_customers_created_at_id", "customers", ["created_at", "id"], unique=False)
    op.create_index("ix_customers_email_key", "customers", ["email_key"], unique=False)
    op.create_index("ix_customers_name_id", "customers", ["name", "id"], unique=False)
    op.create_index("ix_customers_phone_digits", "customers", ["phone_digits"], unique=False)
    op.create_table(
        "locations",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("warehouse_id", BIG, nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("walk", sa.Integer(), server_default="0", nullable=False),
        sa.Column("capacity", BIG, nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["warehouse_id"], ["warehouses.id"], name=op.f("fk_locations_warehouse_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_locations")),
    )
    op.create_index("ix_locations_code_id", "locations", ["code", "id"], unique=False)
    op.create_index("ix_locations_walk_id", "locations", ["walk", "id"], unique=False)
    op.create_index(op.f("ix_locations_warehouse_id"), "locations", ["warehouse_id"], unique=False)
    op.create_index("uq_locations_warehouse_id_code", "locations", ["warehouse_id", "code"], unique=True)
    op.create_table(
        "products",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("code_key", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("short_title", sa.Text(), server_default="", nullable=False),
        sa.Column("brand", sa.Text(), server_default="", nullable=False),
        sa.Column("category", sa.Text(), server_default="", nullable=False),
        sa.Column("tags", sa.Text(), server_default="", nullable=False),
        sa.Column("description", sa.Text(), server_default="", nullable=False),
        sa.Column("item_type", sa.Text(), server_default="goods", nullable=False),
        sa.Column("lifecycle", sa.Text(), server_default="active", nullable=False),
        sa.Column("option_names", sa.JSON(), nullable=False),
        sa.Column("attributes", sa.JSON(), nullable=False),
        sa.Column("image", sa.Text(), nullable=True),
        sa.Column("superseded_by", BIG, nullable=True),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("updated_at", TIME, nullable=False),
        sa.Column("version", BIG, server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["image"], ["images.hash"], name=op.f("fk_products_image")),
        sa.ForeignKeyConstraint(["superseded_by"], ["products.id"], name=op.f("fk_products_superseded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_products")),
    )
    op.create_index("ix_products_lifecycle_title_id", "products", ["lifecycle", "title", "id"], unique=False)
    op.create_index("ix_products_title_id", "products", ["title", "id"], unique=False)
    op.create_index("ix_products_updated_at_id", "products", ["updated_at", "id"], unique=False)
    op.create_index("uq_products_code_key", "products", ["code_key"], unique=True)
    op.create_table(
        "purchases",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("supplier_id", BIG, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("rate", sa.Text(), server_default="1", nullable=False),
        sa.Column("reference", sa.Text(), server_default="", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("ordered_at", TIME, nullable=True),
        sa.Column("confirmed_at", TIME, nullable=True),
        sa.Column("expected_on", sa.Date(), nullable=False),
        sa.Column("received_at", TIME, nullable=True),
        sa.Column("closed_at", TIME, nullable=True),
        sa.Column("goods", BIG, server_default="0", nullable=False),
        sa.Column("freight", BIG, server_default="0", nullable=False),
        sa.Column("other_costs", BIG, server_default="0", nullable=False),
        sa.Column("spread", sa.Text(), server_default="value", nullable=False),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("version", BIG, server_default="1", nullable=False),
        sa.CheckConstraint("freight >= 0 AND other_costs >= 0 AND goods >= 0", name=op.f("ck_purchases_costs")),
        sa.ForeignKeyConstraint(["supplier_id"], ["suppliers.id"], name=op.f("fk_purchases_supplier_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_purchases")),
        sa.UniqueConstraint("number", name=op.f("uq_purchases_number")),
    )
    op.create_index("ix_purchases_created_at_id", "purchases", ["created_at", "id"], unique=False)
    op.create_index("ix_purchases_expected_on_id", "purchases", ["expected_on", "id"], unique=False)
    op.create_index("ix_purchases_state_id", "purchases", ["state", "id"], unique=False)
    op.create_index(op.f("ix_purchases_supplier_id"), "purchases", ["supplier_id"], unique=False)
    op.create_table(
        "stock_counts",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), server_default="", nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("warehouse_id", BIG, nullable=False),
        sa.Column("chosen", sa.JSON(), nullable=False),
        sa.Column("blind", sa.Boolean(), nullable=False),
        sa.Column("empty_means", sa.Text(), nullable=False),
        sa.Column("tolerance_units", sa.Integer(), server_default="0", nullable=False),
        sa.Column("tolerance_percent", sa.Integer(), server_default="0", nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("started_at", TIME, nullable=True),
        sa.Column("submitted_at", TIME, nullable=True),
        sa.Column("posted_at", TIME, nullable=True),
        sa.Column("posted_by", sa.Text(), server_default="", nullable=False),
        sa.Column("posted_mark", BIG, nullable=True),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("version", BIG, server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["warehouse_id"], ["warehouses.id"], name=op.f("fk_stock_counts_warehouse_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_counts")),
        sa.UniqueConstraint("number", name=op.f("uq_stock_counts_number")),
    )
    op.create_index("ix_stock_counts_created_at_id", "stock_counts", ["created_at", "id"], unique=False)
    op.create_table(
        "stock_transfers",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("from_id", BIG, nullable=False),
        sa.Column("to_id", BIG, nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("sent_at", TIME, nullable=True),
        sa.Column("sent_by", sa.Text(), server_default="", nullable=False),
        sa.Column("received_at", TIME, nullable=True),
        sa.Column("received_by", sa.Text(), server_default="", nullable=False),
        sa.Column("version", BIG, server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["from_id"], ["warehouses.id"], name=op.f("fk_stock_transfers_from_id")),
        sa.ForeignKeyConstraint(["to_id"], ["warehouses.id"], name=op.f("fk_stock_transfers_to_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_transfers")),
        sa.UniqueConstraint("number", name=op.f("uq_stock_transfers_number")),
    )
    op.create_index("ix_stock_transfers_created_at_id", "stock_transfers", ["created_at", "id"], unique=False)
    op.create_table(
        "supplier_papers",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("supplier_id", BIG, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), server_default="", nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["supplier_id"], ["suppliers.id"], name=op.f("fk_supplier_papers_supplier_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplier_papers")),
    )
    op.create_index(op.f("ix_supplier_papers_supplier_id"), "supplier_papers", ["supplier_id"], unique=False)
    op.create_table(
        "addresses",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("customer_id", BIG, nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("company", sa.Text(), server_default="", nullable=False),
        sa.Column("phone", sa.Text(), server_default="", nullable=False),
        sa.Column("line1", sa.Text(), server_default="", nullable=False),
        sa.Column("line2", sa.Text(), server_default="", nullable=False),
        sa.Column("city", sa.Text(), server_default="", nullable=False),
        sa.Column("region", sa.Text(), server_default="", nullable=False),
        sa.Column("postcode", sa.Text(), server_default="", nullable=False),
        sa.Column("country", sa.Text(), server_default="", nullable=False),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_addresses_customer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_addresses")),
    )
    op.create_index(op.f("ix_addresses_customer_id"), "addresses", ["customer_id"], unique=False)
    op.create_table(
        "candidates",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("product_id", BIG, nullable=False),
        sa.Column("demand", BIG, nullable=False),
        sa.Column("margin", BIG, nullable=False),
        sa.Column("supply", BIG, nullable=False),
        sa.Column("rank", BIG, nullable=False),
        sa.Column("directions", sa.Text(), server_default="", nullable=False),
        sa.Column("segment", sa.Text(), server_default="", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("scored_at", TIME, nullable=False),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.CheckConstraint("demand BETWEEN 1 AND 5", name=op.f("ck_candidates_demand")),
        sa.CheckConstraint("margin BETWEEN 1 AND 5", name=op.f("ck_candidates_margin")),
        sa.CheckConstraint("supply BETWEEN 1 AND 5", name=op.f("ck_candidates_supply")),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_candidates_product_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_candidates")),
    )
    op.create_index("ix_candidates_rank_id", "candidates", ["rank", "id"], unique=False)
    op.create_index("uq_candidates_product_id", "candidates", ["product_id"], unique=True)
    op.create_table(
        "channel_listings",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("product_id", BIG, nullable=False),
        sa.Column("channel_id", BIG, nullable=False),
        sa.Column("listed", sa.Boolean(), nullable=False),
        sa.Column("since", TIME, nullable=False),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["channel_id"], ["channels.id"], name=op.f("fk_channel_listings_channel_id")),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_channel_listings_product_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channel_listings")),
    )
    op.create_index(
        "uq_channel_listings_product_id_channel_id", "channel_listings", ["product_id", "channel_id"], unique=True
    )
    op.create_table(
        "orders",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("channel_id", BIG, nullable=False),
        sa.Column("channel_order_no", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("fulfilment", sa.Text(), nullable=False),
        sa.Column("payment", sa.Text(), nullable=False),
        sa.Column("return_status", sa.Text(), nullable=False),
        sa.Column("held", sa.Boolean(), nullable=False),
        sa.Column("placed_at", TIME, nullable=False),
        sa.Column("ship_by", TIME, nullable=False),
        sa.Column("customer_id", BIG, nullable=True),
        sa.Column("warehouse_id", BIG, nullable=False),
        sa.Column("ship_name", sa.Text(), server_default="", nullable=False),
        sa.Column("ship_company", sa.Text(), server_default="", nullable=False),
        sa.Column("ship_phone", sa.Text(), server_default="", nullable=False),
        sa.Column("ship_line1", sa.Text(), server_default="", nullable=False),
        sa.Column("ship_line2", sa.Text(), server_default="", nullable=False),
        sa.Column("ship_city", sa.Text(), server_default="", nullable=False),
        sa.Column("ship_region", sa.Text(), server_default="", nullable=False),
        sa.Column("ship_postcode", sa.Text(), server_default="", nullable=False),
        sa.Column("ship_country", sa.Text(), server_default="", nullable=False),
        sa.Column("delivery_method", sa.Text(), server_default="", nullable=False),
        sa.Column("pickup", sa.Boolean(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("goods_total", BIG, server_default="0", nullable=False),
        sa.Column("discount", BIG, server_default="0", nullable=False),
        sa.Column("shipping", BIG, server_default="0", nullable=False),
        sa.Column("tax", BIG, server_default="0", nullable=False),
        sa.Column("tax_included", BIG, server_default="0", nullable=False),
        sa.Column("adjustment", BIG, server_default="0", nullable=False),
        sa.Column("total", BIG, server_default="0", nullable=False),
        sa.Column("paid", BIG, server_default="0", nullable=False),
        sa.Column("refunded", BIG, server_default="0", nullable=False),
        sa.Column("credited", BIG, server_default="0", nullable=False),
        sa.Column("amounts_known", sa.Boolean(), nullable=False),
        sa.Column("history", sa.Boolean(), nullable=False),
        sa.Column("on_terms", sa.Boolean(), nullable=False),
        sa.Column("backorder_accepted", sa.Boolean(), nullable=False),
        sa.Column("note_read", sa.Boolean(), nullable=False),
        sa.Column("buyer_note", sa.Text(), server_default="", nullable=False),
        sa.Column("office_note", sa.Text(), server_default="", nullable=False),
        sa.Column("gift", sa.Boolean(), nullable=False),
        sa.Column("tags", sa.Text(), server_default="", nullable=False),
        sa.Column("channel_status", sa.Text(), server_default="", nullable=False),
        sa.Column("delivered_at", TIME, nullable=True),
        sa.Column("item_count", sa.Integer(), server_default="0", nullable=False),
        sa.Column("batch_id", BIG, nullable=True),
        sa.Column("version", BIG, server_default="1", nullable=False),
        sa.CheckConstraint("credited >= 0", name=op.f("ck_orders_credited")),
        sa.CheckConstraint("refunded >= 0 AND refunded <= paid", name=op.f("ck_orders_refunded")),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batches.id"], name=op.f("fk_orders_batch_id")),
        sa.ForeignKeyConstraint(["channel_id"], ["channels.id"], name=op.f("fk_orders_channel_id")),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_orders_customer_id")),
        sa.ForeignKeyConstraint(["warehouse_id"], ["warehouses.id"], name=op.f("fk_orders_warehouse_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_orders")),
        sa.UniqueConstraint("number", name=op.f("uq_orders_number")),
    )
    op.create_index(op.f("ix_orders_batch_id"), "orders", ["batch_id"], unique=False)
    op.create_index(op.f("ix_orders_customer_id"), "orders", ["customer_id"], unique=False)
    op.create_index("ix_orders_fulfilment_placed_at_id", "orders", ["fulfilment", "placed_at", "id"], unique=False)
    op.create_index("ix_orders_number_id", "orders", ["number", "id"], unique=False)
    op.create_index("ix_orders_placed_at_id", "orders", ["placed_at", "id"], unique=False)
    op.create_index("ix_orders_ship_by_id", "orders", ["ship_by", "id"], unique=False)
    op.create_index("ix_orders_ship_name_id", "orders", ["ship_name", "id"], unique=False)
    op.create_index("ix_orders_state_placed_at_id", "orders", ["state", "placed_at", "id"], unique=False)
    op.create_index("ix_orders_total_id", "orders", ["total", "id"], unique=False)
    op.create_index("uq_orders_channel_id_channel_order_no", "orders", ["channel_id", "channel_order_no"], unique=True)
    op.create_table(
        "product_documents",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("product_id", BIG, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("file_name", sa.Text(), server_default="", nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=True),
        sa.Column("at", TIME, nullable=False),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_product_documents_product_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product_documents")),
    )
    op.create_index(op.f("ix_product_documents_product_id"), "product_documents", ["product_id"], unique=False)
    op.create_table(
        "product_images",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("product_id", BIG, nullable=False),
        sa.Column("image", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["image"], ["images.hash"], name=op.f("fk_product_images_image")),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_product_images_product_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product_images")),
    )
    op.create_index("uq_product_images_product_id_image", "product_images", ["product_id", "image"], unique=True)
    op.create_table(
        "receipts",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("purchase_id", BIG, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("delivery_note", sa.Text(), server_default="", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("started_at", TIME, nullable=False),
        sa.Column("booked_at", TIME, nullable=True),
        sa.Column("undone_at", TIME, nullable=True),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["purchase_id"], ["purchases.id"], name=op.f("fk_receipts_purchase_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipts")),
        sa.UniqueConstraint("number", name=op.f("uq_receipts_number")),
    )
    op.create_index(op.f("ix_receipts_purchase_id"), "receipts", ["purchase_id"], unique=False)
    op.create_index("ix_receipts_started_at_id", "receipts", ["started_at", "id"], unique=False)
    op.create_table(
        "variants",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("product_id", BIG, nullable=False),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column("sku", sa.Text(), nullable=False),
        sa.Column("sku_key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), server_default="", nullable=False),
        sa.Column("option_values", sa.JSON(), nullable=False),
        sa.Column("price", BIG, server_default="0", nullable=False),
        sa.Column("list_price", BIG, nullable=True),
        sa.Column("cost", BIG, nullable=True),
        sa.Column("unit", sa.Text(), server_default="piece", nullable=False),
        sa.Column("weight_g", BIG, nullable=True),
        sa.Column("taxable", sa.Boolean(), nullable=False),
        sa.Column("returnable", sa.Boolean(), nullable=False),
        sa.Column("stocked", sa.Boolean(), nullable=False),
        sa.Column("min_stock", BIG, nullable=True),
        sa.Column("home_bin_id", BIG, nullable=True),
        sa.Column("image", sa.Text(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("version", BIG, server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["home_bin_id"], ["locations.id"], name=op.f("fk_variants_home_bin_id")),
        sa.ForeignKeyConstraint(["image"], ["images.hash"], name=op.f("fk_variants_image")),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_variants_product_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_variants")),
    )
    op.create_index("ix_variants_name_id", "variants", ["name", "id"], unique=False)
    op.create_index("ix_variants_price_id", "variants", ["price", "id"], unique=False)
    op.create_index(op.f("ix_variants_product_id"), "variants", ["product_id"], unique=False)
    op.create_index("ix_variants_sku_id", "variants", ["sku", "id"], unique=False)
    op.create_index("ix_variants_sku_key_id", "variants", ["sku_key", "id"], unique=False)
    op.create_table(
        "barcodes",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("variant_id", BIG, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), server_default="piece", nullable=False),
        sa.Column("quantity", BIG, nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_barcodes_positive")),
        sa.ForeignKeyConstraint(["variant_id"], ["variants.id"], name=op.f("fk_barcodes_variant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_barcodes")),
        sa.UniqueConstraint("code", name=op.f("uq_barcodes_code")),
    )
    op.create_index(op.f("ix_barcodes_variant_id"), "barcodes", ["variant_id"], unique=False)
    op.create_table(
        "bundle_parts",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("parent_id", BIG, nullable=False),
        sa.Column("child_id", BIG, nullable=False),
        sa.Column("quantity", BIG, nullable=False),
        sa.CheckConstraint("parent_id <> child_id", name=op.f("ck_bundle_parts_not_itself")),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_bundle_parts_positive")),
        sa.ForeignKeyConstraint(["child_id"], ["variants.id"], name=op.f("fk_bundle_parts_child_id")),
        sa.ForeignKeyConstraint(["parent_id"], ["variants.id"], name=op.f("fk_bundle_parts_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bundle_parts")),
    )
    op.create_index(op.f("ix_bundle_parts_child_id"), "bundle_parts", ["child_id"], unique=False)
    op.create_index(op.f("ix_bundle_parts_parent_id"), "bundle_parts", ["parent_id"], unique=False)
    op.create_table(
        "competitor_prices",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("variant_id", BIG, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("price", BIG, nullable=False),
        sa.Column("seen_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.CheckConstraint("price > 0", name=op.f("ck_competitor_prices_positive")),
        sa.ForeignKeyConstraint(["variant_id"], ["variants.id"], name=op.f("fk_competitor_prices_variant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_competitor_prices")),
    )
    op.create_index("uq_competitor_prices_seen", "competitor_prices", ["variant_id", "source", "seen_on"], unique=True)
    op.create_table(
        "holds",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("order_id", BIG, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("until", TIME, nullable=True),
        sa.Column("at", TIME, nullable=False),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("released_at", TIME, nullable=True),
        sa.Column("released_by", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_holds_order_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holds")),
    )
    op.create_index(op.f("ix_holds_order_id"), "holds", ["order_id"], unique=False)
    op.create_table(
        "lots",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("variant_id", BIG, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column(
            "expires_key", sa.Date(), sa.Computed("coalesce(expires_on, '9999-12-31')", persisted=True), nullable=False
        ),
        sa.ForeignKeyConstraint(["variant_id"], ["variants.id"], name=op.f("fk_lots_variant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lots")),
    )
    op.create_index("ix_lots_expires_key_id", "lots", ["expires_key", "id"], unique=False)
    op.create_index(op.f("ix_lots_variant_id"), "lots", ["variant_id"], unique=False)
    op.create_index("uq_lots_variant_id_code", "lots", ["variant_id", "code"], unique=True)
    op.create_table(
        "order_kits",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("order_id", BIG, nullable=False),
        sa.Column("variant_id", BIG, nullable=False),
        sa.Column("sku", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("quantity", BIG, nullable=False),
        sa.Column("total", BIG, server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_order_kits_order_id")),
        sa.ForeignKeyConstraint(["variant_id"], ["variants.id"], name=op.f("fk_order_kits_variant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_kits")),
    )
    op.create_index(op.f("ix_order_kits_order_id"), "order_kits", ["order_id"], unique=False)
    op.create_table(
        "order_sources",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("order_id", BIG, nullable=False),
        sa.Column("batch_id", BIG, nullable=True),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batches.id"], name=op.f("fk_order_sources_batch_id")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_order_sources_order_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_sources")),
    )
    op.create_index(op.f("ix_order_sources_batch_id"), "order_sources", ["batch_id"], unique=False)
    op.create_index(op.f("ix_order_sources_order_id"), "order_sources", ["order_id"], unique=False)
    op.create_table(
        "payments",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("order_id", BIG, nullable=False),
        sa.Column("method", sa.Text(), server_default="", nullable=False),
        sa.Column("amount", BIG, server_default="0", nullable=False),
        sa.Column("reference", sa.Text(), server_default="", nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_payments_positive")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_payments_order_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payments")),
    )
    op.create_index(op.f("ix_payments_order_id"), "payments", ["order_id"], unique=False)
    op.create_table(
        "price_changes",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("variant_id", BIG, nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("was", BIG, nullable=True),
        sa.Column("now", BIG, nullable=True),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["variant_id"], ["variants.id"], name=op.f("fk_price_changes_variant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_price_changes")),
    )
    op.create_index("ix_price_changes_at", "price_changes", ["at"], unique=False)
    op.create_index("ix_price_changes_variant_id_at", "price_changes", ["variant_id", "at"], unique=False)
    op.create_table(
        "price_list_items",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("price_list_id", BIG, nullable=False),
        sa.Column("variant_id", BIG, nullable=False),
        sa.Column("least", BIG, nullable=False),
        sa.Column("price", BIG, nullable=False),
        sa.CheckConstraint("least > 0", name=op.f("ck_price_list_items_positive")),
        sa.CheckConstraint("price >= 0", name=op.f("ck_price_list_items_not_negative")),
        sa.ForeignKeyConstraint(["price_list_id"], ["price_lists.id"], name=op.f("fk_price_list_items_price_list_id")),
        sa.ForeignKeyConstraint(["variant_id"], ["variants.id"], name=op.f("fk_price_list_items_variant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_price_list_items")),
    )
    op.create_index(op.f("ix_price_list_items_price_list_id"), "price_list_items", ["price_list_id"], unique=False)
    op.create_index(
        "uq_price_list_items_place", "price_list_items", ["variant_id", "price_list_id", "least"], unique=True
    )
    op.create_table(
        "price_suggestions",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("variant_id", BIG, nullable=False),
        sa.Column("was", BIG, nullable=False),
        sa.Column("price", BIG, nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("numbers", sa.JSON(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("made_at", TIME, nullable=False),
        sa.Column("decided_at", TIME, nullable=True),
        sa.Column("decided_by", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["variant_id"], ["variants.id"], name=op.f("fk_price_suggestions_variant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_price_suggestions")),
    )
    op.create_index("ix_price_suggestions_made_at_id", "price_suggestions", ["made_at", "id"], unique=False)
    op.create_index("ix_price_suggestions_variant_id_state", "price_suggestions", ["variant_id", "state"], unique=False)
    op.create_table(
        "purchase_lines",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("purchase_id", BIG, nullable=False),
        sa.Column("variant_id", BIG, nullable=False),
        sa.Column("supplier_code", sa.Text(), server_default="", nullable=False),
        sa.Column("quantity", BIG, nullable=False),
        sa.Column("pack", BIG, server_default="1", nullable=False),
        sa.Column("price", BIG, server_default="0", nullable=False),
        sa.Column("expected_on", sa.Date(), nullable=True),
        sa.Column("good", sa.Integer(), server_default="0", nullable=False),
        sa.Column("damaged", sa.Integer(), server_default="0", nullable=False),
        sa.Column("over", sa.Integer(), server_default="0", nullable=False),
        sa.Column("short", sa.Integer(), server_default="0", nullable=False),
        sa.Column("complete_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint(
            "good >= 0 AND damaged >= 0 AND over >= 0 AND short >= 0", name=op.f("ck_purchase_lines_not_negative")
        ),
        sa.CheckConstraint("price >= 0", name=op.f("ck_purchase_lines_price")),
        sa.CheckConstraint("quantity > 0 AND pack > 0", name=op.f("ck_purchase_lines_positive")),
        sa.ForeignKeyConstraint(["purchase_id"], ["purchases.id"], name=op.f("fk_purchase_lines_purchase_id")),
        sa.ForeignKeyConstraint(["variant_id"], ["variants.id"], name=op.f("fk_purchase_lines_variant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_purchase_lines")),
    )
    op.create_index(op.f("ix_purchase_lines_variant_id"), "purchase_lines", ["variant_id"], unique=False)
    op.create_index(
        "uq_purchase_lines_purchase_id_variant_id", "purchase_lines", ["purchase_id", "variant_id"], unique=True
    )
    op.create_table(
        "returns",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("order_id", BIG, nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("tracking_no", sa.Text(), server_default="", nullable=False),
        sa.Column("requested_at", TIME, nullable=False),
        sa.Column("received_at", TIME, nullable=True),
        sa.Column("decided_at", TIME, nullable=True),
        sa.Column("closed_at", TIME, nullable=True),
        sa.Column("window_ends_on", sa.Date(), nullable=True),
        sa.Column("policy", sa.JSON(), nullable=False),
        sa.Column("refund_freight", BIG, server_default="0", nullable=False),
        sa.Column("exchange_order_id", BIG, nullable=True),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("version", BIG, server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["exchange_order_id"], ["orders.id"], name=op.f("fk_returns_exchange_order_id")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_returns_order_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_returns")),
        sa.UniqueConstraint("number", name=op.f("uq_returns_number")),
    )
    op.create_index(op.f("ix_returns_order_id"), "returns", ["order_id"], unique=False)
    op.create_index("ix_returns_requested_at_id", "returns", ["requested_at", "id"], unique=False)
    op.create_index("ix_returns_state_id", "returns", ["state", "id"], unique=False)
    op.create_table(
        "shipments",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("order_id", BIG, nullable=False),
        sa.Column("warehouse_id", BIG, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("wave_id", BIG, nullable=True),
        sa.Column("slot", sa.Integer(), server_default="0", nullable=False),
        sa.Column("carrier", sa.Text(), server_default="", nullable=False),
        sa.Column("service", sa.Text(), server_default="", nullable=False),
        sa.Column("tracking_required", sa.Boolean(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("picked_at", TIME, nullable=True),
        sa.Column("picked_by", sa.Text(), server_default="", nullable=False),
        sa.Column("packed_at", TIME, nullable=True),
        sa.Column("packed_by", sa.Text(), server_default="", nullable=False),
        sa.Column("shipped_at", TIME, nullable=True),
        sa.Column("shipped_by", sa.Text(), server_default="", nullable=False),
        sa.Column("delivered_at", TIME, nullable=True),
        sa.Column("version", BIG, server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_shipments_order_id")),
        sa.ForeignKeyConstraint(["warehouse_id"], ["warehouses.id"], name=op.f("fk_shipments_warehouse_id")),
        sa.ForeignKeyConstraint(["wave_id"], ["waves.id"], name=op.f("fk_shipments_wave_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shipments")),
        sa.UniqueConstraint("number", name=op.f("uq_shipments_number")),
    )
    op.create_index("ix_shipments_created_at_id", "shipments", ["created_at", "id"], unique=False)
    op.create_index(op.f("ix_shipments_order_id"), "shipments", ["order_id"], unique=False)
    op.create_index("ix_shipments_state_id", "shipments", ["state", "id"], unique=False)
    op.create_index("ix_shipments_wave_id_slot", "shipments", ["wave_id", "slot"], unique=False)
    op.create_table(
        "stock_balances",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("variant_id", BIG, nullable=False),
        sa.Column("warehouse_id", BIG, nullable=False),
        sa.Column("on_hand", sa.Integer(), server_default="0", nullable=False),
        sa.Column("reserved", sa.Integer(), server_default="0", nullable=False),
        sa.Column("unavailable", sa.Integer(), server_default="0", nullable=False),
        sa.CheckConstraint("on_hand >= 0", name=op.f("ck_stock_balances_on_hand")),
        sa.CheckConstraint("reserved >= 0", name=op.f("ck_stock_balances_reserved")),
        sa.CheckConstraint("unavailable >= 0 AND unavailable <= on_hand", name=op.f("ck_stock_balances_unavailable")),
        sa.ForeignKeyConstraint(["variant_id"], ["variants.id"], name=op.f("fk_stock_balances_variant_id")),
        sa.ForeignKeyConstraint(["warehouse_id"], ["warehouses.id"], name=op.f("fk_stock_balances_warehouse_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_balances")),
    )
    op.create_index(
        "uq_stock_balances_variant_id_warehouse_id", "stock_balances", ["variant_id", "warehouse_id"], unique=True
    )
    op.create_table(
        "supplier_items",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("supplier_id", BIG, nullable=False),
        sa.Column("variant_id", BIG, nullable=False),
        sa.Column("code", sa.Text(), server_default="", nullable=False),
        sa.Column("pack", BIG, server_default="1", nullable=False),
        sa.Column("price", BIG, nullable=True),
        sa.Column("min_quantity", sa.Integer(), server_default="0", nullable=False),
        sa.Column("lead_days", BIG, nullable=True),
        sa.Column("preferred", sa.Boolean(), nullable=False),
        sa.Column("version", BIG, server_default="1", nullable=False),
        sa.CheckConstraint("min_quantity >= 0", name=op.f("ck_supplier_items_min_quantity")),
        sa.CheckConstraint("pack > 0", name=op.f("ck_supplier_items_pack")),
        sa.CheckConstraint("price >= 0", name=op.f("ck_supplier_items_price")),
        sa.ForeignKeyConstraint(["supplier_id"], ["suppliers.id"], name=op.f("fk_supplier_items_supplier_id")),
        sa.ForeignKeyConstraint(["variant_id"], ["variants.id"], name=op.f("fk_supplier_items_variant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplier_items")),
    )
    op.create_index(op.f("ix_supplier_items_variant_id"), "supplier_items", ["variant_id"], unique=False)
    op.create_index(
        "uq_supplier_items_supplier_id_variant_id", "supplier_items", ["supplier_id", "variant_id"], unique=True
    )
    op.create_table(
        "count_lines",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("count_id", BIG, nullable=False),
        sa.Column("position", BIG, nullable=False),
        sa.Column("variant_id", BIG, nullable=False),
        sa.Column("location_id", BIG, nullable=False),
        sa.Column("lot_id", BIG, nullable=True),
        sa.Column("found", sa.Boolean(), nullable=False),
        sa.Column("snapshot", sa.Integer(), server_default="0", nullable=False),
        sa.Column("snapshot_at", TIME, nullable=True),
        sa.Column("snapshot_mark", BIG, nullable=True),
        sa.Column("counted", BIG, nullable=True),
        sa.Column("counted_at", TIME, nullable=True),
        sa.Column("counted_by", sa.Text(), server_default="", nullable=False),
        sa.Column("counted_by_id", BIG, nullable=True),
        sa.Column("counted_mark", BIG, nullable=True),
        sa.Column("begun_mark", BIG, nullable=True),
        sa.Column("book", BIG, nullable=True),
        sa.Column("allocated", sa.Integer(), server_default="0", nullable=False),
        sa.Column("rounds", sa.Integer(), server_default="0", nullable=False),
        sa.Column("again", sa.Boolean(), nullable=False),
        sa.Column("doubtful", sa.Boolean(), nullable=False),
        sa.Column("first_counted", BIG, nullable=True),
        sa.Column("first_by", sa.Text(), server_default="", nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("adjusted", BIG, nullable=True),
        sa.CheckConstraint("counted >= 0", name=op.f("ck_count_lines_counted")),
        sa.ForeignKeyConstraint(["count_id"], ["stock_counts.id"], name=op.f("fk_count_lines_count_id")),
        sa.ForeignKeyConstraint(["location_id"], ["locations.id"], name=op.f("fk_count_lines_location_id")),
        sa.ForeignKeyConstraint(["lot_id"], ["lots.id"], name=op.f("fk_count_lines_lot_id")),
        sa.ForeignKeyConstraint(["variant_id"], ["variants.id"], name=op.f("fk_count_lines_variant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_count_lines")),
    )
    op.create_index(op.f("ix_count_lines_count_id"), "count_lines", ["count_id"], unique=False)
    op.create_index("ix_count_lines_variant_id_counted_at", "count_lines", ["variant_id", "counted_at"], unique=False)
    op.create_index(
        "uq_count_lines_place",
        "count_lines",
        ["count_id", "variant_id", "location_id", sa.literal_column("coalesce(lot_id, 0)")],
        unique=True,
    )
    op.create_table(
        "credits",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("order_id", BIG, nullable=False),
        sa.Column("return_id", BIG, nullable=True),
        sa.Column("amount", BIG, nullable=False),
        sa.Column("freight", BIG, server_default="0", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.CheckConstraint("amount > 0 AND freight >= 0 AND freight <= amount", name=op.f("ck_credits_amount")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_credits_order_id")),
        sa.ForeignKeyConstraint(["return_id"], ["returns.id"], name=op.f("fk_credits_return_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credits")),
    )
    op.create_index(op.f("ix_credits_order_id"), "credits", ["order_id"], unique=False)
    op.create_index(op.f("ix_credits_return_id"), "credits", ["return_id"], unique=False)
    op.create_table(
        "order_lines",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("order_id", BIG, nullable=False),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("variant_id", BIG, nullable=True),
        sa.Column("kit_id", BIG, nullable=True),
        sa.Column("channel_line_id", sa.Text(), server_default="", nullable=False),
        sa.Column("sku", sa.Text(), server_default="", nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("variant_title", sa.Text(), server_default="", nullable=False),
        sa.Column("quantity", BIG, nullable=False),
        sa.Column("unit_price", BIG, server_default="0", nullable=False),
        sa.Column("discount", BIG, server_default="0", nullable=False),
        sa.Column("tax", BIG, server_default="0", nullable=False),
        sa.Column("total", BIG, server_default="0", nullable=False),
        sa.Column("carried", BIG, server_default="0", nullable=False),
        sa.Column("reserved", sa.Integer(), server_default="0", nullable=False),
        sa.Column("shipped", sa.Integer(), server_default="0", nullable=False),
        sa.Column("cancelled", sa.Integer(), server_default="0", nullable=False),
        sa.Column("returned", sa.Integer(), server_default="0", nullable=False),
        sa.Column("refunded", BIG, server_default="0", nullable=False),
        sa.Column("refunded_units", sa.Integer(), server_default="0", nullable=False),
        sa.CheckConstraint("cancelled >= 0 AND shipped + cancelled <= quantity", name=op.f("ck_order_lines_cancelled")),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_order_lines_positive")),
        sa.CheckConstraint("refunded >= 0 AND refunded <= total + tax + carried", name=op.f("ck_order_lines_refunded")),
        sa.CheckConstraint("reserved >= 0 AND reserved <= quantity", name=op.f("ck_order_lines_reserved")),
        sa.CheckConstraint("returned >= 0 AND returned <= shipped", name=op.f("ck_order_lines_returned")),
        sa.CheckConstraint("shipped >= 0 AND shipped <= quantity", name=op.f("ck_order_lines_shipped")),
        sa.ForeignKeyConstraint(["kit_id"], ["order_kits.id"], name=op.f("fk_order_lines_kit_id")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_order_lines_order_id")),
        sa.ForeignKeyConstraint(["variant_id"], ["variants.id"], name=op.f("fk_order_lines_variant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_lines")),
    )
    op.create_index(op.f("ix_order_lines_order_id"), "order_lines", ["order_id"], unique=False)
    op.create_index(
        "ix_order_lines_unmatched",
        "order_lines",
        ["order_id"],
        unique=False,
        sqlite_where=sa.text("variant_id IS NULL"),
        postgresql_where=sa.text("variant_id IS NULL"),
    )
    op.create_index(op.f("ix_order_lines_variant_id"), "order_lines", ["variant_id"], unique=False)
    op.create_table(
        "parcels",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("shipment_id", BIG, nullable=False),
        sa.Column("number", BIG, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("packaging", sa.Text(), server_default="", nullable=False),
        sa.Column("weight_g", BIG, nullable=True),
        sa.Column("carrier", sa.Text(), server_default="", nullable=False),
        sa.Column("tracking_no", sa.Text(), server_default="", nullable=False),
        sa.Column("opened_at", TIME, nullable=False),
        sa.Column("closed_at", TIME, nullable=True),
        sa.Column("closed_by", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["shipment_id"], ["shipments.id"], name=op.f("fk_parcels_shipment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parcels")),
    )
    op.create_index(op.f("ix_parcels_shipment_id"), "parcels", ["shipment_id"], unique=False)
    op.create_index("ix_parcels_tracking_no", "parcels", ["tracking_no"], unique=False)
    op.create_index("uq_parcels_shipment_id_number", "parcels", ["shipment_id", "number"], unique=True)
    op.create_table(
        "receipt_lines",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("receipt_id", BIG, nullable=False),
        sa.Column("purchase_line_id", BIG, nullable=False),
        sa.Column("variant_id", BIG, nullable=False),
        sa.Column("good", sa.Integer(), server_default="0", nullable=False),
        sa.Column("damaged", sa.Integer(), server_default="0", nullable=False),
        sa.Column("over", sa.Integer(), server_default="0", nullable=False),
        sa.Column("lot_code", sa.Text(), server_default="", nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("lot_id", BIG, nullable=True),
        sa.Column("location_id", BIG, nullable=True),
        sa.Column("landed", BIG, server_default="0", nullable=False),
        sa.Column("put_away", sa.Integer(), server_default="0", nullable=False),
        sa.CheckConstraint("good >= 0 AND damaged >= 0 AND over >= 0", name=op.f("ck_receipt_lines_not_negative")),
        sa.CheckConstraint("put_away >= 0 AND put_away <= good", name=op.f("ck_receipt_lines_put_away")),
        sa.ForeignKeyConstraint(["location_id"], ["locations.id"], name=op.f("fk_receipt_lines_location_id")),
        sa.ForeignKeyConstraint(["lot_id"], ["lots.id"], name=op.f("fk_receipt_lines_lot_id")),
        sa.ForeignKeyConstraint(
            ["purchase_line_id"], ["purchase_lines.id"], name=op.f("fk_receipt_lines_purchase_line_id")
        ),
        sa.ForeignKeyConstraint(["receipt_id"], ["receipts.id"], name=op.f("fk_receipt_lines_receipt_id")),
        sa.ForeignKeyConstraint(["variant_id"], ["variants.id"], name=op.f("fk_receipt_lines_variant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt_lines")),
    )
    op.create_index(op.f("ix_receipt_lines_purchase_line_id"), "receipt_lines", ["purchase_line_id"], unique=False)
    op.create_index(op.f("ix_receipt_lines_variant_id"), "receipt_lines", ["variant_id"], unique=False)
    op.create_index(
        "uq_receipt_lines_receipt_id_line_lot",
        "receipt_lines",
        ["receipt_id", "purchase_line_id", "lot_code"],
        unique=True,
    )
    op.create_table(
        "refunds",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("order_id", BIG, nullable=False),
        sa.Column("return_id", BIG, nullable=True),
        sa.Column("amount", BIG, server_default="0", nullable=False),
        sa.Column("freight", BIG, server_default="0", nullable=False),
        sa.Column("method", sa.Text(), server_default="", nullable=False),
        sa.Column("reference", sa.Text(), server_default="", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_refunds_positive")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_refunds_order_id")),
        sa.ForeignKeyConstraint(["return_id"], ["returns.id"], name=op.f("fk_refunds_return_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refunds")),
    )
    op.create_index(op.f("ix_refunds_order_id"), "refunds", ["order_id"], unique=False)
    op.create_index(op.f("ix_refunds_return_id"), "refunds", ["return_id"], unique=False)
    op.create_table(
        "stock_levels",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("variant_id", BIG, nullable=False),
        sa.Column("location_id", BIG, nullable=False),
        sa.Column("lot_id", BIG, nullable=True),
        sa.Column("quantity", sa.Integer(), server_default="0", nullable=False),
        sa.Column("allocated", sa.Integer(), server_default="0", nullable=False),
        sa.CheckConstraint("allocated >= 0 AND allocated <= quantity", name=op.f("ck_stock_levels_allocated")),
        sa.CheckConstraint("quantity >= 0", name=op.f("ck_stock_levels_not_negative")),
        sa.ForeignKeyConstraint(["location_id"], ["locations.id"], name=op.f("fk_stock_levels_location_id")),
        sa.ForeignKeyConstraint(["lot_id"], ["lots.id"], name=op.f("fk_stock_levels_lot_id")),
        sa.ForeignKeyConstraint(["variant_id"], ["variants.id"], name=op.f("fk_stock_levels_variant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_levels")),
    )
    op.create_index(op.f("ix_stock_levels_location_id"), "stock_levels", ["location_id"], unique=False)
    op.create_index(
        "uq_stock_levels_place",
        "stock_levels",
        ["variant_id", "location_id", sa.literal_column("coalesce(lot_id, 0)")],
        unique=True,
    )
    op.create_table(
        "stock_moves",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("variant_id", BIG, nullable=False),
        sa.Column("lot_id", BIG, nullable=True),
        sa.Column("quantity", BIG, nullable=False),
        sa.Column("from_id", BIG, nullable=False),
        sa.Column("to_id", BIG, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), server_default="", nullable=False),
        sa.Column("document_id", BIG, nullable=True),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("unit_cost", BIG, nullable=True),
        sa.Column("reverses", BIG, nullable=True),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.CheckConstraint("from_id <> to_id", name=op.f("ck_stock_moves_moves")),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_stock_moves_positive")),
        sa.ForeignKeyConstraint(["from_id"], ["locations.id"], name=op.f("fk_stock_moves_from_id")),
        sa.ForeignKeyConstraint(["lot_id"], ["lots.id"], name=op.f("fk_stock_moves_lot_id")),
        sa.ForeignKeyConstraint(["reverses"], ["stock_moves.id"], name=op.f("fk_stock_moves_reverses")),
        sa.ForeignKeyConstraint(["to_id"], ["locations.id"], name=op.f("fk_stock_moves_to_id")),
        sa.ForeignKeyConstraint(["variant_id"], ["variants.id"], name=op.f("fk_stock_moves_variant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_moves")),
    )
    op.create_index("ix_stock_moves_document_document_id", "stock_moves", ["document", "document_id"], unique=False)
    op.create_index("ix_stock_moves_variant_id_id", "stock_moves", ["variant_id", "id"], unique=False)
    op.create_index(
        "uq_stock_moves_reverses",
        "stock_moves",
        ["reverses"],
        unique=True,
        sqlite_where=sa.text("reverses IS NOT NULL"),
        postgresql_where=sa.text("reverses IS NOT NULL"),
    )
    op.create_table(
        "transfer_lines",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("transfer_id", BIG, nullable=False),
        sa.Column("variant_id", BIG, nullable=False),
        sa.Column("lot_id", BIG, nullable=True),
        sa.Column("from_bin_id", BIG, nullable=False),
        sa.Column("quantity", BIG, nullable=False),
        sa.Column("received", sa.Integer(), server_default="0", nullable=False),
        sa.Column("lost", sa.Integer(), server_default="0", nullable=False),
        sa.Column("loss_reason", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_transfer_lines_positive")),
        sa.CheckConstraint(
            "received >= 0 AND lost >= 0 AND received + lost <= quantity", name=op.f("ck_transfer_lines_arrived")
        ),
        sa.ForeignKeyConstraint(["from_bin_id"], ["locations.id"], name=op.f("fk_transfer_lines_from_bin_id")),
        sa.ForeignKeyConstraint(["lot_id"], ["lots.id"], name=op.f("fk_transfer_lines_lot_id")),
        sa.ForeignKeyConstraint(["transfer_id"], ["stock_transfers.id"], name=op.f("fk_transfer_lines_transfer_id")),
        sa.ForeignKeyConstraint(["variant_id"], ["variants.id"], name=op.f("fk_transfer_lines_variant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transfer_lines")),
    )
    op.create_index(op.f("ix_transfer_lines_transfer_id"), "transfer_lines", ["transfer_id"], unique=False)
    op.create_table(
        "line_discounts",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("order_line_id", BIG, nullable=False),
        sa.Column("promotion", sa.Text(), nullable=False),
        sa.Column("amount", BIG, server_default="0", nullable=False),
        sa.Column("bearer", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["order_line_id"], ["order_lines.id"], name=op.f("fk_line_discounts_order_line_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_line_discounts")),
    )
    op.create_index(op.f("ix_line_discounts_order_line_id"), "line_discounts", ["order_line_id"], unique=False)
    op.create_table(
        "refund_lines",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("refund_id", BIG, nullable=False),
        sa.Column("order_line_id", BIG, nullable=False),
        sa.Column("quantity", sa.Integer(), server_default="0", nullable=False),
        sa.Column("amount", BIG, server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["order_line_id"], ["order_lines.id"], name=op.f("fk_refund_lines_order_line_id")),
        sa.ForeignKeyConstraint(["refund_id"], ["refunds.id"], name=op.f("fk_refund_lines_refund_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refund_lines")),
    )
    op.create_index(op.f("ix_refund_lines_order_line_id"), "refund_lines", ["order_line_id"], unique=False)
    op.create_index(op.f("ix_refund_lines_refund_id"), "refund_lines", ["refund_id"], unique=False)
    op.create_table(
        "reservations",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("order_line_id", BIG, nullable=False),
        sa.Column("variant_id", BIG, nullable=False),
        sa.Column("warehouse_id", BIG, nullable=False),
        sa.Column("quantity", BIG, nullable=False),
        sa.Column("consumed", sa.Integer(), server_default="0", nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.CheckConstraint("consumed >= 0 AND consumed <= quantity", name=op.f("ck_reservations_consumed")),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_reservations_positive")),
        sa.ForeignKeyConstraint(["order_line_id"], ["order_lines.id"], name=op.f("fk_reservations_order_line_id")),
        sa.ForeignKeyConstraint(["variant_id"], ["variants.id"], name=op.f("fk_reservations_variant_id")),
        sa.ForeignKeyConstraint(["warehouse_id"], ["warehouses.id"], name=op.f("fk_reservations_warehouse_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reservations")),
    )
    op.create_index(op.f("ix_reservations_order_line_id"), "reservations", ["order_line_id"], unique=False)
    op.create_index("ix_reservations_variant_id_state", "reservations", ["variant_id", "state"], unique=False)
    op.create_table(
        "return_lines",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("return_id", BIG, nullable=False),
        sa.Column("order_line_id", BIG, nullable=False),
        sa.Column("variant_id", BIG, nullable=True),
        sa.Column("expected", BIG, nullable=False),
        sa.Column("received", sa.Integer(), server_default="0", nullable=False),
        sa.Column("good", sa.Integer(), server_default="0", nullable=False),
        sa.Column("damaged", sa.Integer(), server_default="0", nullable=False),
        sa.Column("missing", sa.Integer(), server_default="0", nullable=False),
        sa.Column("grade", sa.Text(), server_default="", nullable=False),
        sa.Column("good_disposition", sa.Text(), server_default="", nullable=False),
        sa.Column("damaged_disposition", sa.Text(), server_default="", nullable=False),
        sa.Column("decided", sa.Boolean(), nullable=False),
        sa.Column("refund_due", BIG, server_default="0", nullable=False),
        sa.Column("refunded", BIG, server_default="0", nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint("expected > 0", name=op.f("ck_return_lines_positive")),
        sa.CheckConstraint("good + damaged + missing <= expected", name=op.f("ck_return_lines_accounted")),
        sa.CheckConstraint("good >= 0 AND damaged >= 0 AND missing >= 0", name=op.f("ck_return_lines_not_negative")),
        sa.CheckConstraint("received >= 0 AND received <= expected", name=op.f("ck_return_lines_received")),
        sa.ForeignKeyConstraint(["order_line_id"], ["order_lines.id"], name=op.f("fk_return_lines_order_line_id")),
        sa.ForeignKeyConstraint(["return_id"], ["returns.id"], name=op.f("fk_return_lines_return_id")),
        sa.ForeignKeyConstraint(["variant_id"], ["variants.id"], name=op.f("fk_return_lines_variant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_return_lines")),
    )
    op.create_index(op.f("ix_return_lines_order_line_id"), "return_lines", ["order_line_id"], unique=False)
    op.create_index(op.f("ix_return_lines_return_id"), "return_lines", ["return_id"], unique=False)
    op.create_table(
        "shipment_lines",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("shipment_id", BIG, nullable=False),
        sa.Column("order_line_id", BIG, nullable=False),
        sa.Column("variant_id", BIG, nullable=False),
        sa.Column("quantity", BIG, nullable=False),
        sa.Column("picked", sa.Integer(), server_default="0", nullable=False),
        sa.Column("short", sa.Integer(), server_default="0", nullable=False),
        sa.Column("packed", sa.Integer(), server_default="0", nullable=False),
        sa.CheckConstraint("packed >= 0 AND packed <= picked", name=op.f("ck_shipment_lines_packed")),
        sa.CheckConstraint(
            "picked >= 0 AND short >= 0 AND picked + short <= quantity", name=op.f("ck_shipment_lines_picked")
        ),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_shipment_lines_positive")),
        sa.ForeignKeyConstraint(["order_line_id"], ["order_lines.id"], name=op.f("fk_shipment_lines_order_line_id")),
        sa.ForeignKeyConstraint(["shipment_id"], ["shipments.id"], name=op.f("fk_shipment_lines_shipment_id")),
        sa.ForeignKeyConstraint(["variant_id"], ["variants.id"], name=op.f("fk_shipment_lines_variant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shipment_lines")),
    )
    op.create_index(op.f("ix_shipment_lines_order_line_id"), "shipment_lines", ["order_line_id"], unique=False)
    op.create_index(op.f("ix_shipment_lines_shipment_id"), "shipment_lines", ["shipment_id"], unique=False)
    op.create_table(
        "allocations",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("shipment_line_id", BIG, nullable=False),
        sa.Column("location_id", BIG, nullable=False),
        sa.Column("lot_id", BIG, nullable=True),
        sa.Column("quantity", BIG, nullable=False),
        sa.Column("picked", sa.Integer(), server_default="0", nullable=False),
        sa.CheckConstraint("picked >= 0 AND picked <= quantity", name=op.f("ck_allocations_picked")),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_allocations_positive")),
        sa.ForeignKeyConstraint(["location_id"], ["locations.id"], name=op.f("fk_allocations_location_id")),
        sa.ForeignKeyConstraint(["lot_id"], ["lots.id"], name=op.f("fk_allocations_lot_id")),
        sa.ForeignKeyConstraint(
            ["shipment_line_id"], ["shipment_lines.id"], name=op.f("fk_allocations_shipment_line_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allocations")),
    )
    op.create_index(op.f("ix_allocations_shipment_line_id"), "allocations", ["shipment_line_id"], unique=False)
    op.create_table(
        "scans",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("shipment_id", BIG, nullable=False),
        sa.Column("parcel_id", BIG, nullable=False),
        sa.Column("shipment_line_id", BIG, nullable=True),
        sa.Column("variant_id", BIG, nullable=True),
        sa.Column("scan_key", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Integer(), server_default="0", nullable=False),
        sa.Column("undone", sa.Boolean(), nullable=False),
        sa.Column("forced_reason", sa.Text(), server_default="", nullable=False),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["parcel_id"], ["parcels.id"], name=op.f("fk_scans_parcel_id")),
        sa.ForeignKeyConstraint(["shipment_id"], ["shipments.id"], name=op.f("fk_scans_shipment_id")),
        sa.ForeignKeyConstraint(["shipment_line_id"], ["shipment_lines.id"], name=op.f("fk_scans_shipment_line_id")),
        sa.ForeignKeyConstraint(["variant_id"], ["variants.id"], name=op.f("fk_scans_variant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scans")),
    )
    op.create_index("ix_scans_parcel_id_id", "scans", ["parcel_id", "id"], unique=False)
    op.create_index(op.f("ix_scans_shipment_id"), "scans", ["shipment_id"], unique=False)
    op.create_index("uq_scans_scan_key", "scans", ["scan_key"], unique=True)
    op.create_table(
        "supplier_claims",
        sa.Column("id", BIG, autoincrement=True, nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("supplier_id", BIG, nullable=False),
        sa.Column("variant_id", BIG, nullable=False),
        sa.Column("purchase_line_id", BIG, nullable=True),
        sa.Column("receipt_line_id", BIG, nullable=True),
        sa.Column("return_line_id", BIG, nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("quantity", BIG, nullable=False),
        sa.Column("sent_back", sa.Integer(), server_default="0", nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("amount", BIG, server_default="0", nullable=False),
        sa.Column("credited", BIG, server_default="0", nullable=False),
        sa.Column("reference", sa.Text(), server_default="", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("opened_at", TIME, nullable=False),
        sa.Column("sent_at", TIME, nullable=True),
        sa.Column("closed_at", TIME, nullable=True),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.CheckConstraint("amount >= 0 AND credited >= 0", name=op.f("ck_supplier_claims_amount")),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_supplier_claims_positive")),
        sa.ForeignKeyConstraint(
            ["purchase_line_id"], ["purchase_lines.id"], name=op.f("fk_supplier_claims_purchase_line_id")
        ),
        sa.ForeignKeyConstraint(
            ["receipt_line_id"], ["receipt_lines.id"], name=op.f("fk_supplier_claims_receipt_line_id")
        ),
        sa.ForeignKeyConstraint(
            ["return_line_id"], ["return_lines.id"], name=op.f("fk_supplier_claims_return_line_id")
        ),
        sa.ForeignKeyConstraint(["supplier_id"], ["suppliers.id"], name=op.f("fk_supplier_claims_supplier_id")),
        sa.ForeignKeyConstraint(["variant_id"], ["variants.id"], name=op.f("fk_supplier_claims_variant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplier_claims")),
        sa.UniqueConstraint("number", name=op.f("uq_supplier_claims_number")),
    )
    op.create_index("ix_supplier_claims_opened_at_id", "supplier_claims", ["opened_at", "id"], unique=False)
    op.create_index(op.f("ix_supplier_claims_purchase_line_id"), "supplier_claims", ["purchase_line_id"], unique=False)
    op.create_index(op.f("ix_supplier_claims_supplier_id"), "supplier_claims", ["supplier_id"], unique=False)
    op.create_index(op.f("ix_supplier_claims_variant_id"), "supplier_claims", ["variant_id"], unique=False)
    server = op.get_bind().dialect.name == "postgresql"
    for statement in SEARCH_INDEX_OF_A_SERVER if server else SEARCH_INDEX_OF_A_FILE:
        op.execute(sa.text(statement))
