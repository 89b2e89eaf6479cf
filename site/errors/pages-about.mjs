// Which written pages name an error.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const docs = fileURLToPath(new URL('../../docs', import.meta.url));

/** Pages that list every error, or name one only as an example, and so say nothing about it. */
const lists = new Set([
  'how-it-works/architecture.md',
  'reference/errors.md',
  'reference/json.md',
  'reference/rainmaker.md',
  'reference/support.md',
  'troubleshooting/index.md',
]);

/** Rooms in the order in which their pages are listed. */
const rooms = ['troubleshooting', 'guides', 'how-it-works', 'reference'];

/**
 * Returns the sections of written pages that name `code`; what stands before the sections of a page only if none of them
 * does.
 *
 * @param {string} code
 * @returns {{ path: string, title: string, section?: string }[]}
 */
export function pagesAbout(code) {
  const about = writtenSections().filter(({ text }) => namesCode(text, code));
  return about
    .filter(({ path, section }) => section !== undefined || about.every((each) => each.path !== path || !each.section))
    .map(({ path, title, section }) => ({ path, title, ...(section !== undefined && { section }) }));
}

function namesCode(text, code) {
  const at = text.indexOf(code);
  // `flash/no-nvs` is not in `flash/no-nvs-x`.
  return at >= 0 && !/[\w-]/.test(text.charAt(at + code.length)) && !/[\w/-]/.test(text.charAt(at - 1));
}

let sections;

function writtenSections() {
  sections ??= readdirSync(docs, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md') && !lists.has(path) && rooms.includes(path.split('/')[0]))
    .sort(
      (one, other) => rooms.indexOf(one.split('/')[0]) - rooms.indexOf(other.split('/')[0]) || (one < other ? -1 : 1),
    )
    .flatMap((path) => sectionsOf(path, readFileSync(join(docs, path), 'utf8')))
    // Output explains something only where people come with it.
    .map((each) =>
      each.path.startsWith('troubleshooting/') ? each : { ...each, text: each.text.replaceAll(/^```.*?^```$/gms, '') },
    );
  return sections;
}

/** Returns the sections of a page under `##`, what stands before them first. */
function sectionsOf(path, text) {
  const [head, ...rest] = text.split(/^(?=## )/m);
  const title = /^# (.*)$/m.exec(head)?.[1] ?? path;
  return [
    { path, title, text: head },
    ...rest.map((part) => ({ path, title, section: /^## (.*)$/m.exec(part)[1], text: part })),
  ];
}
