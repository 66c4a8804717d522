"""The hand-over list: every parcel a carrier takes along on one day, to be signed by both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shopdesk.documents.flowing import Flow, FlowColumn, FlowTable, flowing
from shopdesk.documents.fonts import Weight
from shopdesk.documents.papers import Paper, ShopHead, page_size, words

_SIGNING = 26.0


@dataclass(frozen=True, slots=True)
class ManifestParcel:
    """One parcel, all text."""

    number: str
    name: str
    place: str
    tracking_no: str
    weight_text: str = ""
    service: str = ""


@dataclass(frozen=True, slots=True)
class ManifestData:
    """The parcels one carrier takes along on one day; ``weight_text`` is their sum as far as it is known."""

    carrier: str
    day_text: str
    parcels: tuple[ManifestParcel, ...]
    count_text: str
    weight_text: str = ""
    language: str = "en"


def render(
    manifests: ManifestData | Sequence[ManifestData], shop: ShopHead, page: str = "A4", *, allow_missing: bool = False
) -> Paper:
    """Draw each list on pages of its own; raises MissingGlyphs or DoesNotFit naming the text."""
    several = [manifests] if isinstance(manifests, ManifestData) else list(manifests)
    language = several[0].language if several else "en"
    _ = words(language).gettext
    return flowing(
        [(_("Hand-over list"), _Manifest(data).draw) for data in several],
        shop,
        page_size(page),
        document=_("Hand-over list"),
        foots=[" · ".join((data.carrier, data.day_text)) for data in several],
        language=language,
        allow_missing=allow_missing,
    )


class _Manifest:
    def __init__(self, data: ManifestData) -> None:
        self.data = data
        self.words = words(data.language)

    def draw(self, flow: Flow) -> None:
        """Carrier and day, the parcels, room for two signatures."""
        data = self.data
        flow.texts([data.carrier], 15, Weight.BOLD)
        flow.texts([" · ".join(filter(None, (data.day_text, data.count_text, data.weight_text)))], flow.style.body + 1)
        flow.space(5)
        flow.table(self._table())
        self._signatures(flow)

    def _table(self) -> FlowTable:
        _ = self.words.gettext
        weighed = any(parcel.weight_text for parcel in self.data.parcels)
        services = any(parcel.service for parcel in self.data.parcels)
        columns = (
            FlowColumn("#", True),
            FlowColumn(_("Parcel")),
            FlowColumn(_("Recipient")),
            FlowColumn(_("Place")),
            *((FlowColumn(_("Service")),) if services else ()),
            FlowColumn(_("Tracking number")),
            *((FlowColumn(_("Weight"), True),) if weighed else ()),
        )
        rows = [
            [
                str(at), parcel.number, parcel.name, parcel.place, *([parcel.service] if services else []),
                parcel.tracking_no, *([parcel.weight_text] if weighed else []),
            ]
            for at, parcel in enumerate(self.data.parcels, 1)
        ]  # fmt: skip
        return FlowTable(columns, rows)

    def _signatures(self, flow: Flow) -> None:
        _ = self.words.gettext
        flow.space(6)
        flow.need(_SIGNING)
        line = flow.y + 18
        half = (flow.room - 10) / 2
        for left, text in (
            (flow.left, _("Handed over: name, time, signature")),
            (flow.left + half + 10, _("Taken over for the carrier: name, time, signature")),
        ):
            flow.drawing.rule(left, line, left + half, 0.25)
            flow.drawing.text(left, line + 4, text, 7.5, room=half)
        flow.y = line + 7
