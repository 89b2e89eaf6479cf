import { readFileSync, writeFileSync } from 'node:fs';
import type { DeviceFault } from '@esp-prov/virtual';
import { describe, expect, test } from 'vitest';
import type { BatchRow } from '../../../../src/commands/provision/batch/batch-report.ts';
import { Fleet, type FleetDevice } from '../../../support/fleet.ts';
import { Program } from '../../../support/program.ts';
import { Scratch } from '../../../support/scratch.ts';
import { secrets } from '../../../support/secrets.ts';

const total = 100;

/** A hundred devices at once keep a machine busy, and all of it is work. */
const [patienceMs, timeoutMs] = [120_000, 240_000];

/** What the tenth, twentieth … device of each kind suffers; the rest is well. */
const kinds = [
  'wrong-pop',
  'wrong-password',
  'unknown-network',
  'switched-off',
  'answer-to-apply-lost',
  'garbled-handshake',
] as const;

type Kind = (typeof kinds)[number] | 'well';

/** Faults of the device itself. Set is its first request to prov-config, Apply the second. */
const faults: Partial<Record<Kind, DeviceFault[]>> = {
  'answer-to-apply-lost': [{ endpoint: 'prov-config', occurrence: 2, kind: 'garble' }],
  'garbled-handshake': [{ endpoint: 'prov-session', occurrence: undefined, kind: 'garble' }],
};

/** A list of devices, ten of each kind of fault and forty that are well, all offered by this process. */
async function makeFleet(fleet: Fleet, scratch: Scratch): Promise<{ list: string; kindOf: Map<string, Kind> }> {
  const rows = ['device,service_name,pop,ssid,passphrase'];
  const kindOf = new Map<string, Kind>();
  for (let i = 0; i < total; i++) {
    const kind: Kind = kinds[i % 10] ?? 'well';
    const { address } = await fleet.add(faults[kind]);
    const name = `device-${i}`;
    kindOf.set(name, kind);
    const pop = kind === 'wrong-pop' ? secrets.wrongPop : secrets.pop;
    const ssid = kind === 'unknown-network' ? 'nowhere' : 'myssid';
    const password = kind === 'wrong-password' ? secrets.wrongPassword : secrets.password;
    // Nobody listens on the discard port of this machine.
    rows.push([name, kind === 'switched-off' ? `127.0.0.${i + 1}:9` : address, pop, ssid, password].join());
  }
  const list = scratch.path('devices.csv');
  writeFileSync(list, `${rows.join('\n')}\n`);
  return { list, kindOf };
}

function report(list: string): BatchRow[] {
  return JSON.parse(readFileSync(list.replace('.csv', '.report.json'), 'utf8')).devices;
}

/** What the report must say of each kind. */
const expected: Record<Kind, readonly [BatchRow['state'], string | null]> = {
  well: ['provisioned', null],
  'wrong-pop': ['failed', 'session/proof-mismatch'],
  'wrong-password': ['failed', 'wifi/auth-error'],
  'unknown-network': ['failed', 'wifi/network-not-found'],
  'switched-off': ['failed', 'link/unreachable'],
  'answer-to-apply-lost': ['unverified', 'wifi/outcome-unknown'],
  'garbled-handshake': ['failed', 'session/proof-mismatch'],
};

describe('a hundred devices, of which ten each suffer one fault', () => {
  test(
    'are reported as they are, and a second run asks those that may be provisioned',
    async () => {
      using scratch = new Scratch();
      await using fleet = new Fleet();
      const { list, kindOf } = await makeFleet(fleet, scratch);
      const args = ['--batch', list, '--jobs', '32', '--json'];
      await using first = new Program(args, { patienceMs });
      const { code: exitCode, stderr } = await first.ended();
      expect(exitCode).toBe(1);
      // Node would take so many that hear of an interruption for a leak.
      expect(stderr).not.toContain('MaxListenersExceededWarning');
      for (const { device, state, code, evidence } of report(list)) {
        const kind = kindOf.get(device) as Kind;
        expect([device, state, code]).toEqual([device, ...expected[kind]]);
        const reason = { 'wrong-password': 'auth-error', 'unknown-network': 'network-not-found' }[String(kind)];
        expect([device, evidence?.reason]).toEqual([device, reason]);
      }
      const applied = fleet.devices.map((each) => each.applied());

      await using second = new Program(args, { patienceMs });
      await second.ended();
      const after = new Map(report(list).map((row) => [row.device, row.state]));
      for (const [device, kind] of kindOf) {
        expect(after.get(device)).toBe(kind === 'answer-to-apply-lost' ? 'provisioned' : expected[kind][0]);
      }
      // Nobody got the credentials a second time.
      expect(fleet.devices.map((each) => each.applied())).toEqual(applied);
      expect(Math.max(...applied)).toBe(1);
    },
    timeoutMs,
  );

  test(
    'get the credentials once each although the run is killed again and again',
    async () => {
      using scratch = new Scratch();
      await using fleet = new Fleet();
      const { list, kindOf } = await makeFleet(fleet, scratch);
      const args = ['--batch', list, '--jobs', '32', '--json'];
      for (const untilProvisioned of [2, 8, 4]) {
        const run = new Program(args, { patienceMs });
        await run.sees(new RegExp(`(?:"state":"provisioned"[^]*){${untilProvisioned}}`));
        await run.end('SIGKILL');
      }
      // One more run for those that were under way, and one for those whose answer was lost in it.
      for (let i = 0; i < 2; i++) {
        await using last = new Program(args, { patienceMs });
        await last.ended();
      }
      const rows = report(list);
      for (const [i, { device, state }] of rows.entries()) {
        const { connected, applied } = fleet.devices[i] as FleetDevice;
        // What the report says is what is.
        expect([device, state]).toEqual([device, connected() ? 'provisioned' : 'failed']);
        expect(applied()).toBeLessThanOrEqual(1);
        const kind = kindOf.get(device) as Kind;
        // The faults of the others count requests, so a killed run moves them.
        if (kind !== 'answer-to-apply-lost') expect([device, state]).toEqual([device, expected[kind][0]]);
      }
    },
    timeoutMs,
  );
});
