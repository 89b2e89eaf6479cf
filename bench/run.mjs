// Benchmarks. Each gives the ratio of two things that were measured in turns within the same run; the milliseconds are
// for information. The command is the staged bundle, which is what users install (`npm run bench` makes it).
// Arguments: names or parts of names to run, --json for one JSON value per line.

import { cases as bluetooth } from './cases/bluetooth.mjs';
import { cases as browser } from './cases/browser.mjs';
import { cases as dbus } from './cases/dbus.mjs';
import { cases as sec1 } from './cases/handshake-sec1.mjs';
import { cases as sec2 } from './cases/handshake-sec2.mjs';
import { cases as http } from './cases/http.mjs';
import { cases as install } from './cases/install.mjs';
import { cases as nvs } from './cases/nvs.mjs';
import { cases as proofTries } from './cases/proof-tries.mjs';
import { cases as provision } from './cases/provision.mjs';
import { cases as provisionBle } from './cases/provision-ble.mjs';
import { cases as sessions } from './cases/sessions.mjs';
import { cases as start } from './cases/start.mjs';

const args = process.argv.slice(2);
const json = args.includes('--json');
const wanted = args.filter((arg) => !arg.startsWith('--'));
const chosen = [
  ...sec1,
  ...sec2,
  ...proofTries,
  ...sessions,
  ...start,
  ...install,
  ...provision,
  ...provisionBle,
  ...http,
  ...nvs,
  ...dbus,
  ...bluetooth,
  ...browser,
].filter(({ name }) => wanted.length === 0 || wanted.some((part) => name.includes(part)));

if (chosen.length === 0) {
  console.error(`no benchmark is called ${wanted.join(' or ')}`);
  process.exitCode = 2;
}
const columns = [24, 10, 10, 7, 7];
const row = (cells) =>
  cells.map((cell, i) => (i === 0 ? cell.padEnd(columns[i]) : cell.padStart(columns[i] ?? 0))).join(' ');
if (!json && chosen.length > 0) console.log(`${row(['name', 'ours', 'peer', 'ratio', 'limit'])}  verdict`);
for (const { name, what, limit, goal, unit = 'ms', run } of chosen) {
  const { oursMs, peerMs, ours = oursMs, peer = peerMs, ratio, perSecond, note, skipped } = await run();
  if (skipped) {
    if (json) console.log(JSON.stringify({ name, what, limit, goal, verdict: 'skipped', reason: skipped }));
    else console.log(`${row([name, 'n/a', 'n/a', 'n/a', String(limit)])}  skipped: ${skipped}`);
    continue;
  }
  const figures = unit === 'ms' ? { oursMs, peerMs } : { unit, ours, peer };
  const verdict = ratio <= limit ? 'ok' : 'over';
  if (verdict === 'over') process.exitCode = 1;
  if (json) console.log(JSON.stringify({ name, what, ...figures, ratio, limit, goal, verdict, perSecond, note }));
  else
    console.log(
      `${row([name, figure(ours, unit), figure(peer, unit), ratio.toFixed(2), String(limit)])}  ${verdict}${aim(ratio, goal)}: ${what}${rate(perSecond)}`,
    );
  if (note && !json) console.log(`${' '.repeat(25)}${note}`);
}

function figure(value, unit) {
  if (unit === 'packages') return String(value);
  return `${value.toFixed(value < 10 ? 3 : 0)} ${unit}`;
}

/** How a ratio within its limit stands to what it should come to. */
function aim(ratio, goal) {
  if (goal === undefined) return '';
  return ratio <= goal ? ` (goal ${goal} reached)` : ` (goal ${goal} missed)`;
}

function rate(perSecond) {
  return perSecond === undefined ? '' : ` (${Math.round(perSecond)} per second)`;
}
