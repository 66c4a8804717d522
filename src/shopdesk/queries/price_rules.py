"""The shop's own figures for prices, from its settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopdesk.domain.pricing import Ending, PriceRules
from shopdesk.store.tables import Setting

KEY = "price_rules"
CODE_PATTERN_KEY = "code_pattern"


def rules_from(settings: Mapping[str, Any]) -> PriceRules:
    """The price rules kept in the settings; what is not kept there is as proposed."""
    kept = settings.get(KEY) or {}
    values: dict[str, Any] = {}
    for field in fields(PriceRules):
        if field.name in kept:
            value = kept[field.name]
            if isinstance(field.default, Decimal):
                value = Decimal(str(value))
            elif isinstance(field.default, Ending):
                value = Ending(str(value))
            values[field.name] = value
    return PriceRules(**values)


def price_rules(session: Session) -> PriceRules:
    """The shop's price rules."""
    return rules_from({KEY: session.scalar(select(Setting.value).where(Setting.key == KEY))})


def kept_rules(rules: PriceRules) -> dict[str, Any]:
    """Price rules as plain JSON."""
    return {
        field.name: value if isinstance(value := getattr(rules, field.name), int) else str(value)
        for field in fields(PriceRules)
    }
