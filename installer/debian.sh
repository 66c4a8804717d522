#!/usr/bin/env bash
# Makes dist/shopdesk_VERSION_ARCH.deb from the frozen folder that installer/shopdesk.spec made in dist/shopdesk.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
[ -x dist/shopdesk/shopdesk-window ] || { echo "First: .venv/bin/python -m PyInstaller installer/shopdesk.spec" >&2; exit 1; }

version=$(sed -n 's/^__version__ = "\(.*\)"$/\1/p' src/shopdesk/__init__.py)
architecture=$(dpkg --print-architecture)
# The same list that installer/dev.py installs from, so the two cannot differ.
depends=$(cd installer && python3 -c '
from system_libraries import ALWAYS, X11
print(", ".join(sorted({library.apt for library in ALWAYS + X11})))')

tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
mkdir -p "$tree"/DEBIAN "$tree"/opt "$tree"/usr/bin "$tree"/usr/share/applications "$tree"/usr/share/doc/shopdesk
cp -r dist/shopdesk "$tree"/opt/shopdesk
cp LICENSE "$tree"/usr/share/doc/shopdesk/copyright
ln -s ../../opt/shopdesk/shopdesk "$tree"/usr/bin/shopdesk
ln -s ../../opt/shopdesk/shopdesk-window "$tree"/usr/bin/shopdesk-window
cat > "$tree"/usr/share/applications/shopdesk.desktop <<'ENTRY'
[Desktop Entry]
Type=Application
Name=shopdesk
Comment=The offline back office of a small shop
Comment[zh_CN]=小店的离线后台
Comment[zh_TW]=小店的離線後台
Exec=shopdesk-window
Icon=shopdesk
Categories=Office;
ENTRY
cat > "$tree"/DEBIAN/control <<CONTROL
Package: shopdesk
Version: $version
Architecture: $architecture
Maintainer: The shopdesk authors <shopdesk@localhost>
Depends: $depends
Recommends: libpulse0, libcups2
Section: misc
Priority: optional
Description: offline back office of a small shop
 Imports orders from files, packs by scanning, prints papers and labels,
 and accounts for every unit.
CONTROL
dpkg-deb --root-owner-group --build "$tree" "dist/shopdesk_${version}_${architecture}.deb"
