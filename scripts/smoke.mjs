// Installs the staged packages as users do and runs everything of them once, on the Node that runs this. Wants
// `npm run stage`. What it proves is that nothing is missing from the bundle; the suites prove that it is right.
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { plainFailures } from './plain-failures.mjs';
import { everyHelp } from './smoke/every-help.mjs';
import { installedPackages, installStaged } from './smoke/installation.mjs';
import { installedCommand } from './smoke/installed-command.mjs';
import { optionalPackages } from './smoke/optional-packages.mjs';
import { overBluetooth } from './smoke/over-bluetooth.mjs';
import { overHttp } from './smoke/over-http.mjs';
import { runSamples } from './smoke/samples.mjs';
import { withoutDevice } from './smoke/without-device.mjs';
import { temporaryFolder } from './temporary-folder.mjs';
import { root, run } from './workspaces.mjs';

plainFailures('smoke');
/**
 * Chunks that only somebody at a terminal makes the command load, or a board that has a radio; they are loaded alone, to see
 * that they load.
 */
const waitsForPerson =
  /^(drawn-prompter|plain-prompter|start-guided-console|find-anywhere|choose-|stdin-dialogue|other-way|own-device|examine|finding-lines|machine|ble-offer-transport|softap-offer-transport)/;

const { path: folder, remove } = temporaryFolder('esp-prov-smoke-');
const work = join(folder, 'work');
mkdirSync(work);
try {
  const { alone, all } = await timed('install', () => installStaged(folder));
  const packages = installedPackages(alone);
  if (packages.join() !== 'esp-prov')
    throw new Error(`the command brings other packages along: ${packages.join(', ')}`);
  const command = installedCommand(alone, work);

  const commands = await timed('help of every command', () => everyHelp(command));
  const done = new Set();
  for (const [name, suite] of Object.entries({ withoutDevice, overHttp, overBluetooth })) {
    for (const each of await timed(name, () => suite(command, work))) done.add(each);
  }
  await timed('optionalPackages', () => optionalPackages(command, { folder: alone, work }));
  const left = commands.filter((name) => !done.has(name));
  if (left.length > 0) throw new Error(`no run of this suite is of ${left.join(', ')}; add one in scripts/smoke`);
  await timed('chunks', () => everyChunk(join(alone, 'node_modules/esp-prov/dist'), command.loaded()));
  await timed('demo', () => run(process.execPath, [join(root, 'scripts/demo.mjs'), command.file]));
  await timed('samples', () => runSamples(all));
  console.log(`Everything of the staged packages runs on Node ${process.versions.node}.`);
} finally {
  await remove();
}

async function timed(name, task) {
  const begin = performance.now();
  const result = await task();
  console.log(`${name}: ${((performance.now() - begin) / 1000).toFixed(1)} s`);
  return result;
}

/** Whether the runs have loaded every file of the bundle that does not wait for a person. */
function everyChunk(dist, loaded) {
  const names = readdirSync(dist);
  const atTerminal = names.filter((name) => waitsForPerson.test(name));
  for (const name of atTerminal) run(process.execPath, ['-e', 'require(process.argv[1])', join(dist, name)]);
  // Noble's host process has run without the recorder.
  const explained = ['host-process.js', ...atTerminal].flatMap((name) => [...withRequired(dist, name)]);
  const left = names.filter((name) => !loaded.has(name) && !explained.includes(name));
  if (left.length > 0) throw new Error(`no run of this suite has loaded ${left.join(', ')}`);
}

/** A file of the bundle and those that it loads at its start. */
function withRequired(dist, name, found = new Set()) {
  // A chunk that lies in a file with others has none of its own.
  if (found.has(name) || !existsSync(join(dist, name))) return found;
  found.add(name);
  const text = readFileSync(join(dist, name), 'utf8');
  for (const [, file] of text.matchAll(/^var .* = require\("\.\/([^"]+)"\)/gm)) withRequired(dist, file, found);
  return found;
}
