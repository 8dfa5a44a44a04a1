# One image for the gateway and the subgraphs; the command says which.
FROM node:20-bookworm-slim AS manifests
WORKDIR /app
COPY package.json package-lock.json ./
COPY console/package.json console/

FROM manifests AS build
RUN npm ci
COPY . .
RUN npm run build

FROM manifests AS dependencies
RUN npm ci --omit=dev

FROM node:20-bookworm-slim
ENV NODE_ENV=production APOLLO_TELEMETRY_DISABLED=true VX11_DATA_DIR=/data
WORKDIR /app
COPY --from=dependencies /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY package.json ./
COPY schema schema
COPY subgraphs/madre/catalog.yaml subgraphs/madre/
COPY scripts/probe.js scripts/
RUN mkdir /data && chown node:node /data
USER node
EXPOSE 8000
CMD ["node", "dist/gateway/main.js"]
