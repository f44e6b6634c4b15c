# One image for every part of the shop: what runs is the argument (all, gateway, jobs, simulator, <context>, migrate ...).
FROM node:20-bookworm-slim AS packages
WORKDIR /app
COPY package.json pnpm-lock.yaml pnpm-workspace.yaml ./
COPY patches patches
RUN npx -y pnpm@12.21.0 install --frozen-lockfile --prod

FROM node:20-bookworm-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=packages /app/node_modules node_modules
COPY . .
RUN install -d -o node -g node /var/lib/holdfast
USER node
VOLUME /var/lib/holdfast
EXPOSE 4000
ENTRYPOINT ["node", "--import", "tsx", "main.ts"]
CMD ["all"]
