import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

// site/sources/lay-out.mjs has written it.
const sections = JSON.parse(
  readFileSync(fileURLToPath(new URL('../dist/source/navigation.json', import.meta.url)), 'utf8'),
);

const first = ([{ path, items = [] }]) => path ?? first(items);
// The page of a folder is the folder, for which VitePress looks where the sidebar marks the present page.
const link = (path) => `/${path.replace(/(?<=\/)index$/, '')}`;
const item = ({ text, path, items, collapsed }) => ({
  text,
  ...(path !== undefined && { link: link(path) }),
  ...(items !== undefined && { items: items.map(item), collapsed: collapsed ?? true }),
});

export default {
  title: 'esp-prov',
  description: "Espressif's unified provisioning in TypeScript: client, device, virtual ESP32",
  lang: 'en',
  srcDir: 'dist/source',
  cacheDir: 'dist/cache',
  cleanUrls: false,
  lastUpdated: false,
  themeConfig: {
    nav: sections.map(({ text, items, folder }) => ({ text, link: link(first(items)), activeMatch: `^/${folder}/` })),
    sidebar: Object.fromEntries(
      sections.map(({ folder, text, items }) => [`/${folder}/`, [{ text, items: items.map(item) }]]),
    ),
    search: { provider: 'local' },
    outline: [2, 3],
  },
};
