import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const { homepage } = JSON.parse(readFileSync(fileURLToPath(new URL('../../project.json', import.meta.url)), 'utf8'));

/** VitePress starts from scripts and styles in the page. Nothing comes from elsewhere. */
const policy = [
  "default-src 'self'",
  "script-src 'self' 'unsafe-inline'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

const base = process.argv[process.argv.indexOf('--base') + 1] ?? '/';

/** What stands in the head of every page. VitePress adds the base to no address here. */
export const head = [
  ['meta', { 'http-equiv': 'Content-Security-Policy', content: policy }],
  ['meta', { name: 'referrer', content: 'no-referrer' }],
  ['meta', { name: 'theme-color', media: '(prefers-color-scheme: light)', content: '#ffffff' }],
  ['meta', { name: 'theme-color', media: '(prefers-color-scheme: dark)', content: '#101618' }],
  ['link', { rel: 'icon', href: `${base}mark.svg`, type: 'image/svg+xml' }],
  ['link', { rel: 'apple-touch-icon', href: `${base}touch-180.png` }],
];

/** Returns what stands in the head of one page: what others show of a link to it. */
export function pageHead({ title, description, pageData }) {
  const path = pageData.relativePath.replace(/(^|\/)index\.md$/, '$1').replace(/\.md$/, '.html');
  const property = (name, content) => ['meta', { property: `og:${name}`, content }];
  return [
    property('type', 'website'),
    property('site_name', 'esp-prov'),
    property('title', title),
    property('description', description),
    // Both must be whole addresses.
    ...(homepage ? [property('url', new URL(path, slashed(homepage)).href)] : []),
    ...(homepage ? [property('image', new URL('mark-512.png', slashed(homepage)).href)] : []),
  ];
}

function slashed(address) {
  return address.endsWith('/') ? address : `${address}/`;
}
