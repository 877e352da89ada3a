"""Keep what every public address answers, one file an address, so that two versions can be compared: diff -r A B.

Usage: DATABASE_URL=… tools/crawl.py FOLDER. It begins at the first page and at the API, follows every link that stays
here, and keeps a few addresses with parameters of each path. What is made anew for each answer is left out of it.
"""

import hashlib
import os
import re
import sys
from collections import Counter, deque
from html import unescape
from pathlib import Path
from urllib.parse import quote, urljoin, urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "strategic_plan.settings")

BEGIN = ("/en/", "/api/v1/", "/api/v1/schema/", "/healthz")
# Of a path with parameters, so many: filters multiply, and each is shown by a few.
OF_A_PATH = 4
LINK = re.compile(r'(?:href|src|action)="([^"]+)"|"(?:url|next|address)": ?"([^"]+)"')
ANEW = (
    (re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"'), 'name="csrfmiddlewaretoken"'),
    (re.compile(r"\b\d+ (?:second|minute|hour)s? ago\b"), "a while ago"),
)


def main(folder: Path) -> None:
    """Crawl, and print how many addresses answered with which status."""
    import django

    django.setup()
    from django.test import Client

    folder.mkdir(parents=True, exist_ok=True)
    browser = Client(headers={"accept-language": "en"}, SERVER_NAME="localhost")
    waiting, seen, with_parameters = deque(BEGIN), set(BEGIN), Counter[str]()
    statuses = Counter[int]()
    while waiting:
        address = waiting.popleft()
        answer = browser.get(address)
        body = answer.getvalue()
        kind = answer.headers.get("Content-Type", "").partition(";")[0]
        statuses[answer.status_code] += 1
        is_text = kind.startswith("text/") or kind.endswith(("json", "xml"))
        text = body.decode("utf-8", "replace") if is_text else hashlib.sha256(body).hexdigest()
        for pattern, plain in ANEW:
            text = pattern.sub(plain, text)
        head = f"{answer.status_code} {kind} {answer.headers.get('Location', '')}\n"
        (folder / quote(address, safe="")[:200]).write_text(head + text)
        if kind not in ("text/html", "application/json") or "/admin/" in address:
            continue
        links = [unescape(one or two) for one, two in LINK.findall(text)]
        for link in [answer.headers.get("Location", ""), *links]:
            parts = urlsplit(urljoin(f"http://localhost{address}", link))
            if parts.netloc not in ("localhost", "127.0.0.1:8000") or not link:
                continue
            if parts.path.startswith(("/static/", "/admin/", "/accounts/", "/en/accounts/")):
                continue
            found = parts.path + (f"?{parts.query}" if parts.query else "")
            if found in seen:
                continue
            if parts.query:
                with_parameters[parts.path] += 1
                if with_parameters[parts.path] > OF_A_PATH:
                    continue
            seen.add(found)
            waiting.append(found)
    print(f"{sum(statuses.values())} addresses: {dict(statuses)}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
