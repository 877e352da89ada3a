"""Set one PDF in a process of its own: the order as JSON on standard input, the file on standard output.

typst keeps threads and hangs when its process forks after its first use, as gunicorn and Celery do. It is therefore
only ever used here, in a process that was started afresh. Nothing of Django is imported.
"""

import json
import resource
import sys
from pathlib import Path

import typst

from national_reports.documents.apart import MOST_MEMORY

HERE = Path(__file__).parent


def main() -> None:
    """Read the order, write the file; a fault goes to standard error with status 1."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    order = json.load(sys.stdin.buffer)
    try:
        made = typst.compile(
            HERE / f"{order['template']}.typ",
            root=HERE,
            font_paths=[Path(folder) for folder in order["fonts"]],
            ignore_system_fonts=True,
            format="pdf",
            pdf_standards=["ua-1"],
            timestamp=order["at"],
            # Text reaches the template as a value and never as source.
            sys_inputs={"order": json.dumps(order, ensure_ascii=False)},
        )
    except typst.TypstError as fault:
        sys.exit(f"{fault.message} {' '.join(fault.hints)}".strip())
    sys.stdout.buffer.write(made)


if __name__ == "__main__":
    main()
