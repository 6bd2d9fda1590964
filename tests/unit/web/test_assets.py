"""The vendored files fetch nothing from outside, and every file they name is there."""

import re
from pathlib import Path

from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command

_STATIC = Path(__file__).parents[3] / "web" / "static"
_CSS = _STATIC / "vendor" / "nhsuk" / "nhsuk-frontend.min.css"


class TestAssets:
    def test_styles_name_no_other_site(self):
        css = re.sub(r"http://www\.w3\.org\S*", "", _CSS.read_text())

        assert "http" not in css
        assert "@font-face" not in css

    def test_pictures_of_the_styles_are_shipped(self):
        for name in re.findall(r"url\((images/[^)]+)\)", _CSS.read_text()):
            assert (_CSS.parent / name).is_file(), name

    def test_no_source_map_is_promised(self):
        for path in _STATIC.rglob("*.min.*"):
            assert "sourceMappingURL" not in path.read_text(), path

    def test_no_picture_carries_the_nhs_logo(self):
        names = {path.name for path in _STATIC.rglob("*") if path.is_file()}

        assert not {name for name in names if "favicon.ico" in name or "opengraph" in name}

    def test_collects_under_hashed_names(self, settings, tmp_path):
        settings.STATIC_ROOT = tmp_path
        settings.STORAGES = {
            **settings.STORAGES,
            "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
        }

        call_command("collectstatic", interactive=False, verbosity=0)

        assert re.search(r"qiflow\.[0-9a-f]{12}\.css$", staticfiles_storage.url("qiflow.css"))
        assert (tmp_path / "vendor" / "nhsuk" / "nhsuk-frontend.min.css.br").is_file()
