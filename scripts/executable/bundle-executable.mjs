import { build } from 'esbuild';
import { bundleOptions, optionalPackages } from '../stage/bundle-options.mjs';

/** Stands for a package that an executable cannot load, since it holds machine code in files of its own. */
const absentPackages = {
  name: 'absent-packages',
  setup(build) {
    const filter = new RegExp(`^(?:${optionalPackages.join('|')})$`);
    build.onResolve({ filter }, ({ path }) => ({ path, namespace: 'absent-package' }));
    build.onLoad({ filter, namespace: 'absent-package' }, ({ path }) => ({
      contents: `throw Object.assign(new Error('the executable cannot load ${path}'), { code: 'ERR_MODULE_NOT_FOUND' });`,
      loader: 'js',
    }));
  },
};

/** Noble's host is the executable itself, told so by an argument. */
const hostArgument = {
  name: 'host-argument',
  setup(build) {
    build.onLoad({ filter: /[\\/]noble[\\/]host-module\.ts$/ }, () => ({
      contents: "export const hostModule = '--noble-host';",
      loader: 'ts',
    }));
  },
};

/**
 * Bundles the command and noble's host into one CommonJS file, and returns esbuild's metafile.
 *
 * @param {string} outfile
 * @param {{ version: string }} options
 */
export async function bundleExecutable(outfile, { version }) {
  const options = bundleOptions({ version });
  const { metafile } = await build({
    ...options,
    entryPoints: ['scripts/executable/entry.mjs'],
    outfile,
    format: 'cjs',
    external: ['node:sea'],
    // There is no file beside it to load.
    define: { 'import.meta.url': '"file:///executable/esp-prov"' },
    plugins: [...options.plugins, absentPackages, hostArgument],
    write: true,
  });
  return metafile;
}
