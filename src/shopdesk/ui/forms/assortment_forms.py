"""Short forms about what belongs to a product: pictures, papers, parts, channels, category, tags, attributes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog

from shopdesk.domain.errors import UserError
from shopdesk.i18n import _, n_
from shopdesk.queries.assortment import category_tree, document_data, pictures_of
from shopdesk.queries.finder import id_of
from shopdesk.queries.kits import Kit, KitPart, kit_of
from shopdesk.queries.product_details import ProductDetail, VariantDetail, product_detail
from shopdesk.queries.shop_facts import channel_choices
from shopdesk.ui.forms.product_form import choose_picture, keep_picture
from shopdesk.ui.picture_files import picture_from
from shopdesk.ui.shell import Shell
from shopdesk.ui.verbs import Row
from shopdesk.ui.widgets.question import Ask
from shopdesk.usecases import assortment, kits, products

_YEAR = 365
_MOST_PASTED = 60 * 1024 * 1024


# pictures


def add_picture(shell: Shell, product_id: int) -> None:
    """Choose a picture file and put it to the product's others."""
    choose_picture(shell, lambda content: put_picture(shell, product_id, content))


def put_picture(shell: Shell, product_id: int, content: str) -> None:
    """Put a kept picture to a product's others, with undo."""
    shell.do(
        assortment.add_picture,
        product_id=product_id,
        image=content,
        said=_("Picture kept."),
        undo=lambda before: shell.do(assortment.set_pictures, product_id=product_id, images=before),
    )


def drop_pictures(shell: Shell, product_id: int, paths: Sequence[str]) -> None:
    """Keep every picture file that was dropped on the product."""
    for path in paths:
        keep_picture(shell, Path(path), lambda content: put_picture(shell, product_id, content))


def paste_picture(shell: Shell, product_id: int) -> None:
    """Keep the picture on the clipboard."""
    mime = QGuiApplication.clipboard().mimeData()
    files = [url.toLocalFile() for url in mime.urls() if url.isLocalFile()] if mime.hasUrls() else []
    if files:
        drop_pictures(shell, product_id, files)
        return
    image = QGuiApplication.clipboard().image()
    if image.isNull() or image.sizeInBytes() > _MOST_PASTED * 4:
        shell.say(_("There is no picture on the clipboard."), tone="info")
        return
    try:
        made = picture_from(_png_of(image), _("The picture on the clipboard"))
    except UserError as error:
        shell.fail(error)
        return
    shell.do(products.add_image, data=made.whole, thumb=made.small,
             then=lambda content: put_picture(shell, product_id, content))  # fmt: skip


def _png_of(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def show_first(shell: Shell, product_id: int, content: str) -> None:
    """Make a picture the first one."""
    before = shell.read(pictures_of, product_id)
    wanted = [content, *(one for one in before if one != content)]
    shell.do(assortment.set_pictures, product_id=product_id, images=wanted, said=_("Shown first now."),
             undo=lambda _done: shell.do(assortment.set_pictures, product_id=product_id, images=before))  # fmt: skip


def remove_picture(shell: Shell, product_id: int, content: str) -> None:
    """Take a picture away from a product, with undo."""
    before = shell.read(pictures_of, product_id)
    wanted = [one for one in before if one != content]
    shell.do(assortment.set_pictures, product_id=product_id, images=wanted, said=_("Picture removed."),
             undo=lambda _done: shell.do(assortment.set_pictures, product_id=product_id, images=before))  # fmt: skip


def picture_of_variant(shell: Shell, variant: VariantDetail, content: str | None) -> None:
    """Give a variant its own picture, or none."""
    was = variant.image
    shell.do(products.edit_variant, variant_id=variant.id, changes={"image": content},
             said=_("Picture of {sku} set.").format(sku=variant.sku) if content else _("Picture removed."),
             undo=lambda _done: shell.do(products.edit_variant, variant_id=variant.id,
                                         changes={"image": was}))  # fmt: skip


# papers


def add_document(shell: Shell, product_id: int, path: str = "") -> None:
    """Note a paper with its last day; the file may be missing."""

    def save(answers: Mapping[str, Any]) -> None:
        data, name = None, ""
        if path:
            try:
                if Path(path).stat().st_size > assortment.MOST_DOCUMENT_BYTES:
                    raise UserError(_("“{name}” is larger than 20 MB.").format(name=Path(path).name))
                data, name = Path(path).read_bytes(), Path(path).name
            except OSError as error:
                raise UserError(
                    _("“{name}” cannot be read: {why}").format(name=Path(path).name, why=error.strerror)
                ) from error
        until = answers["until"] if answers["ends"] else None
        shell.desk.do(assortment.add_document, product_id, str(answers["name"]), until, file_name=name, data=data)
        shell.say(_("{name} kept.").format(name=answers["name"]))

    day = datetime.now().astimezone().date() + timedelta(days=_YEAR)
    shell.ask(
        _("Add a paper"),
        [
            Ask("name", _("Name"), value=Path(path).stem if path else "", needed=True,
                note=_("for example Food safety certificate")),
            Ask("ends", _("It ends"), "yes", True),
            Ask("until", _("Good until"), "date", day),
        ],
        save,
        Path(path).name if path else _("Without a file; choose one with “With a file…”."),
        _("Keep it"),
    )  # fmt: skip


def add_document_file(shell: Shell, product_id: int) -> None:
    """Choose a file, then name it and say until when it is good."""
    dialog = QFileDialog(shell.window, _("Choose a paper"))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.fileSelected.connect(lambda path: add_document(shell, product_id, path))
    dialog.open()


def save_document(shell: Shell, document_id: int) -> None:
    """Write a paper's file where a person chooses."""
    found = shell.read(document_data, document_id)
    if found is None:
        shell.say(_("This paper has no file."), tone="info")
        return
    name, data = found
    dialog = QFileDialog(shell.window, _("Save the paper"), name)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)

    def write(path: str) -> None:
        try:
            Path(path).write_bytes(data)
        except OSError as error:
            shell.fail(UserError(_("“{name}” cannot be written: {why}").format(name=path, why=error.strerror)))
            return
        shell.say(_("{name} saved.").format(name=Path(path).name))

    dialog.fileSelected.connect(write)
    dialog.open()


