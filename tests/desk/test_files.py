"""Files of the library, by the desk's own forms: every door refuses a picture with a reason, and takes the rest."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tamizdat.newsroom.models import Attachment


def add(editor: Client, file: SimpleUploadedFile) -> Any:
    return editor.post("/desk/documents/add/", filled(file))


def add_many(editor: Client, file: SimpleUploadedFile) -> Any:
    posted = {"title": "A file", "files[]": file, "collection": "1"}
    return editor.post("/desk/documents/multiple/add/", posted, headers={"X-Requested-With": "XMLHttpRequest"})


def add_while_writing(editor: Client, file: SimpleUploadedFile) -> Any:
    posted = {f"document-chooser-upload-{name}": value for name, value in filled(file).items()}
    return editor.post("/desk/documents/chooser/create/", posted)


def filled(file: SimpleUploadedFile) -> dict[str, Any]:
    return {"title": "A file", "file": file, "collection": "1", "tags": "", "seconds": ""}


DOORS = pytest.mark.parametrize("door", [add, add_many, add_while_writing])


@DOORS
def test_a_photograph_with_its_place_is_refused(
    editor: Client, door: Callable[..., Any], settings: Any, shared_data: Path
) -> None:
    photo = (shared_data / "photo-metadata-exiftool" / "GPS.jpg").read_bytes()
    answer = door(editor, SimpleUploadedFile("report.pdf", photo))
    assert answer.status_code == 200
    assert "among the pictures" in answer.content.decode()
    assert not Attachment.objects.exists()
    assert not [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


@DOORS
def test_a_document_is_taken(editor: Client, door: Callable[..., Any]) -> None:
    door(editor, SimpleUploadedFile("report.pdf", b"%PDF-1.7 words"))
    kept = Attachment.objects.get()
    assert (kept.file_size, len(kept.file_hash)) == (14, 40)
