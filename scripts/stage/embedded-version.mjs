/** Puts the version into the bundle in place of the file that reads it from the package. */
export function embeddedVersion(version) {
  return {
    name: 'embedded-version',
    setup(build) {
      build.onLoad({ filter: /[\\/]package-version\.ts$/ }, () => ({
        contents: `export function packageVersion() { return ${JSON.stringify(version)}; }`,
        loader: 'ts',
      }));
    },
  };
}