# parts of a bundle


def _changed(kit: Kit, variant_id: int, units: int) -> list[tuple[int, int]]:
    parts = [(part.variant_id, part.units) for part in kit.parts if part.variant_id != variant_id]
    if not units:
        return parts
    known = [part.variant_id for part in kit.parts]
    if variant_id not in known:
        return [*parts, (variant_id, units)]
    return [(part.variant_id, units if part.variant_id == variant_id else part.units) for part in kit.parts]


def _put_parts(shell: Shell, kit: Kit, wanted: Sequence[tuple[int, int]]) -> None:
    before = [(part.variant_id, part.units) for part in kit.parts]
    shell.desk.do(kits.set_parts, kit.variant_id, wanted)
    shell.say(
        _("Parts saved."),
        lambda: shell.do(kits.set_parts, variant_id=kit.variant_id, parts=before),
    )


def add_part(shell: Shell, variant: VariantDetail) -> None:
    """Ask for a part of a bundle by SKU, barcode or scan."""

    def save(answers: Mapping[str, Any]) -> None:
        part = shell.read(id_of, "variant", str(answers["sku"]).strip())
        kit = shell.read(kit_of, variant.id)
        _put_parts(shell, kit, _changed(kit, part, int(answers["units"])))

    shell.ask(
        _("Add a part"),
        [Ask("sku", _("SKU or barcode"), needed=True), Ask("units", _("Pieces in one bundle"), "number", 1)],
        save,
        variant.name,
        _("Add it"),
    )


def change_part(shell: Shell, kit: Kit, part: KitPart) -> None:
    """Ask how many of a part are in one bundle."""
    shell.ask(
        part.name,
        [Ask("units", _("Pieces in one bundle"), "number", part.units)],
        lambda answers: _put_parts(shell, kit, _changed(kit, part.variant_id, int(answers["units"]))),
        verb=_("Save"),
    )


def remove_part(shell: Shell, kit: Kit, part: KitPart) -> None:
    """Take a part out of a bundle, with undo."""
    try:
        _put_parts(shell, kit, _changed(kit, part.variant_id, 0))
    except UserError as error:
        shell.fail(error)


# many products


def list_on(shell: Shell, rows: list[Row]) -> None:
    """Put products on the shelf of a channel, or take them off."""
    channels = shell.read(channel_choices)

    def save(answers: Mapping[str, Any]) -> None:
        ids, on = [row.id for row in rows], answers["listed"] == "on"
        count = shell.desk.do(assortment.set_listed, ids, str(answers["channel"]), on)
        words = n_("{count} product changed.", "{count} products changed.", count)
        shell.say(words.format(count=count))

    shell.ask(
        _("List on a channel"),
        [
            Ask("channel", _("Channel"), "choice", channels[0][0] if channels else "", list(channels)),
            Ask("listed", _("Shelf"), "choice", "on", [("on", _("put on the shelf")), ("off", _("take off"))]),
        ],
        save,
        n_("{count} product", "{count} products", len(rows)).format(count=len(rows)),
        _("Do it"),
    )


