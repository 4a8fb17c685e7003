# syntax=docker/dockerfile:1
# One image for all three parts: legesvar serve, legesvar work, legesvar migrate.
FROM python:3.12-slim AS build
ENV UV_LINK_MODE=copy UV_COMPILE_BYTECODE=1
WORKDIR /app
COPY requirements-uv.txt requirements.txt requirements-node.txt ./
RUN pip install --no-cache-dir --require-hashes -r requirements-uv.txt \
    && uv venv .venv && uv pip install --require-hashes -r requirements.txt \
    && uv venv /node && uv pip install --python /node/bin/python --require-hashes -r requirements-node.txt
COPY package.json package-lock.json .npmrc designsystemet.config.json ./
COPY scripts/build_assets.py scripts/app_icons.py scripts/
COPY pyproject.toml README.md LICENSE ./
COPY src src
# The same directory in both stages: the package is used from its source, beside which build/ lies.
RUN /node/bin/python scripts/build_assets.py && .venv/bin/python scripts/app_icons.py \
    && uv pip install --no-deps --no-build-isolation --editable . \
    && .venv/bin/legesvar catalogues --compile \
    && .venv/bin/legesvar assets \
    && rm -rf node_modules .stamps

FROM python:3.12-slim
RUN useradd --system --uid 10001 --no-create-home legesvar \
    && install --directory --owner=legesvar --mode=700 /var/lib/legesvar/files
WORKDIR /app
COPY --from=build /app /app
ENV PATH=/app/.venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    LEGESVAR_HOST=0.0.0.0 LEGESVAR_PORT=8000 LEGESVAR_FILES_URL=file:///var/lib/legesvar/files
USER legesvar
VOLUME /var/lib/legesvar/files
EXPOSE 8000
STOPSIGNAL SIGTERM
CMD ["legesvar", "serve"]
