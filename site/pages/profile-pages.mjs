// A page for each release profile of the virtual ESP32, from its data and from its section in docs/reference/profiles.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { releaseProfiles } from '../../packages/virtual/dist/index.js';
import { code, escaped } from './page-words.mjs';
import { factSentence } from './profiles/fact-sentences.mjs';
import { differences } from './profiles/profile-facts.mjs';

const folder = 'reference/profiles';

/** Makes the pages of the profiles. */
export const profilePages = { name: 'profiles', make, navigation };

async function make() {
  return releaseProfiles.map(profilePage);
}

/** Returns the items of the sidebar. */
function navigation() {
  return [
    {
      text: 'Release profiles',
      path: `${folder}/index`,
      items: releaseProfiles.map(({ name }) => ({ text: name, path: `${folder}/${name}` })),
    },
  ];
}

function profilePage(profile) {
  const path = `${folder}/${profile.name}.md`;
  const { before, lines } = changes(profile);
  const text = [
    `# Profile ${profile.name}`,
    '',
    `For tests against this firmware without a board: ${lower(profile.description)}`,
    '',
    '```sh',
    ...startLines(profile),
    '```',
    '',
    `[What is common to all profiles](./index.md) stands on a page of its own; options are those of [${code('esp-prov device')}](../commands/device.md).`,
    '',
    '## What it is',
    '',
    `- ESP-IDF: ${profile.idfVersion}`,
    ...sectionOf(profile.name),
    '',
    '## Security',
    '',
    `- Schemes: ${profile.schemes.join(', ')}; ${profile.securityVersion} by default`,
    ...(profile.schemesOffByDefault.length > 0
      ? [`- Off in its default configuration: ${profile.schemesOffByDefault.join(', ')}`]
      : []),
    ...(profile.schemes.includes(2) ? [`- Patch level of security 2: ${profile.sec2PatchVersion}`] : []),
    ...(profile.warnings.length > 0 ? holes(profile) : ['- Known holes of this release: none']),
    '',
    '## Over Bluetooth',
    '',
    `- Stacks: ${profile.ble.hosts.join(', ')} (${code('--ble-host')}); the first one is the default`,
    `- Service: ${code(profile.ble.service)}`,
    `- Endpoints: ${profile.ble.namesEndpoints ? 'named by descriptors, with UUIDs derived from the service' : '16-bit UUIDs, no names'}`,
    '',
    ...(before === undefined ? [] : [`## What differs from [${before.name}](./${before.name}.md)`, '', ...lines, '']),
  ];
  return { path, home: `docs/${path}`, text: `${text.join('\n')}\n`, shows: [] };
}

function startLines({ name, ble }) {
  return [
    `esp-prov device --profile ${name} --transport softap`,
    ...ble.hosts.map((host) => `esp-prov device --profile ${name} --ble virtual --ble-host ${host}`),
  ];
}

function holes({ warnings }) {
  return [
    '- Holes of this release, which are on and are named when the device boots:',
    ...warnings.map((words) => `  - ${escaped(words)}`),
  ];
}

/** Profiles are listed by release, but for the first one, which is a portrait of its own. */
function changes(profile) {
  const at = releaseProfiles.indexOf(profile);
  const before = at > 1 ? releaseProfiles[at - 1] : undefined;
  if (before === undefined) return { before, lines: [] };
  // A release without security 2 has no patch level of it.
  const isMeant = ({ path }) => path !== 'sec2PatchVersion' || before.schemes.includes(2);
  return { before, lines: differences(profile, before).filter(isMeant).map(changeLine) };
}

function changeLine({ path, value, before }) {
  const means = factSentence(path);
  return [
    `- ${code(path)}: ${shown(value)}, there ${shown(before)}`,
    ...(means ? [`  <br>${escaped(means)}`] : []),
  ].join('\n');
}

function shown(value) {
  if (value === undefined) return 'as in the newest release';
  return code(typeof value === 'string' ? value : JSON.stringify(value).replaceAll(',', ', '));
}

/** Returns the list of a profile in the page that is written by hand. */
function sectionOf(name) {
  const file = fileURLToPath(new URL('../../docs/reference/profiles/index.md', import.meta.url));
  const section = readFileSync(file, 'utf8')
    .split(/^##+ /m)
    .find((each) => each.startsWith(`${name}\n`));
  return (section?.slice(name.length).trim() ?? '').replaceAll('](#', '](./index.md#').split('\n');
}

function lower(words) {
  return /^[A-Z][a-z]/.test(words) ? `${words.charAt(0).toLowerCase()}${words.slice(1)}` : words;
}
