import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { thirdPartyPlugin } from '../../scripts/stage/third-party-plugin.mjs';
import { pagePlugin } from './build/page-plugin.mjs';
import { plainImports } from './build/plain-imports.mjs';
import { serviceWorkerPlugin } from './build/service-worker-plugin.mjs';
import { smallErrors } from './build/small-errors.mjs';
import { smallMessages } from './build/small-messages.mjs';
import { smallNoble } from './build/small-noble.mjs';
import { smallTemplates } from './build/small-templates.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const { homepage, repository } = JSON.parse(readFileSync(here('../../project.json'), 'utf8'));

/**
 * What comes together is one file, with all that it imports: many small ones compress worse, and say more of each other. The
 * flow is what a click waits for; the visit is what speaks with a device.
 */
const chunkGroups = [
  // What the page uses before the flow has come.
  { name: 'page', test: /\/src\/app\/(?:trusted-url|page-words|fragment)\.ts$/, priority: 4 },
  {
    name: 'flow',
    test: /\/src\/(?:app\/(?:make-flow|page-world|start-flow)|words\/load-words|element\/element-settings)\.ts$/,
    priority: 3,
  },
  {
    name: 'visit',
    test: /\/src\/(?:run\/(?:visit|try-link)|app\/power-worker)\.ts$|\/protocol\/src\/random\.ts$/,
    priority: 2,
  },
  { name: 'noble', test: /\/crypto\/noble\.ts$/, priority: 2 },
  { name: 'later-screens', test: /\/screens\/later-screens\.ts$/, priority: 1 },
  { name: 'bluetooth', test: /\/run\/bluetooth-part\.ts$|\/web\/web-gatt-connection\.ts$/, priority: 1 },
  { name: 'security-2', test: /\/sec2\/client\.ts$/, priority: 1 },
];

export default defineConfig(({ command }) => ({
  root: here('.'),
  // Relative everywhere: the folder works on any host and below any path.
  base: './',
  plugins: [
    pagePlugin({ docs: homepage || repository }),
    ...(command === 'build'
      ? [
          plainImports,
          smallErrors,
          smallMessages,
          smallNoble,
          smallTemplates,
          thirdPartyPlugin({ holder: 'The page and the element' }),
          serviceWorkerPlugin(),
        ]
      : []),
  ],
  // Siblings from their sources, without `node`, so that `#crypto` is the one of browsers.
  resolve: { conditions: ['@esp-prov/source', 'module', 'browser'] },
  worker: { format: 'es' },
  build: {
    outDir: here('dist/site'),
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: false,
    assetsInlineLimit: 0,
    rolldownOptions: {
      checks: { pluginTimings: false },
      input: {
        app: here('index.html'),
        'esp-provision-button': here('src/element/define.ts'),
        'esp-prov-web': here('src/index.ts'),
      },
      // What the entries export is for others.
      preserveEntrySignatures: 'strict',
      output: {
        entryFileNames: ({ name }) => (name === 'app' ? 'assets/[name]-[hash].js' : '[name].js'),
        chunkFileNames: 'assets/[name]-[hash].js',
        assetFileNames: 'assets/[name]-[hash][extname]',
        codeSplitting: { groups: chunkGroups },
      },
    },
  },
}));
