"""How the edition looks and speaks: templates, style sheets, scripts, catalogues. Files only, no logic."""

from pathlib import Path

FOLDER = Path(__file__).parent