def tag(shell: Shell, rows: list[Row]) -> None:
    """Add and take away tags of products."""

    def save(answers: Mapping[str, Any]) -> None:
        ids = [row.id for row in rows]
        before = shell.desk.do(assortment.change_tags, ids, str(answers["add"]), str(answers["remove"]))
        words = n_("{count} product tagged.", "{count} products tagged.", len(before)).format(count=len(before))
        shell.say(words, lambda: shell.do(assortment.put_tags, tags=before))

    shell.ask(
        _("Tags"),
        [Ask("add", _("Add"), note=_("Separated by commas.")), Ask("remove", _("Take away"))],
        save,
        n_("{count} product", "{count} products", len(rows)).format(count=len(rows)),
        _("Save"),
    )


def move_category(shell: Shell, _rows: list[Row] | None = None) -> None:
    """Rename or move a category with everything below it."""
    tree = shell.read(category_tree)
    if not tree:
        shell.say(_("There is no category yet."), tone="info")
        return
    choices = [(path, f"{path.replace(' > ', ' › ')} ({count})") for path, count in tree.items()]

    def save(answers: Mapping[str, Any]) -> None:
        before = shell.desk.do(assortment.move_category, str(answers["old"]), str(answers["new"]))
        words = n_("{count} product moved.", "{count} products moved.", len(before)).format(count=len(before))
        shell.say(words, lambda: shell.do(assortment.put_categories, categories=before))

    shell.ask(
        _("Move a category"),
        [
            Ask("old", _("Category"), "choice", choices[0][0], choices),
            Ask("new", _("Its new name and place"), note=_("for example Teaware > Cups; empty moves it to the top")),
        ],
        save,
        _("Everything below it moves along."),
        _("Move it"),
    )


def replaced_by(shell: Shell, rows: list[Row]) -> None:
    """Say which product takes the place of one."""
    known: ProductDetail = shell.read(product_detail, rows[0].id)

    def save(answers: Mapping[str, Any]) -> None:
        words = str(answers["code"]).strip()
        other = shell.read(id_of, "product", words) if words else None
        changes: dict[str, Any] = {"superseded_by": other}
        if answers["retire"] and known.lifecycle != "retired":
            changes["lifecycle"] = "retired"
        was = {"superseded_by": known.superseded_by, "lifecycle": known.lifecycle}
        shell.desk.do(products.edit_product, known.id, changes)
        shell.say(
            _("{title} saved.").format(title=known.title),
            lambda: shell.do(products.edit_product, product_id=known.id, changes=was),
        )

    shell.ask(
        _("Replaced by"),
        [
            Ask("code", _("Code or SKU of the new product"), note=_("Empty takes the link away.")),
            Ask("retire", _("Retire this product now"), "yes", known.lifecycle != "retired"),
        ],
        save,
        known.title,
        _("Save"),
    )


def edit_attributes(shell: Shell, known: ProductDetail) -> None:
    """Attributes as lines of “name: value”."""
    lines = "\n".join(f"{name}: {value}" for name, value in known.attributes.items() if isinstance(value, str | int))
    others = {name: value for name, value in known.attributes.items() if not isinstance(value, str | int)}

    def save(answers: Mapping[str, Any]) -> None:
        found: dict[str, Any] = dict(others)
        for line in str(answers["lines"]).splitlines():
            if not line.strip():
                continue
            name, colon, value = line.replace("\uff1a", ":").partition(":")
            if not colon or not name.strip():
                raise UserError(
                    _("Write each attribute as “name: value”. This line has none: {line}").format(line=line)
                )
            if name.strip() in found:
                raise UserError(_("Two attributes have the same name."))
            found[name.strip()] = value.strip()
        shell.desk.do(products.edit_product, known.id, {"attributes": found}, known.version)
        shell.say(_("{title} saved.").format(title=known.title))

    shell.ask(
        _("Attributes"),
        [Ask("lines", _("One on each line"), "long", lines, note=_("for example Material: porcelain"))],
        save,
        known.title,
        _("Save"),
    )


def is_over(day: date | None, today: date) -> bool:
    """Whether a paper's last day has passed."""
    return day is not None and day < today
