import { root } from '../workspaces.mjs';
import { embeddedMessages } from './embedded-messages.mjs';
import { embeddedVersion } from './embedded-version.mjs';
import { lazyBuiltins } from './lazy-builtins.mjs';

/** The packages that are loaded from where the user has installed them, as they hold machine code. */
export const optionalPackages = ['serialport', '@stoprocent/noble'];

/** What both builds of the command, the package and the executable, have in common. */
export function bundleOptions({ version }) {
  return {
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    target: 'node20.19',
    conditions: ['@esp-prov/source'],
    external: optionalPackages,
    // Names and lines in a stack trace tell where an error came from.
    minify: false,
    legalComments: 'none',
    define: { 'import.meta.url': '__fileUrl' },
    plugins: [lazyBuiltins, embeddedMessages, embeddedVersion(version)],
    metafile: true,
    write: false,
    logLevel: 'warning',
  };
}

/** Defines what stands for `import.meta.url`. */
export const fileUrlBanner = 'const __fileUrl = require("node:url").pathToFileURL(__filename).href;';
