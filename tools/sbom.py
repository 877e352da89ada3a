"""What is shipped, as CycloneDX 1.6 in JSON: `python tools/sbom.py [FILE]`, the same bytes for the same lock.

Packages stand with the version and hashes of the lock and the licence that they state; then the files that browsers
get, all of them our own, and the images and system packages that a container is made of. No clock is read.
"""

import hashlib
import json
import re
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from locked import BASE, Locked, locked

FORMAT, VERSION = "CycloneDX", "1.6"
OF_A_KIND = re.compile(r"License :: (?:OSI Approved :: )?(.+)")
# Licences as packages write them, by their name in the list of SPDX; what is ambiguous, like "BSD", keeps its words.
SPDX = {
    "Apache-2.0": "Apache-2.0",
    "BSD-3-Clause": "BSD-3-Clause",
    "MIT": "MIT",
    "MIT License": "MIT",
    "MPL-2.0": "MPL-2.0",
    "New BSD": "BSD-3-Clause",
}
# Needed on other machines than the one that writes this: what their own pages state.
ELSEWHERE = {"async-timeout": "Apache-2.0", "colorama": "BSD-3-Clause"}
# Held by their own container, and as Debian's packages within ours.
IMAGE = re.compile(r"^(?:FROM|\s+image:)\s+(?:&\w+\s+)?([^\s*&]+?):(\S+)$", re.MULTILINE)


class NoLicence(LookupError):
    """A package states no licence: look it up and add it to ELSEWHERE."""


class NotInstalled(LookupError):
    """The version of the lock is not installed here: run make test once."""


def licences_of(package: Locked) -> list[dict[str, Any]]:
    """The field `licenses` of a package. Raises NoLicence, NotInstalled."""
    if package.name in ELSEWHERE:
        return [{"license": {"id": ELSEWHERE[package.name]}}]
    try:
        told = metadata(package.name)
    except PackageNotFoundError as absent:
        raise NotInstalled(f"{package.name} {package.version}: {NotInstalled.__doc__}") from absent
    for expression in told.get_all("License-Expression") or ():
        return [{"expression": expression}]
    # A whole text in place of a name is no name.
    stated = [one for one in told.get_all("License") or () if "\n" not in one and one not in ("", "Dual License")]
    kinds = [one[1] for line in told.get_all("Classifier") or () if (one := OF_A_KIND.fullmatch(line))]
    names = stated or kinds
    if not names:
        raise NoLicence(f"{package.name} {package.version}: {NoLicence.__doc__}")
    return [{"license": {"id": SPDX[name]} if name in SPDX else {"name": name}} for name in sorted(set(names))]


def package_as_component(package: Locked) -> dict[str, Any]:
    url = f"pkg:pypi/{package.name}@{package.version}"
    needed = [{"name": "needed where", "value": package.where}] if package.where else []
    return {
        "type": "library",
        "bom-ref": url,
        "name": package.name,
        "version": package.version,
        "purl": url,
        "licenses": licences_of(package),
        # Of every file that the lock allows: one of them is installed.
        "hashes": [{"alg": "SHA-256", "content": one} for one in package.hashes],
        **({"properties": needed} if needed else {}),
    }


def file_as_component(path: Path) -> dict[str, Any]:
    name = path.relative_to(BASE).as_posix()
    return {
        "type": "file",
        "bom-ref": f"file:{name}",
        "name": name,
        "licenses": [{"license": {"id": "MIT"}}],
        "hashes": [{"alg": "SHA-256", "content": hashlib.sha256(path.read_bytes()).hexdigest()}],
    }


def around() -> list[dict[str, Any]]:
    """The images by their exact version, and Debian's packages that the image of the portal adds."""
    dockerfile, compose = ((BASE / name).read_text() for name in ("Dockerfile", "docker-compose.yml"))
    images = sorted(set(IMAGE.findall(dockerfile) + IMAGE.findall(compose)))
    added = re.search(r"--no-install-recommends ([^\\\n]+)", dockerfile)
    return [
        *(
            {"type": "container", "bom-ref": f"pkg:docker/{name}@{tag}", "name": name, "version": tag}
            for name, tag in images
        ),
        *(
            {"type": "library", "bom-ref": f"pkg:deb/debian/{name}", "name": name, "purl": f"pkg:deb/debian/{name}"}
            for name in sorted(added[1].split() if added else ())
        ),
    ]


def bill() -> dict[str, Any]:
    """The whole bill. Raises NoLicence, NotInstalled."""
    project = tomllib.loads((BASE / "pyproject.toml").read_text())["project"]
    static = sorted(path for path in (BASE / "static").rglob("*") if path.is_file())
    root = f"pkg:generic/{project['name']}@{project['version']}"
    components = [
        *(package_as_component(one) for one in locked()),
        *(file_as_component(path) for path in static),
        *around(),
    ]
    said = {
        "bomFormat": FORMAT,
        "specVersion": VERSION,
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": root,
                "name": project["name"],
                "version": project["version"],
                "description": project["description"],
                "licenses": [{"license": {"id": project["license"]["text"]}}],
            }
        },
        "components": components,
    }
    content = hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
    return {**said, "serialNumber": uuid5(NAMESPACE_URL, content).urn}


def main(arguments: list[str]) -> int:
    try:
        text = json.dumps(bill(), indent=2, sort_keys=True, ensure_ascii=False) + "\n"
    except (NoLicence, NotInstalled, ValueError) as fault:
        print(fault, file=sys.stderr)
        return 1
    if arguments:
        Path(arguments[0]).write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
