/**
 * The recipe of an image with the packed program, for `podman build` or `docker build` in a folder that holds the
 * archive of `npm pack`.
 * @param version of the program.
 */
export function containerfile(version: string): string {
  return `# Build in a folder with the archive that "npm pack" wrote:
#   podman build -t softmax-bench:${version} -f Containerfile .
FROM docker.io/library/node:20-slim
COPY softmax-bench-${version}.tgz /tmp/
RUN npm install --global --omit=dev --ignore-scripts /tmp/softmax-bench-${version}.tgz \\
 && rm /tmp/softmax-bench-${version}.tgz
USER node
WORKDIR /results
ENTRYPOINT ["softmax-bench"]
CMD ["run"]
`;
}
