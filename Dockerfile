# The bot alone: no sandbox, no tests. Built and run by the same commands as anywhere.
FROM python:3.11-slim

RUN useradd --create-home --uid 10001 tocsin
WORKDIR /srv/tocsin

COPY pyproject.toml constraints.txt README.md alembic.ini ./
COPY bot ./bot
COPY migrations ./migrations
COPY runbooks ./runbooks
RUN pip install --no-cache-dir -c constraints.txt -e . \
    && pybabel compile --directory bot/locale --domain tocsin

USER tocsin
ENV HOST=0.0.0.0 PORT=3000
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=3s --start-period=10s \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:3000/healthz', timeout=2)"]
# Run as the process itself, so that SIGTERM reaches it and it drains.
ENTRYPOINT ["tocsin"]
CMD ["serve"]
