import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeWhole } from '../../write-whole.mjs';
import { consoleBlocks, unrecordedBlocks, withBodies } from './console-blocks.mjs';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/**
 * Writes what the recordings say into the blocks of all pages, or compares it. Returns what is wrong, a sentence for each.
 *
 * @param {import('../record/read-recordings.mjs').Recordings} recordings
 * @param {{ names: string[], isCheck: boolean, used?: string[] }} options `names`: only these recordings, if there are
 *   any; `used`: recordings that something other than a page shows
 */
export async function writeBlocks(recordings, { names, isCheck, used = [] }) {
  const pages = pagesOf(root).map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
  const faults = pageFaults(pages, { known: recordings.names, used });
  const isWanted = ({ recording }) =>
    recordings.names.includes(recording) && (names.length === 0 || names.includes(recording));
  const blocks = pages.flatMap(({ path, text }) => consoleBlocks(text).map((block) => ({ ...block, path })));
  const bodies = new Map();
  await Promise.all(
    blocks.filter(isWanted).map(async ({ recording, part, path, line }) => {
      try {
        bodies.set(`${recording}/${part}`, bodyOf(await recordings.made(recording), part));
      } catch (error) {
        faults.push(`${path}:${line}: ${error.message}`);
      }
    }),
  );
  for (const { path, text } of pages) {
    const made = withBodies(text, (block) => bodies.get(`${block.recording}/${block.part}`) ?? oldBody(text, block));
    if (made === text) continue;
    if (!isCheck) writeWhole(join(root, path), made);
    else for (const block of consoleBlocks(text)) faults.push(...difference(path, block, bodies));
  }
  return faults;
}

/**
 * Returns what is wrong with the pages themselves.
 *
 * @param {{ path: string, text: string }[]} pages
 * @param {{ known: string[], used?: string[] }} options
 */
export function pageFaults(pages, { known, used = [] }) {
  const shown = new Set(used);
  const faults = [];
  for (const { path, text } of pages) {
    for (const line of unrecordedBlocks(text)) {
      faults.push(`${path}:${line}: a block of a terminal without a recording. Expected \`\`\`console recording=NAME`);
    }
    for (const { recording, line } of consoleBlocks(text)) {
      shown.add(recording);
      if (!known.includes(recording)) {
        faults.push(`${path}:${line}: there is no recording ${recording} in scripts/pictures/recordings`);
      }
    }
  }
  for (const name of known) if (!shown.has(name)) faults.push(`the recording ${name} is shown nowhere`);
  return faults;
}

/** Returns the part of a recording as a block holds it. */
function bodyOf(parts, part) {
  if (!Object.hasOwn(parts, part))
    throw new Error(`the recording has no part ${part}. Expected one of ${Object.keys(parts).join(', ')}`);
  return `${parts[part].text.join('\n').trimEnd()}\n`;
}

function oldBody(text, wanted) {
  return consoleBlocks(text).find(({ recording, part }) => recording === wanted.recording && part === wanted.part).body;
}

function difference(path, { recording, part, body, line }, bodies) {
  const made = bodies.get(`${recording}/${part}`);
  if (made === undefined || made === body) return [];
  const [old, now] = [body.split('\n'), made.split('\n')];
  const at = now.findIndex((each, index) => each !== old[index]);
  return [
    `${path}:${line + 1 + at}: the recording ${recording}/${part} says otherwise. Run: npm run pictures -- ${recording}`,
    `  the page: ${old[at] ?? '(its end)'}`,
    `  the run:  ${now[at] ?? '(its end)'}`,
  ];
}

/** The pages that may show recordings. */
function pagesOf(folder) {
  const below = (group, ending) =>
    readdirSync(join(folder, group), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith(ending) && !/(^|\/)(node_modules|dist)\//.test(name))
      .map((name) => `${group}/${name}`);
  return [
    'README.md',
    ...below('docs', '.md'),
    ...below('packages', 'README.md'),
    ...below('apps', 'README.md'),
  ].sort();
}
