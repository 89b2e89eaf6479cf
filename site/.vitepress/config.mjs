import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { thirdPartyPlugin } from '../../scripts/stage/third-party-plugin.mjs';
import { keepCodeTogether } from '../sources/code-in-line.mjs';
import { firstParagraph } from '../sources/first-paragraph.mjs';
import { keepBracesPlain } from '../sources/plain-braces.mjs';
import { markShortColumns } from '../sources/short-columns.mjs';
import { slug } from '../sources/slug.mjs';
import { stackTables } from '../sources/stacked-tables.mjs';
import { head, pageHead } from './head.mjs';
import { search } from './search.mjs';
import { navigationOf } from './sidebar.mjs';
import { withoutTimeLimit } from './without-time-limit.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const source = join(root, 'site/dist/source');
const { repository } = JSON.parse(readFileSync(join(root, 'project.json'), 'utf8'));

export default {
  title: 'esp-prov',
  description: "Espressif's unified provisioning in TypeScript: client, device, virtual ESP32",
  lang: 'en',
  srcDir: 'dist/source',
  cacheDir: 'dist/cache',
  cleanUrls: false,
  lastUpdated: false,
  // The search numbers the pages as they come; one at a time, they come in one order.
  buildConcurrency: 1,
  // In each page it would be 36 kB.
  metaChunk: true,
  vite: {
    plugins: [thirdPartyPlugin({ holder: 'The site' })],
    resolve: {
      alias: [{ find: /^minisearch$/, replacement: fileURLToPath(new URL('theme/minisearch.mjs', import.meta.url)) }],
    },
  },
  head,
  transformHead: pageHead,
  transformPageData(page) {
    if (page.relativePath === '404.md') return;
    page.description ||= firstParagraph(readFileSync(join(source, page.relativePath), 'utf8')).slice(0, 300);
    // Made pages have no source to edit.
    if (!existsSync(join(root, 'docs', page.relativePath))) page.frontmatter.editLink = false;
  },
  markdown: {
    anchor: { slugify: slug },
    // Any other in braces, such as `@click`, would be run.
    attrs: { allowedAttributes: ['id'] },
    config: (md) => {
      keepBracesPlain(md);
      keepCodeTogether(md);
      markShortColumns(md);
      stackTables(md);
    },
    shikiSetup: withoutTimeLimit,
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
  },
  themeConfig: {
    ...navigationOf(JSON.parse(readFileSync(join(source, 'navigation.json'), 'utf8'))),
    logo: { src: '/mark.svg', alt: '' },
    search: { provider: 'local', options: search },
    outline: [2, 3],
    docFooter: { prev: 'Before', next: 'Next' },
    externalLinkIcon: true,
    ...(repository && { editLink: { pattern: `${repository}/edit/main/docs/:path`, text: 'Edit this page' } }),
  },
};
