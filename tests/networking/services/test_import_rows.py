"""Every fault of a file is told with its place, so that it is found in an editor."""

import pytest

from networking.services.import_cells import line, many, number, slug
from networking.services.import_rows import Column, read_rows

COLUMNS = [
    Column("slug", slug, required=True),
    Column("title", line(20)),
    Column("topics", many(slug), empty=()),
    Column("count", number, empty=None),
]
pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture
def read(tmp_path):
    """`read("a.csv", text)` returns the rows' values and lines, and the faults."""

    def read_file(name, content):
        path, faults = tmp_path / name, []
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        rows = read_rows(path, COLUMNS, faults)
        return [(row.line, row.values) for row in rows], faults

    return read_file


def test_json_and_csv_give_the_same_values(read):
    from_json, _ = read("a.json", '[{"slug": "a", "title": "Über uns", "topics": ["x", "y"], "count": 3}]')
    from_csv, _ = read("a.csv", "slug,title,topics,count\na,Über uns,x; y,3\n")

    assert (
        from_json[0][1]
        == from_csv[0][1]
        == {"slug": "a", "title": "Über uns", "topics": ("x", "y"), "count": 3}
    )


def test_a_german_excel_file_with_semicolons_and_byte_order_mark_is_read(read):
    rows, faults = read("a.csv", '\ufeffslug;title;topics\r\na;Über uns;"x;y"\r\n')

    assert (rows, faults) == ([(2, {"slug": "a", "title": "Über uns", "topics": ("x", "y")})], [])


def test_a_field_that_is_not_named_is_absent_and_an_empty_one_is_empty(read):
    rows, _ = read("a.json", '[{"slug": "a"}, {"slug": "b", "topics": null}]')

    assert [values for _line, values in rows] == [{"slug": "a"}, {"slug": "b", "topics": ()}]


def test_lines_are_counted_through_cells_with_line_breaks_and_empty_lines(read):
    rows, _ = read("a.csv", 'slug,title\na,"one\n"\n\nb,two\n')

    assert [line for line, _values in rows] == [2, 5]


def test_a_json_fault_names_line_entry_and_field(read):
    _, faults = read("a.json", '[\n {"slug": "a"},\n {"slug": "A B",\n  "count": -1}\n]')

    assert faults == [
        "a.json, line 3, entry 2, field slug: “A B” is not a short name: only a to z, digits and single hyphens.",
        "a.json, line 3, entry 2, field count: A whole number from 0 to 32767 is expected.",
    ]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (
            '[{"slug": "a"},\n {"slug" "b"}]',
            "a.json, line 2, column 10: This is not valid JSON (Expecting ':' delimiter).",
        ),
        ('{"slug": "a"}', "a.json, line 1, column 1: This is not valid JSON (Expecting '[')."),
        ("", "a.json, line 1, column 1: This is not valid JSON (Expecting '[')."),
        ('[{"slug": "a"}] []', "a.json, line 1, column 17: This is not valid JSON (Extra data)."),
        ('[{"slug": "a"}', "a.json, line 1, column 15: This is not valid JSON (Expecting ',')."),
        ('["a"]', "a.json, line 1, entry 1: An object {…} is expected here."),
        ("[" * 100_000, "a.json, line 1, column 2: This is not valid JSON (Too deeply nested)."),
        (
            '[{"slug": "a", "slug": "b"}]',
            "a.json, line 1, column 2: This is not valid JSON (Name 'slug' stands twice in one object).",
        ),
        ('[{"slug": "a", "colour": 1}]', "a.json, line 1, entry 1, field colour: There is no such field."),
        ('[{"title": "a"}]', "a.json, line 1, entry 1, field slug: This must not be empty."),
        ('[{"slug": 7}]', "a.json, line 1, entry 1, field slug: Text is expected."),
        (
            '[{"slug": "a", "count": true}]',
            "a.json, line 1, entry 1, field count: A whole number from 0 to 32767 is expected.",
        ),
        ('[{"slug": "a", "topics": {}}]', "a.json, line 1, entry 1, field topics: A list is expected."),
        (
            '[{"slug": "a", "topics": ["x", "x"]}]',
            "a.json, line 1, entry 1, field topics: A value stands twice in this list.",
        ),
    ],
)
def test_a_broken_json_file_is_told_with_its_place(read, content, fault):
    assert read("a.json", content)[1] == [fault]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("title\nA\n", "a.csv, line 1, field slug: This column is missing."),
        ("", "a.csv, line 1, field slug: This column is missing."),
        (
            "slug,colour\na,b\n",
            "a.csv, line 1, field colour: There is no such column. Known are: slug, title, topics, count.",
        ),
        ("slug,slug\na,b\n", "a.csv, line 1, field slug: This column stands twice."),
        ("slug,title\na\n", "a.csv, line 2: This line has 1 cells, the first line names 2 columns."),
        ("slug,title\na,b,c\n", "a.csv, line 2: This line has 3 cells, the first line names 2 columns."),
        ('slug,title\na,"b"c\n', "a.csv, line 2: This is not valid CSV (',' expected after '\"')."),
        (
            "slug,title\na,\x07\n",
            "a.csv, line 2, field title: This text contains an invisible control character or a line break. "
            "Please type it again without it.",
        ),
        (
            "slug,title\na," + "b" * 21,
            "a.csv, line 2, field title: This text has 21 characters; at most 20 fit.",
        ),
        (b"slug,title\na,b\nc,\xfcber\n", "a.csv, line 3: This is not UTF-8. Please save the file as UTF-8."),
    ],
)
def test_a_broken_csv_file_is_told_with_its_place(read, content, fault):
    assert read("a.csv", content)[1] == [fault]


def test_other_kinds_of_files_are_refused(read):
    assert read("a.pdf", "slug")[1] == ["a.pdf: Only files that end in .json, .csv or .xlsx can be read."]


def test_a_file_that_is_not_there_is_told(tmp_path):
    faults = []
    read_rows(tmp_path / "a.csv", COLUMNS, faults)

    assert faults == ["a.csv: This file cannot be opened."]
