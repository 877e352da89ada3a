"""The bill of what is shipped says what the lock says, and the same each time."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import sbom
from django.conf import settings
from locked import Locked, locked

BASE = Path(settings.BASE_DIR)


@pytest.fixture(scope="module")
def bill():
    return sbom.bill()


def of(bill, kind):
    return [one for one in bill["components"] if one["bom-ref"].startswith(kind)]


def test_every_package_of_the_lock_stands_in_it_with_version_hashes_and_licence(bill):
    lock = (BASE / "requirements.txt").read_text()
    packages = {one["name"]: one for one in of(bill, "pkg:pypi/")}
    pins = re.findall(r"^([a-z0-9][\w.-]*)(?:\[[\w,-]+\])?==([\w.]+)", lock, re.MULTILINE)
    assert {(name, one["version"]) for name, one in packages.items()} == set(pins)
    hashes = [one["content"] for package in packages.values() for one in package["hashes"]]
    assert sorted(hashes) == sorted(re.findall(r"--hash=sha256:([0-9a-f]{64})", lock))
    assert all(package["licenses"] for package in packages.values())
    assert not [name for name, one in packages.items() if "UNKNOWN" in json.dumps(one["licenses"])]


def test_what_only_other_machines_need_says_so(bill):
    (colorama,) = [one for one in bill["components"] if one["name"] == "colorama"]
    assert colorama["properties"] == [{"name": "needed where", "value": "sys_platform == 'win32'"}]
    assert colorama["licenses"] == [{"license": {"id": "BSD-3-Clause"}}]


def test_every_file_that_browsers_get_is_listed_and_fonts_come_as_packages(bill):
    static = {path.relative_to(BASE).as_posix() for path in (BASE / "static").rglob("*") if path.is_file()}
    assert {one["name"] for one in of(bill, "file:")} == static
    fonts = {one["name"]: one["licenses"] for one in of(bill, "pkg:pypi/fontpkg-")}
    assert len(fonts) == 3
    assert set(map(str, fonts.values())) == {"[{'expression': 'OFL-1.1'}]"}


def test_images_and_system_packages_are_named(bill):
    images = {one["name"] for one in of(bill, "pkg:docker/")}
    assert images == {"python", "caddy", "postgres", "valkey/valkey"}
    assert {"fonts-noto-cjk", "postgresql-client-15"} <= {one["name"] for one in of(bill, "pkg:deb/")}


def test_it_has_the_form_that_readers_of_cyclonedx_expect(bill):
    assert (bill["bomFormat"], bill["specVersion"], bill["version"]) == ("CycloneDX", "1.6", 1)
    assert re.fullmatch(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", bill["serialNumber"])
    refs = [one["bom-ref"] for one in bill["components"]]
    assert len(set(refs)) == len(refs)
    assert {one["type"] for one in bill["components"]} == {"library", "file", "container"}
    for one in bill["components"]:
        kept = [set(licence) & {"expression", "license"} for licence in one.get("licenses", [])]
        assert all(len(kind) == 1 for kind in kept)
        # An expression stands alone.
        assert {"expression"} not in kept or len(kept) == 1


def test_the_command_writes_the_same_bytes_each_time(tmp_path):
    for name in ("one", "two"):
        command = [sys.executable, "tools/sbom.py", str(tmp_path / name)]
        subprocess.run(command, cwd=BASE, check=True)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_a_package_without_a_licence_or_an_installation_is_a_fault_and_not_a_gap(monkeypatch, capsys):
    absent = Locked("not-a-package-of-ours", "1.0", "", ("0" * 64,))
    monkeypatch.setattr(sbom, "locked", lambda: [*locked(), absent])
    assert sbom.main([]) == 1
    assert "not-a-package-of-ours 1.0" in capsys.readouterr().err


def test_a_line_of_the_lock_that_is_not_understood_is_a_fault(tmp_path):
    odd = tmp_path / "requirements.txt"
    odd.write_text("a==1.0 \\\n    --hash=sha256:" + "0" * 64 + "\nb @ git+ssh://somewhere==2\n")
    with pytest.raises(ValueError, match="2 packages are pinned, 1 are understood"):
        locked(odd)
