"""`manage.py hosts load`: a list that cannot be read is told with its remedy."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "cannot be read: No such file or directory."),
        (b"\xff\xfe[[host]]", "is not UTF-8 (byte 0): save it as UTF-8."),
        (b"host[[", "this is no TOML"),
        (b"", "there is no [[host]] table in it"),
        (b"host = " + b"[" * 100_000, "this is no TOML"),
    ],
)
def test_a_list_that_cannot_be_read_is_named_with_what_is_wrong(
    tmp_path: Path, content: bytes | None, told: str
) -> None:
    file = tmp_path / "hosts.toml"
    if content is not None:
        file.write_bytes(content)

    with pytest.raises(CommandError) as failure:
        call_command("hosts", "load", str(file))

    assert str(failure.value).startswith(str(file))
    assert told in str(failure.value)
