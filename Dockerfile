# One image for roles, setup, web, worker and beat. How a release is built: CONTRIBUTING.md.
FROM python:3.11.14-slim-bookworm
RUN useradd --create-home portal
# Chinese and the scripts of national languages in PDF documents; every other font comes with the Python packages.
# pg_dump and pg_restore for copies of the database, of the same number as its server.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends fonts-noto-cjk fonts-noto-core postgresql-client-15 \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /portal
COPY requirements.txt .
RUN python -m venv .venv && .venv/bin/pip install --no-cache-dir --require-hashes -r requirements.txt
COPY . .
ENV PATH=/portal/.venv/bin:$PATH PYTHONUNBUFFERED=1
RUN python tools/messages.py compile && python manage.py collectstatic --noinput \
    && rm -f var/secret_key && mkdir -p var/files var/heads var/official-texts && chown -R portal var
USER portal
EXPOSE 8000
# Everything else about the server stands in gunicorn.conf.py.
CMD ["gunicorn", "--bind", "0.0.0.0:8000"]
