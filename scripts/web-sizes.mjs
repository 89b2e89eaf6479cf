// Measures what browsers load of the page and the element, compressed, and fails above the limits.
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';

const kB = 1000;

/** What a click waits for, and what a whole run loads. */
const click = 50 * kB;
const wholeRun = 100 * kB;

/** Modules that come only for those who want them; everything else belongs to a whole run. */
const lazy = [
  { name: 'QR code', pattern: /\/(?:src\/qr|node_modules\/qr)\// },
  {
    name: 'screens beside the way',
    pattern: /\/src\/(?:screens\/(?:aside-screens|blocked[a-z-]*|nothing-chosen|qr)|parts\/[a-z-]+)\.ts$/,
  },
  { name: 'a language', pattern: /\/src\/words\/(?!en\b)[a-z-]+(?:-errors)?\.ts$/ },
  { name: 'helper', pattern: /\/src\/(?:helper\/|app\/helper-reach)/ },
  { name: 'virtual device', pattern: /\/(?:src\/virtual|packages\/(?:virtual|device|nvs))\// },
];

/** What is loaded for one way to a device, and for one security scheme: a run has one of each, and the bigger scheme. */
const choices = {
  Bluetooth: /\/src\/run\/bluetooth-part\.ts$|\/web\/web-gatt-connection\.ts$/,
  USB: /\/src\/run\/usb-part\.ts$/,
  SoftAP: /\/src\/run\/softap-part\.ts$/,
  'security 1': /\/sec1\/client\.ts$/,
  'security 2': /\/sec2\/client\.ts$/,
};
/** Security 2 does not fit through a console. */
const runs = [
  ['Bluetooth', 'security 2'],
  ['USB', 'security 1'],
  ['SoftAP', 'security 2'],
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

/** Workers are built apart, and are no chunks. */
const workers = output.filter(({ type, fileName }) => type === 'asset' && /power-worker.*\.js$/.test(fileName));
const workerBytes = workers.reduce((sum, { source }) => sum + gzipSync(source, { level: 9 }).length, 0);

const button = entry('esp-provision-button');
const dialog = chunkOf('src/element/provision-dialog.ts');
const page = entry('app');
const rows = [
  ['button', sum(closure([button])), 2 * kB],
  ['button: what the click waits for', sum(closure([button, dialog])), click],
  ['page: what the click waits for', sum(closure([page, chunkOf('src/app/start-flow.ts')])) + styleBytes, click],
];
for (const [way, scheme] of runs) {
  const what = `${way}, ${scheme}`;
  const apart = scheme === 'security 2' ? workerBytes : 0;
  rows.push([`button: ${what}`, sum(run([button], [way, scheme])) + apart, wholeRun]);
  rows.push([`page: ${what}`, sum(run([page], [way, scheme])) + apart + styleBytes, wholeRun]);
}
for (const { name } of lazy) {
  const own = [...chunks.keys()].filter((file) => lazyName(file) === name);
  if (own.length > 0) rows.push([`lazy: ${name}`, sum(new Set(own)), undefined]);
}

requireNames();
let isOver = false;
for (const [name, bytes, limit] of rows) {
  const over = limit !== undefined && bytes > limit;
  isOver ||= over;
  console.log(
    `${name.padEnd(36)} ${String(bytes).padStart(7)} B gz${limit ? ` of ${limit}` : ''}${over ? '  TOO MUCH' : ''}`,
  );
}
if (process.argv.includes('--chunks')) {
  const clicked = closure([button, dialog]);
  const largest = run([button], runs[0]);
  for (const [name, bytes] of [...sizes].sort(([, one], [, other]) => other - one)) {
    const marks = Object.entries({ click: clicked, run: largest }).filter(([, names]) => names.has(name));
    const of = [...marks.map(([mark]) => mark), choiceOf(name), lazyName(name)].filter(Boolean).join(', ');
    console.log(`${String(bytes).padStart(7)} ${name} (${of})`);
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

/**
 * Returns the chunks of a whole run: those that are loaded on demand too, but for what only some want and for what belongs
 * to other choices than these.
 */
function run(names, chosen) {
  const found = closure(names);
  for (const name of found) {
    const wanted = chunks.get(name).dynamicImports.filter((other) => !lazyName(other) && isChosen(other, chosen));
    for (const each of closure(wanted)) found.add(each);
  }
  return found;
}

function isChosen(file, chosen) {
  const choice = choiceOf(file);
  return choice === undefined || chosen.includes(choice);
}

function choiceOf(file) {
  const { moduleIds = [] } = chunks.get(file) ?? {};
  return Object.keys(choices).find((name) => moduleIds.some((id) => choices[name].test(id)));
}

function lazyName(file) {
  const { facadeModuleId, moduleIds } = chunks.get(file) ?? {};
  const ids = facadeModuleId ? [facadeModuleId] : (moduleIds ?? []);
  return lazy.find(({ pattern }) => ids.length > 0 && ids.every((id) => pattern.test(id)))?.name;
}

/** A choice without a chunk of its own would count for every run, or take something that every run needs out of the others. */
function requireNames() {
  const found = new Set([...chunks.keys()].map(choiceOf));
  const missing = Object.keys(choices).filter((name) => !found.has(name));
  if (workers.length !== 1) throw new Error(`expected one worker for powers, found ${workers.length}`);
  if (missing.length > 0) throw new Error(`no chunk is loaded for ${missing.join(', ')} alone`);
  for (const path of ['src/run/visit.ts', 'src/screens/later-screens.ts', 'src/words/en.ts']) {
    if (choiceOf(chunkOf(path))) throw new Error(`${path} is in a chunk that only some runs load`);
  }
}

function sum(names) {
  return [...names].reduce((total, name) => total + (sizes.get(name) ?? 0), 0);
}
