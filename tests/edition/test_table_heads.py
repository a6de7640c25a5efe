"""A table's heads are what the editor chose: the first row, the first column, both, none."""

from __future__ import annotations

import pytest

CHOICES = {
    "row": ["<th>A</th><th>B</th>", "<td>1</td><td>2</td>"],
    "column": ["<th>A</th><td>B</td>", "<th>1</th><td>2</td>"],
    "both": ["<th>A</th><th>B</th>", "<th>1</th><td>2</td>"],
    "neither": ["<td>A</td><td>B</td>", "<td>1</td><td>2</td>"],
}


@pytest.mark.parametrize("choice", CHOICES)
def test_heads_stand_where_they_were_chosen(room, choice: str) -> None:
    """As the desk's form stores it, and in each of the forms in which readers get it."""
    value = {
        "data": [["A", "B"], ["1", "2"]],
        "table_header_choice": choice,
        "first_row_is_table_header": choice in ("row", "both"),
        "first_col_is_header": choice in ("column", "both"),
    }
    story = room.story("A table", body=[("table", value)])
    room.bake()
    path = story.get_url_parts()[2]
    page = room.read(f"{path}index.html").replace(' scope="col"', "").replace(' scope="row"', "")
    page = page.replace(' class="number"', "")
    for row in CHOICES[choice]:
        assert f"<tr>{row}</tr>" in page
        assert f"<tr>{row}</tr>" in room.read("en/rss.xml").replace("&lt;", "<").replace("&gt;", ">")
        assert f"<tr>{row}</tr>" in room.read(f"en/text/{path.removeprefix('/en/')}index.html")
    scopes = room.read(f"{path}index.html")
    assert ('scope="row"' in scopes, 'scope="col"' in scopes) == (
        choice in ("column", "both"),
        choice in ("row", "both"),
    )
