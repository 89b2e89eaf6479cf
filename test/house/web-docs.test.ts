import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { pageHeaders as helperHeaders } from '../../apps/cli/src/commands/web/page-headers.ts';
import { contentSecurityPolicy, policyText } from '../../apps/web/build/content-security-policy.mjs';
import { elementSettings } from '../../apps/web/src/element/element-settings.ts';

// What docs/reference/page-and-button.md lists is what the code has: no more, and no less.
const root = fileURLToPath(new URL('../..', import.meta.url));
const page = readFileSync(join(root, 'docs/reference/page-and-button.md'), 'utf8');

const read = (folder: string): string =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join(root, folder, name), 'utf8'))
    .join('\n');
const element = read('apps/web/src/element');
const screens = ['parts', 'screens', 'look'].map((room) => read(`apps/web/src/${room}`)).join('\n');

const all = (text: string, wanted: RegExp): string[] =>
  [...new Set([...text.matchAll(wanted)].map(({ 1: name = '' }) => name))].sort();

/** The names in the first column of the table with this heading, without what stands behind them. */
function documented(heading: string): string[] {
  const lines = page.split('\n');
  const start = lines.findIndex((line) => line.startsWith(`| ${heading} `));
  const end = lines.findIndex((line, at) => at > start && line === '');
  const cells = lines.slice(start + 2, end).map((line) => line.split('|')[1] ?? '');
  return all(cells.join('\n'), /`([#?]?[\w-]+)/g);
}

/** The names in the sentence that begins so. */
function listed(beginning: string): string[] {
  const from = page.indexOf(`\n${beginning}`) + 1 + beginning.length;
  const sentence = page.slice(from, page.indexOf('.', from));
  return all(sentence, /`([\w-]+)`/g);
}

describe('docs/reference/page-and-button.md', () => {
  test('lists the attributes of the button', () => {
    const names: string[] = [];
    elementSettings((name) => {
      names.push(name);
      return null;
    });
    const observed = all(/observedAttributes.* = \[(.*?)\]/.exec(element)?.[1] ?? '', /'([\w-]+)'/g);
    const set = all(element, /toggleAttribute\('([\w-]+)'/g);
    expect(observed).not.toEqual([]);
    expect(documented('Attribute')).toEqual([...names, ...observed, ...set].sort());
  });

  test('lists its events', () => {
    const events = [/new CustomEvent\('(\w+)'/g, /#report\('(\w+)'/g, /readonly type: '(\w+)'/g];
    expect(documented('Event')).toEqual([...new Set(events.flatMap((each) => all(element, each)))].sort());
  });

  test('lists its members and slots', () => {
    const button = readFileSync(join(root, 'apps/web/src/element/esp-provision-button.ts'), 'utf8');
    const members = all(button, /^ {2}(?:[gs]et )?([a-z]\w*)\(/gm);
    const ofTheBrowser = ['constructor', 'connectedCallback', 'disconnectedCallback', 'attributeChangedCallback'];
    expect(documented('Member')).toEqual(members.filter((name) => !ofTheBrowser.includes(name)));
    const slots = /slot\.name = (.*);/.exec(button)?.[1] ?? '';
    expect(documented('Slot')).toEqual(all(slots, /'(\w+)'/g));
  });

  test('lists its custom properties', () => {
    const used = all(element + screens, /--esp-provision-([a-z][a-z-]*)/g);
    expect(listed('The element follows `color-scheme` of the page. Properties: `--esp-provision-`')).toEqual(used);
  });

  test('lists its parts, each of which the dialog hands out', () => {
    const inside = all(screens, /part="([\w-]+)"/g);
    const outside = all(element, /\.part = '([\w-]+)'/g);
    expect(listed('Parts:')).toEqual([...inside, ...outside].sort());
    const handedOut = /screenParts = '(.*)'/.exec(element)?.[1] ?? '';
    expect(handedOut.split(', ')).toEqual(inside);
  });

  test('lists what may stand behind the address', () => {
    const fragment = readFileSync(join(root, 'apps/web/src/app/fragment.ts'), 'utf8');
    const members = all(fragment, /^ {2}readonly (\w+):/gm).map((name) => `#${name}`);
    expect(documented('Address')).toEqual([...members, '?lang'].sort());
  });

  const directives = (policy: string): string[] => policy.split('; ').sort();
  // A policy in the page itself cannot say who may frame it.
  const hostPolicy = policyText({ ...contentSecurityPolicy, 'frame-ancestors': ["'self'"] });

  test('has the headers that the page is served with', () => {
    const [, block = ''] = /```\n(Content-Security-Policy: .*?)```/s.exec(page) ?? [];
    const headers = Object.fromEntries(
      block
        .trim()
        .split('\n')
        .map((line): [string, string] => {
          const at = line.indexOf(': ');
          return [line.slice(0, at).toLowerCase(), line.slice(at + 2)];
        }),
    );
    const { 'content-security-policy': policy = '', ...others } = headers;
    expect(directives(policy)).toEqual(directives(hostPolicy));
    expect(others).toEqual({
      'permissions-policy': 'bluetooth=(self), serial=(self), camera=(self), microphone=(), geolocation=(), usb=()',
      'referrer-policy': helperHeaders['Referrer-Policy'],
      'x-content-type-options': helperHeaders['X-Content-Type-Options'],
    });
  });

  test('the helper sends the policy that a host of the page should send', () => {
    expect(directives(helperHeaders['Content-Security-Policy'] ?? '')).toEqual(directives(hostPolicy));
  });
});
