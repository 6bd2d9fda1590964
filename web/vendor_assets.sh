#!/usr/bin/env bash
# For a maintainer, with npm: fetch the front-end assets once. What it writes to static/vendor is
# committed, so neither a run nor a test needs Node or the network.
set -euo pipefail
NHS=10.6.1
HTMX=2.0.11
out="$(cd "$(dirname "$0")" && pwd)/static/vendor"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
cd "$work"

npm pack --silent "nhsuk-frontend@$NHS" "htmx.org@$HTMX" >/dev/null
for archive in *.tgz; do
    mkdir "${archive%.tgz}"
    tar -xzf "$archive" -C "${archive%.tgz}"
done
nhs="nhsuk-frontend-$NHS/package/dist/nhsuk"
htmx="htmx.org-$HTMX/package"

rm -rf "$out"
mkdir -p "$out/nhsuk/images" "$out/htmx"
# Only the pictures that the style sheet names: the others carry the NHS logo, a trademark.
for picture in $(grep -o 'assets/images/[a-z0-9.-]*' "$nhs/nhsuk-frontend.min.css" | sort -u); do
    cp "$nhs/$picture" "$out/nhsuk/images/"
done
# Frutiger is licensed for NHS sites only and would be fetched off-site; absolute addresses are
# not hashed by the manifest storage; a source map that is not shipped makes collectstatic fail.
python3 - "$nhs/nhsuk-frontend.min.css" "$out/nhsuk/nhsuk-frontend.min.css" <<'P'
import re
import sys

css = open(sys.argv[1], encoding="utf8").read()
css = re.sub(r"@font-face\{[^}]*\}", "", css)
css = css.replace("url(/assets/images/", "url(images/")
css = re.sub(r"/\*# sourceMappingURL=.*?\*/", "", css)
assert "http" not in re.sub(r"http://www.w3.org\S*", "", css), "an off-site address is left"
open(sys.argv[2], "w", encoding="utf8").write(css)
P
# The mark stands at the end of a line of code, so the pattern has no ^.
sed 's|//# sourceMappingURL=.*||' "$nhs/nhsuk-frontend.min.js" >"$out/nhsuk/nhsuk-frontend.min.js"
sed 's|//# sourceMappingURL=.*||' "$htmx/dist/htmx.min.js" >"$out/htmx/htmx.min.js"
# The archive states the licence (MIT, NHS England) in its README alone; the notice must go with the copy.
cat >"$out/nhsuk/LICENCE.txt" <<'L'
MIT License

Copyright (c) NHS England

Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights
to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
SOFTWARE.
L
cp "$htmx/LICENSE" "$out/htmx/"
printf 'nhsuk-frontend %s MIT\nhtmx.org %s 0BSD\n' "$NHS" "$HTMX" >"$out/VERSIONS"
