# One image for web, worker and beat: the command decides. No compiler, no build step for static files.
FROM python:3.12-slim-bookworm AS packages
WORKDIR /app
COPY requirements.lock .
RUN python -m venv /app/.venv \
 && /app/.venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.lock

FROM python:3.12-slim-bookworm
ENV PATH=/app/.venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    CXAPP_VAR=/var/lib/cxapp \
    HOST=0.0.0.0 \
    PORT=8000
RUN useradd --system --uid 10001 --home-dir /nonexistent --shell /usr/sbin/nologin cxapp \
 && install -d -o cxapp -g cxapp /var/lib/cxapp
WORKDIR /app
COPY --from=packages /app/.venv /app/.venv
COPY manage.py pyproject.toml ./
COPY cxapp cxapp
COPY accounts accounts
COPY feedback feedback
COPY recognition recognition
COPY templates templates
COPY static static
RUN python -m cxapp.translations
USER cxapp
VOLUME /var/lib/cxapp
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=6s --start-period=30s --retries=3 CMD ["python", "-m", "cxapp.probe", "web"]
CMD ["gunicorn", "--config", "python:cxapp.gunicorn", "cxapp.wsgi"]
