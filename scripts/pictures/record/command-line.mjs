import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** What runs for the first word of a command line: programs of Node, with what they are given before the arguments. */
const programs = {
  'esp-prov': () => [process.execPath, `${root}apps/cli/bin/esp-prov.js`],
  'npx esp-prov': () => [process.execPath, `${root}apps/cli/bin/esp-prov.js`],
  'npm run demo': () => [process.execPath, `${root}scripts/demo.mjs`],
  'node client.mjs': () => [process.execPath, `${root}examples/client.mjs`],
  'node set-up.mjs': () => [process.execPath, `${root}examples/set-up.mjs`],
  cat: () => ['cat'],
  ls: () => ['ls'],
};

/** Longest line of a page, so that nothing scrolls in a terminal of the usual width. */
const columns = 80;

/**
 * Reads a command line as people type it: words, quotes, `VARIABLE=value` in front, `\` at the end of a line.
 *
 * @param {string} line
 * @returns {{ file: string, args: string[], env: Record<string, string> }}
 */
export function readCommandLine(line) {
  if (line.split('\n').some((each) => each.length > columns - 2)) throw new Error(`too long for 80 columns: ${line}`);
  const words = wordsOf(line.replaceAll(/\\\n/g, ' '));
  const env = {};
  while (/^[A-Z_]+=/.test(words[0] ?? '')) {
    const [name, ...value] = words.shift().split('=');
    env[name] = value.join('=');
  }
  const name = Object.keys(programs).find((each) => `${words.join(' ')} `.startsWith(`${each} `));
  if (name === undefined) throw new Error(`recordings do not know the program of: ${line}`);
  const [file, ...first] = programs[name]();
  return { file, args: [...first, ...words.slice(name.split(' ').length)], env };
}

function wordsOf(line) {
  return [...line.matchAll(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g)].map(([word]) =>
    word.replaceAll(/'([^']*)'|"([^"]*)"/g, (_, one, two) => one ?? two),
  );
}
