// Benchmarks. Each gives the ratio of two things that were measured in turns within the same run; the milliseconds are
// for information. Arguments: names or parts of names to run, --json for one JSON value per line.
import { cases as bluetooth } from './cases/bluetooth.mjs';
import { cases as dbus } from './cases/dbus.mjs';
import { cases as sec1 } from './cases/handshake-sec1.mjs';
import { cases as sec2 } from './cases/handshake-sec2.mjs';
import { cases as http } from './cases/http.mjs';
import { cases as nvs } from './cases/nvs.mjs';
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
  ...sessions,
  ...start,
  ...provision,
  ...provisionBle,
  ...http,
  ...nvs,
  ...dbus,
  ...bluetooth,
].filter(({ name }) => wanted.length === 0 || wanted.some((part) => name.includes(part)));

if (chosen.length === 0) {
  console.error(`no benchmark is called ${wanted.join(' or ')}`);
  process.exitCode = 2;
}
const columns = [24, 10, 10, 7, 7];
const row = (cells) =>
  cells.map((cell, i) => (i === 0 ? cell.padEnd(columns[i]) : cell.padStart(columns[i] ?? 0))).join(' ');
if (!json && chosen.length > 0) console.log(`${row(['name', 'ours', 'peer', 'ratio', 'limit'])}  verdict`);
for (const { name, what, limit, run } of chosen) {
  const { oursMs, peerMs, ratio, perSecond, note, skipped } = await run();
  if (skipped) {
    if (json) console.log(JSON.stringify({ name, what, limit, verdict: 'skipped', reason: skipped }));
    else console.log(`${row([name, 'n/a', 'n/a', 'n/a', String(limit)])}  skipped: ${skipped}`);
    continue;
  }
  const verdict = ratio <= limit ? 'ok' : 'over';
  if (verdict === 'over') process.exitCode = 1;
  if (json) console.log(JSON.stringify({ name, what, oursMs, peerMs, ratio, limit, verdict, perSecond, note }));
  else
    console.log(
      `${row([name, ms(oursMs), ms(peerMs), ratio.toFixed(2), String(limit)])}  ${verdict}: ${what}${rate(perSecond)}`,
    );
  if (note && !json) console.log(`${' '.repeat(25)}${note}`);
}

function ms(value) {
  return `${value < 10 ? value.toFixed(3) : value.toFixed(0)} ms`;
}

function rate(perSecond) {
  return perSecond === undefined ? '' : ` (${Math.round(perSecond)} per second)`;
}
