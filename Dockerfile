# One image for every Node process of the product: the command says which (docker-compose.yml).
FROM node:22.21.1-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY console/package.json ./console/
RUN npm ci
COPY . .
RUN npm run build

# The simulated outside world needs libraries that the product does not.
FROM build AS sandbox
USER node
CMD ["node", "--enable-source-maps", "dist/sandbox/main.js"]

FROM build AS pruned
RUN npm prune --omit=dev

FROM node:22.21.1-bookworm-slim AS product
ENV NODE_ENV=production
WORKDIR /app
COPY --from=pruned /app/package.json ./
COPY --from=pruned /app/node_modules ./node_modules
COPY --from=pruned /app/dist ./dist
COPY --from=pruned /app/console/dist ./console/dist
COPY --from=pruned /app/prisma/migrations ./prisma/migrations
COPY --from=pruned /app/scripts ./scripts
USER node
CMD ["node", "--enable-source-maps", "dist/api/main.js"]
