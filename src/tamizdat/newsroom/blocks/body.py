"""What a body may hold. Names here are the names of the theme's block templates and of the edition's readers of blocks."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtail.rich_text import RichText

TEXT = ["bold", "italic", "link", "document-link", "ol", "ul", "superscript", "subscript", "strikethrough"]
SIDE = ["bold", "italic", "link", "ol", "ul"]


class PictureBlock(blocks.StructBlock):
    """A picture of the library. Words given here go before the library's, which may be in another language."""

    picture = ImageChooserBlock()
    caption = blocks.CharBlock(required=False, help_text="Left empty, the picture's own caption.")
    alt_text = blocks.CharBlock(
        required=False, help_text="What is seen, for those who cannot see it. Empty: the picture's own."
    )
    credit_line = blocks.CharBlock(
        required=False, max_length=300, help_text="As it must be printed. Left empty, the picture's own."
    )

    class Meta:
        icon = "image"


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock()
    attribution = blocks.CharBlock(required=False)

    class Meta:
        icon = "openquote"


class ChapterBlock(blocks.StructBlock):
    start = blocks.RegexBlock(
        r"^(\d{1,2}:)?[0-5]?\d:[0-5]\d\Z",
        error_messages={"invalid": "Write minutes and seconds, such as 4:05, or 1:04:05 with hours."},
    )
    title = blocks.CharBlock(max_length=200)

    class Meta:
        icon = "list-ol"


class AudioBlock(blocks.StructBlock):
    file = DocumentChooserBlock()
    title = blocks.CharBlock(required=False)
    chapters = blocks.ListBlock(ChapterBlock(), required=False, default=[], collapsed=True)
    transcript = blocks.RichTextBlock(required=False, features=SIDE)

    class Meta:
        icon = "media"


class VideoBlock(blocks.StructBlock):
    file = DocumentChooserBlock()
    title = blocks.CharBlock(required=False)
    poster = ImageChooserBlock(required=False)
    captions = DocumentChooserBlock(required=False, help_text="Subtitles as a WebVTT file (.vtt).")

    class Meta:
        icon = "media"


class EmbedBlock(blocks.StructBlock):
    """Something that stands elsewhere. A reader's browser asks for it only after the reader does."""

    url = blocks.URLBlock()
    title = blocks.CharBlock()

    class Meta:
        icon = "link-external"

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        cleaned = super().clean(value)
        scheme, mark, rest = cleaned["url"].strip().partition("://")
        cleaned["url"] = f"{scheme.lower()}{mark}{rest}"  # some keyboards begin every word with a capital letter
        if not cleaned["url"].startswith("https://"):
            raise blocks.StructBlockValidationError(
                block_errors={"url": ValidationError("An embedded address must start with https://.")}
            )
        return cleaned


class BoxBlock(blocks.StructBlock):
    title = blocks.CharBlock(required=False)
    text = blocks.RichTextBlock(features=SIDE)

    class Meta:
        icon = "form"


class DocumentBlock(blocks.StructBlock):
    file = DocumentChooserBlock()
    title = blocks.CharBlock(required=False)

    class Meta:
        icon = "doc-full"


class DividerBlock(blocks.StaticBlock):
    class Meta:
        icon = "minus"
        admin_text = "A line between two parts."


def _is_written(text: RichText) -> bool:
    return bool(strip_tags(text.source).replace("&nbsp;", " ").strip())


def _no_headers() -> ValidationError:
    """The framework says “Validation error in TableBlock”, and it has no other for a table."""
    return ValidationError(_("Choose which cells of the table are headers, in the list above it."))


class BodyBlock(blocks.StreamBlock):
    def clean(self, value: blocks.StreamValue) -> blocks.StreamValue:
        """Text in which nothing is written is left out: an editor opens more than is filled. A draft is saved as far as it
        is written: half an address, or a time without its seconds, is an error only when the story is published."""
        places = [n for n, child in enumerate(value) if child.block_type != "text" or _is_written(child.value)]
        written = [(value[n].block_type, value[n].value, value[n].id) for n in places]
        try:
            return super().clean(blocks.StreamValue(self, written))
        except blocks.StreamBlockValidationError as error:
            if self.is_deferred_validation and not error.non_block_errors:
                return blocks.StreamValue(self, written)
            found = {
                places[n]: _no_headers() if written[n][0] == "table" else what for n, what in error.block_errors.items()
            }  # the form counts the empty ones too
            raise blocks.StreamBlockValidationError(
                block_errors=found, non_block_errors=error.non_block_errors
            ) from None

    text = blocks.RichTextBlock(features=TEXT, icon="pilcrow", label="Text")
    heading = blocks.CharBlock(icon="title", max_length=200)
    picture = PictureBlock()
    gallery = blocks.ListBlock(PictureBlock(), icon="image", min_num=2)
    quote = QuoteBlock()
    pull_quote = blocks.TextBlock(icon="openquote", label="Pull quote")
    table = TableBlock(icon="table")
    audio = AudioBlock()
    video = VideoBlock()
    embed = EmbedBlock()
    document = DocumentBlock()
    related = blocks.PageChooserBlock(page_type="newsroom.Article", icon="doc-full-inverse", label="Related story")
    box = BoxBlock()
    divider = DividerBlock()
