// Every release profile, with every scheme that it has, against every client that can be had: each has to be refused
// with a wrong secret and to provision with the right one, over SoftAP; ours over Bluetooth too. A profile
// with a session-only mode has rows for that, too.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatTable, indent, inParallel } from '../support/checks.mjs';
import { build, startDevice } from '../support/esp-prov.mjs';
import { findClients } from './clients.mjs';
import { judgeSessionOnly } from './judge-session-only.mjs';

// The tools of others sleep most of the time, so more run at once than there are processors.
const atOnce = 6;

build();
const { releaseProfiles } = await import('@esp-prov/virtual');
const folder = await mkdtemp(join(tmpdir(), 'esp-prov-interop-'));
const clients = await findClients(folder);
for (const { title, skipped } of clients) if (skipped) console.log(`column ${title} skipped: ${skipped}`);
const wanted = releaseProfiles.filter(({ name }) => !process.argv[2] || name.includes(process.argv[2]));
// A name that fits no profile must not pass for a success.
if (wanted.length === 0) throw new Error(`no profile has “${process.argv[2]}” in its name`);
const rows = wanted.flatMap((profile) =>
  (profile.hasSessionOnly ? [false, true] : [false]).flatMap((sessionOnly) =>
    profile.schemes.map((scheme) => ({ profile, scheme, sessionOnly })),
  ),
);
const titleOf = ({ profile, scheme, sessionOnly }) => `${profile.name}${sessionOnly ? ' session only' : ''}, ${scheme}`;
const notes = new Set();
const outcomes = rows.map((row) =>
  clients.map((client) => {
    if (client.skipped) return 'skipped';
    const why = client.lacks(row);
    if (why) notes.add(`n/a for ${client.title}: ${why}`);
    return why ? 'n/a' : 'pending';
  }),
);
try {
  const jobs = rows.flatMap((row, index) =>
    clients.map((client, column) => async () => {
      if (outcomes[index][column] === 'pending') outcomes[index][column] = await judge(row, client);
    }),
  );
  await inParallel(atOnce, jobs);
} finally {
  await rm(folder, { recursive: true, force: true });
}
console.log(
  formatTable(
    'profile, security',
    rows.map(titleOf),
    clients.map(({ title }) => title),
    (row, column) => outcomes[row][column],
  ),
);
for (const note of notes) console.log(note);
const all = outcomes.flat();
console.log(`${all.filter((text) => text === 'ok').length} ok, ${all.filter((text) => text === 'FAIL').length} wrong`);
process.exit(all.includes('FAIL') ? 1 : 0);

async function judge(row, client) {
  const { profile, scheme, sessionOnly } = row;
  const runs = [];
  let device;
  const onDevice = (started) => {
    device = started;
  };
  try {
    if (sessionOnly) {
      await judgeSessionOnly(row, client, { runs, folder, onDevice });
      return 'ok';
    }
    const args = ['--profile', profile.name, '--security', String(scheme)];
    device = await startDevice(args, { transport: client.transport });
    // Security 0 has no secret that could be wrong.
    for (const isRight of scheme === 0 ? [true] : [false, true]) {
      const run = await client.run(device, { profile, scheme, isRight });
      runs.push(run);
      const what = isRight ? 'with the right secret' : 'with a wrong secret';
      if (run.hasConnected !== isRight) throw new Error(`it ${run.hasConnected ? 'connected' : 'failed'} ${what}`);
      const events = [{ event: 'credentials-received', ssid: 'myssid' }, { event: 'connected' }];
      if (isRight) await device.tells(events);
      else if (device.events.some(({ event }) => event === events[0].event))
        throw new Error(`credentials came ${what}`);
    }
    await device.switchOff();
    return 'ok';
  } catch (error) {
    const printed = runs.map(({ output, errors }) => `client:\n${output}${errors}\n`).join('');
    console.log(
      `FAIL ${titleOf(row)}, ${client.title}: ${error.message}\n${indent(`${printed}device:\n${device?.log ?? ''}`)}`,
    );
    await device?.kill();
    return 'FAIL';
  }
}
