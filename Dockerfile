# One image for web, worker, beat and migrate; the command says which.
FROM python:3.13-slim AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PYTHONDONTWRITEBYTECODE=1
RUN apt-get update && apt-get install -y --no-install-recommends gettext && rm -rf /var/lib/apt/lists/*
RUN python -m venv /opt/venv
COPY requirements.production.lock /tmp/
RUN /opt/venv/bin/pip install -q --require-hashes -r /tmp/requirements.production.lock \
    && /opt/venv/bin/pip uninstall -q -y pip
WORKDIR /app
COPY manage.py ./
COPY wholesale wholesale
COPY retailers retailers
COPY catalogs catalogs
COPY inventory inventory
COPY orders orders
COPY invitations invitations
COPY templates templates
COPY static static
COPY locale locale
# Compiled once: translations, and static files under names that carry their hash. Neither asks a database.
RUN CRATEBOOK_ENV=production CRATEBOOK_LOCAL=/tmp/local SECRET_KEY=only-to-build DATABASE_URL=postgresql://nobody@127.0.0.1:1/nothing \
    sh -c '/opt/venv/bin/python manage.py compilemessages && /opt/venv/bin/python manage.py collectstatic --noinput'

FROM python:3.13-slim
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    CRATEBOOK_ENV=production CRATEBOOK_LOCAL=/var/lib/cratebook
RUN groupadd --gid 10001 cratebook && useradd --uid 10001 --gid 10001 --no-create-home cratebook \
    && install -d -o cratebook -g cratebook /var/lib/cratebook
COPY --from=build /opt/venv /opt/venv
COPY --from=build /app /app
WORKDIR /app
USER 10001:10001
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/readyz', timeout=4)"]
# Two processes of eight threads; each keeps its connections. /dev/shm: a heartbeat must not wait for a disk.
CMD ["gunicorn", "wholesale.wsgi:application", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", \
     "--workers", "2", "--threads", "8", "--worker-tmp-dir", "/dev/shm", "--graceful-timeout", "25", \
     "--max-requests", "5000", "--max-requests-jitter", "500", "--no-control-socket"]
