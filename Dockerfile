# The command line in an image. Mount the folder of a stack file or a project at /work:
#   docker build --tag cilium-eks . && docker run --rm --volume "$PWD:/work" cilium-eks plan --stack prod
# A program of your own needs its node_modules in that folder; a stack file needs nothing else.
FROM node:24-slim AS build
WORKDIR /src
COPY . .
RUN npm ci --no-audit --no-fund && npm pack --pack-destination /tmp

FROM node:24-slim
COPY --from=build /tmp/pulumi-cilium-eks-*.tgz /tmp/
# The peers come with it; no install script is needed, because nothing is deployed from here.
RUN npm install --global --ignore-scripts --no-audit --no-fund /tmp/pulumi-cilium-eks-*.tgz \
  && rm /tmp/pulumi-cilium-eks-*.tgz \
  && npm cache clean --force
USER node
WORKDIR /work
ENTRYPOINT ["cilium-eks"]
CMD ["--help"]
