# The static program and nothing else. The release workflow builds it from a folder with the unpacked archives:
#
#   tests/packaging/context dist image && docker build image
#
# linux/amd64/radar and linux/arm64/radar, and the licences.
FROM scratch
ARG TARGETPLATFORM
COPY LICENSE-APACHE LICENSE-MIT /
# The artefacts of a workflow have lost the modes of files.
COPY --chmod=755 ${TARGETPLATFORM}/radar /radar
WORKDIR /work
ENTRYPOINT ["/radar"]
