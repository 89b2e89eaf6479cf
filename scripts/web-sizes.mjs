// Measures what browsers load of the page and the element, compressed, and fails above the limits.
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';

const kB = 1000;

/**
 * Limit of a whole run: what it takes today, so that it does not grow. 100 kB is what we want; the runtime of protobuf,
 * 15 kB of it, stands between.
 */
const wholeRun = 120 * kB;

/** Modules that come only for those who want them; everything else belongs to a whole run. */
const lazy = [
  { name: 'QR code', pattern: /\/(?:src\/qr|node_modules\/qr)\// },
  { name: 'a language', pattern: /\/src\/words\/(?!en\b)[a-z-]+(?:-errors)?\.ts$/ },
  { name: 'helper', pattern: /\/src\/(?:helper\/|app\/helper-reach)/ },
  { name: 'virtual device', pattern: /\/(?:src\/virtual|packages\/(?:virtual|device|nvs))\// },
];

const { output } = await build({
  configFile: fileURLToPath(new URL('../apps/web/vite.config.mjs', import.meta.url)),
  build: { write: false },
  logLevel: 'warn',
});
const chunks = new Map(output.filter(({ type }) => type === 'chunk').map((chunk) => [chunk.fileName, chunk]));
const sizes = new Map([...chunks].map(([name, { code }]) => [name, gzipSync(code, { level: 9 }).length]));
const styles = output.filter(({ fileName }) => fileName.endsWith('.css') || fileName === 'index.html');
const styleBytes = styles.reduce((sum, { source }) => sum + gzipSync(source, { level: 9 }).length, 0);

const button = entry('esp-provision-button');
const dialog = chunkOf('src/element/provision-dialog.ts');
const page = entry('app');
const rows = [
  ['button', sum(closure([button])), 2 * kB],
  ['button: what the click waits for', sum(closure([button, dialog])), 50 * kB],
  ['page: what the click waits for', sum(closure([page, chunkOf('src/app/start-flow.ts')])) + styleBytes, 50 * kB],
  ['button: whole run', sum(run([button])), wholeRun],
  ['page: whole run', sum(run([page])) + styleBytes, wholeRun],
];
for (const { name } of lazy) {
  const own = [...chunks.keys()].filter((file) => lazyName(file) === name);
  if (own.length > 0) rows.push([`lazy: ${name}`, sum(new Set(own)), undefined]);
}

let isOver = false;
for (const [name, bytes, limit] of rows) {
  const over = limit !== undefined && bytes > limit;
  isOver ||= over;
  console.log(
    `${name.padEnd(36)} ${String(bytes).padStart(7)} B gz${limit ? ` of ${limit}` : ''}${over ? '  TOO MUCH' : ''}`,
  );
}
if (process.argv.includes('--chunks')) {
  for (const [name, bytes] of [...sizes].sort(([, one], [, other]) => other - one)) {
    console.log(`${String(bytes).padStart(7)} ${name}${lazyName(name) ? ` (lazy: ${lazyName(name)})` : ''}`);
    const modules = Object.entries(chunks.get(name).modules).sort(
      ([, a], [, b]) => b.renderedLength - a.renderedLength,
    );
    for (const [id, { renderedLength }] of modules.slice(0, 12)) {
      console.log(
        `          ${String(renderedLength).padStart(7)} ${id.replace(/^.*\/(?=packages\/|apps\/|node_modules\/)/, '')}`,
      );
    }
  }
}
if (isOver) process.exitCode = 1;

function entry(name) {
  return [...chunks.values()].find((chunk) => chunk.isEntry && chunk.name === name).fileName;
}

/** Returns the chunk that stands for a module that is loaded on demand; undefined if it is a part of another. */
function chunkOf(path) {
  return [...chunks.values()].find(({ moduleIds }) => moduleIds.some((id) => id.endsWith(path)))?.fileName;
}

/** Returns the chunks that come along with some: what they import, and what that imports. */
function closure(names, found = new Set()) {
  for (const name of names) {
    if (name === undefined || found.has(name) || !chunks.has(name)) continue;
    found.add(name);
    closure(chunks.get(name).imports, found);
  }
  return found;
}

/** Returns the chunks of a whole run: those that are loaded on demand too, but for what only some want. */
function run(names) {
  const found = closure(names);
  for (const name of found) {
    for (const each of closure(chunks.get(name).dynamicImports.filter((other) => !lazyName(other)))) found.add(each);
  }
  return found;
}

function lazyName(file) {
  const { facadeModuleId, moduleIds } = chunks.get(file) ?? {};
  const ids = facadeModuleId ? [facadeModuleId] : (moduleIds ?? []);
  return lazy.find(({ pattern }) => ids.length > 0 && ids.every((id) => pattern.test(id)))?.name;
}

function sum(names) {
  return [...names].reduce((total, name) => total + (sizes.get(name) ?? 0), 0);
}
