#!/usr/bin/env bash
# Makes dist/shopdesk.dmg from the bundle that installer/shopdesk.spec made in dist/shopdesk.app.
# SIGN_AS names a Developer ID certificate in the key chain; without it the bundle is signed for this Mac only.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
[ -d dist/shopdesk.app ] || { echo "First: .venv/bin/python -m PyInstaller installer/shopdesk.spec" >&2; exit 1; }

codesign --force --deep --options runtime --sign "${SIGN_AS:--}" dist/shopdesk.app
rm -f dist/shopdesk.dmg
hdiutil create -volname shopdesk -srcfolder dist/shopdesk.app -format UDZO dist/shopdesk.dmg
