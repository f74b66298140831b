# The production image: web and worker in one container, supervised by the start command, beside a PostgreSQL 18 and
# the real Stripe and SendGrid. It needs every setting of .env.example, NODE_ENV=production is set here.
#
#   docker build -t homeward .
#   docker run --env-file .env -p 3000:3000 --read-only --tmpfs /tmp homeward

FROM node:20-bookworm-slim AS build
WORKDIR /srv/homeward
COPY package.json package-lock.json .npmrc ./
# Install scripts only fetch what this image does not use (Prisma's engines, the embedded database's links).
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund
COPY tsconfig.json remix.config.js ./
COPY app ./app
COPY emails ./emails
COPY prisma ./prisma
COPY public ./public
# The start command compares the sources with what was built: built by the same function, it finds them equal and
# has nothing to write.
RUN NODE_ENV=production node --import tsx prisma/generate.ts \
 && NODE_ENV=production node --import tsx --input-type=module -e \
    "const { buildIfNeeded } = await import('#app/start/build.ts'); await buildIfNeeded((line) => process.stdout.write(line + '\n'))"

FROM node:20-bookworm-slim
ENV NODE_ENV=production PORT=3000
WORKDIR /srv/homeward
# Owned by root and run by another: what serves requests cannot change its own code.
COPY --from=build /srv/homeward ./
USER node
EXPOSE 3000
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=4 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/readyz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--import", "tsx", "app/entry.cli.ts", "start"]
