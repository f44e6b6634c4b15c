#!/bin/sh
# What the image has of this repository, written to the folder $1: the shop as plain JavaScript, and the files it reads. The packages it
# needs are put beside it by the Dockerfile. Without --noCheck and the packages' types this would take ten times as long; `npm test` checks.
set -eu
cd "$(dirname "$0")/.."
node_modules/.bin/tsc --project deploy/tsconfig.image.json --outDir "$1"
find deploy/healthcheck.mjs deploy/*.example.json gateway jobs schema subgraphs wiring -type f \
  ! -name '*.ts' ! -name '*.md' ! -path '*/testing/*' -exec cp --parents {} "$1" ';'
cp package.json "$1"
