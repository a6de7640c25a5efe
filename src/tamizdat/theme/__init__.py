"""The theme of the edition: templates, style sheets, scripts, images, catalogues. Files only, no logic."""

from pathlib import Path

FOLDER = Path(__file__).parent
