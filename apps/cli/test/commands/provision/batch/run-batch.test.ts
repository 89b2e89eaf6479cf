import { readFileSync, writeFileSync } from 'node:fs';
import { ProvisioningError, utf8 } from '@esp-prov/protocol';
import { describe, expect, test } from 'vitest';
import { BatchJournal } from '../../../../src/commands/provision/batch/batch-journal.ts';
import { type BatchDevice, readBatchList } from '../../../../src/commands/provision/batch/batch-list.ts';
import { batchRows, countStates, writeBatchReport } from '../../../../src/commands/provision/batch/batch-report.ts';
import { type BatchOptions, runBatch } from '../../../../src/commands/provision/batch/run-batch.ts';
import type { ProvisionOptions } from '../../../../src/commands/provision/provision-options.ts';
import { Scratch } from '../../../support/scratch.ts';

const common = { transport: 'softap', encoding: 'utf8', ssid: 'myssid', passphrase: 'mypassword' } as ProvisionOptions;

function list(...names: string[]): BatchDevice[] {
  return readBatchList(`service_name\n${names.join('\n')}\n`, common);
}

function options(
  devices: readonly BatchDevice[],
  journal: BatchJournal,
  provision: BatchOptions['provision'],
  more: Partial<BatchOptions> = {},
): BatchOptions {
  const signal = new AbortController().signal;
  const rest = { jobs: 3, retryFailed: false, timeoutMs: 1000, signal, onChange: () => undefined };
  return { devices, journal, provision, ...rest, ...more };
}

describe('a batch', () => {
  test('works on as many devices at a time as it is told, and on each once', async () => {
    using scratch = new Scratch();
    using journal = new BatchJournal(scratch.path('report.jsonl'));
    const devices = list(...Array.from({ length: 20 }, (_, i) => `10.0.0.${i}`));
    let now = 0;
    let most = 0;
    const seen: string[] = [];
    await runBatch(
      options(devices, journal, async ({ name }, { onApplying }) => {
        most = Math.max(most, ++now);
        seen.push(name);
        await new Promise((resolve) => setTimeout(resolve, 1));
        onApplying();
        now--;
        return '192.168.1.2';
      }),
    );
    expect(most).toBe(3);
    expect(seen.sort()).toEqual(devices.map(({ name }) => name).sort());
    expect(countStates(batchRows(devices, journal))).toMatchObject({ provisioned: 20, failed: 0, waiting: 0 });
  });

  test('tells a failure before Apply from one behind it, and from one that the device has told', async () => {
    using scratch = new Scratch();
    using journal = new BatchJournal(scratch.path('report.jsonl'));
    const devices = list('a', 'b', 'c');
    await runBatch(
      options(devices, journal, async ({ name }, { onApplying }) => {
        if (name === 'a') throw new ProvisioningError('session/proof-mismatch');
        onApplying();
        throw new ProvisioningError(name === 'b' ? 'wifi/outcome-unknown' : 'wifi/auth-error');
      }),
    );
    expect(batchRows(devices, journal).map(({ state, code }) => [state, code])).toEqual([
      ['failed', 'session/proof-mismatch'],
      ['unverified', 'wifi/outcome-unknown'],
      ['failed', 'wifi/auth-error'],
    ]);
  });

  test('keeps what is known of a join that failed in its journal and in both reports', async () => {
    using scratch = new Scratch();
    const path = scratch.path('report.jsonl');
    const devices = list('a', 'b');
    const heard = { ssid: utf8('myssid'), bssid: utf8('abcdef'), channel: 6, rssi: -40, authMode: 3 };
    const findings = [
      { kind: 'reason-group', text: 'it says one thing' },
      { kind: 'weak-signal', text: 'and another' },
    ] as const;
    {
      using journal = new BatchJournal(path);
      await runBatch(
        options(devices, journal, async ({ name }, { onApplying, onEvidence }) => {
          onApplying();
          if (name === 'b') return '192.168.1.2';
          onEvidence?.({ reason: 'auth-error', attempts: 5, heard: [heard], networksHeard: 9, findings });
          throw new ProvisioningError('wifi/auth-error');
        }),
      );
    }
    // Read again, as a later run does that has nothing left to do.
    using journal = new BatchJournal(path);
    const rows = batchRows(devices, journal);
    const point = { bssid: '61:62:63:64:65:66', channel: 6, rssi: -40, auth: 'WPA2_PSK' };
    const known = { reason: 'auth-error', attempts: 5, heard: [point], networksHeard: 9, findings };
    expect(rows.map(({ evidence }) => evidence)).toEqual([known, null]);
    writeBatchReport(scratch.path('report'), rows);
    expect(JSON.parse(readFileSync(scratch.path('report.json'), 'utf8')).devices[0].evidence).toEqual(known);
    const csv = readFileSync(scratch.path('report.csv'), 'utf8').split(/\r?\n/);
    expect(csv[0]).toBe('device,line,state,ssid,ip4,code,message,attempts,at,evidence');
    expect(csv[1]).toMatch(/,it says one thing; and another$/);
  });

  test.each([
    ['no object', 5],
    ['no findings', {}],
    ['findings of anything', { findings: [null, 7, {}, { text: '=1+1\u001b[31m' }] }],
  ])('writes its reports from a journal whose evidence is %s', (_, evidence) => {
    using scratch = new Scratch();
    const path = scratch.path('report.jsonl');
    const at = new Date(0).toISOString();
    writeFileSync(path, `${JSON.stringify({ device: 'a', state: 'failed', at, code: 'wifi/auth-error', evidence })}\n`);
    using journal = new BatchJournal(path);
    writeBatchReport(scratch.path('report'), batchRows(list('a'), journal));
    expect(readFileSync(scratch.path('report.csv'), 'utf8')).not.toContain('\u001b');
  });

  test('goes on where it ended: done is done, failed waits to be asked for, the rest is tried', async () => {
    using scratch = new Scratch();
    const path = scratch.path('report.jsonl');
    const at = new Date(0).toISOString();
    const states = { a: 'provisioned', b: 'failed', c: 'begun', d: 'applying', e: 'unverified' };
    const lines = Object.entries(states).map(([device, state]) => JSON.stringify({ device, state, at }));
    // The last line is half a line: the process was killed while it wrote.
    writeFileSync(path, `${lines.join('\n')}\n{"device":"f","sta`);
    const devices = list('a', 'b', 'c', 'd', 'e', 'f', 'g');
    const seen = new Map<string, string>();
    const provision = async ({ name }: BatchDevice, { earlier }: Parameters<BatchOptions['provision']>[1]) => {
      seen.set(name, earlier);
      return '192.168.1.2';
    };
    using journal = new BatchJournal(path);
    await runBatch(options(devices, journal, provision));
    expect(Object.fromEntries(seen)).toEqual({ c: 'clean', d: 'in-doubt', e: 'in-doubt', f: 'clean', g: 'clean' });
    using again = new BatchJournal(path);
    expect(countStates(batchRows(devices, again))).toMatchObject({ provisioned: 6, failed: 1 });
    seen.clear();
    await runBatch(options(devices, again, provision, { retryFailed: true }));
    expect([...seen]).toEqual([['b', 'failed']]);
  });

  test('does not forget that a device may have the credentials before it was asked', async () => {
    using scratch = new Scratch();
    const path = scratch.path('report.jsonl');
    writeFileSync(path, `${JSON.stringify({ device: 'a', state: 'applying', at: '' })}\n`);
    using journal = new BatchJournal(path);
    const devices = list('a');
    const stopped = new AbortController();
    const provision = async () => {
      stopped.abort(new Error('killed'));
      throw new Error('killed');
    };
    await expect(runBatch(options(devices, journal, provision, { signal: stopped.signal }))).rejects.toThrow('killed');
    expect(new BatchJournal(path).latest('a')?.state).toBe('applying');
  });

  test('lets nobody begin after an interruption', async () => {
    using scratch = new Scratch();
    using journal = new BatchJournal(scratch.path('report.jsonl'));
    const devices = list('a', 'b', 'c', 'd', 'e', 'f');
    const stop = new AbortController();
    const run = runBatch(
      options(
        devices,
        journal,
        async () => {
          stop.abort(new Error('enough'));
          throw new Error('enough');
        },
        { signal: stop.signal, jobs: 2 },
      ),
    );
    await expect(run).rejects.toThrow('enough');
    expect(countStates(batchRows(devices, journal))).toMatchObject({ begun: 1, waiting: 5, failed: 0 });
  });

  test('writes a report that no spreadsheet takes for formulas', () => {
    using scratch = new Scratch();
    using journal = new BatchJournal(scratch.path('report.jsonl'));
    const devices = readBatchList('device,service_name,ssid\n=1+1,a,"one, two"\n', common);
    writeBatchReport(scratch.path('report'), batchRows(devices, journal));
    expect(readFileSync(scratch.path('report.csv'), 'utf8')).toBe(
      'device,line,state,ssid,ip4,code,message,attempts,at,evidence\r\n\'=1+1,2,waiting,"one, two",,,,0,,\r\n',
    );
    expect(JSON.parse(readFileSync(scratch.path('report.json'), 'utf8'))).toMatchObject({
      counts: { waiting: 1 },
      devices: [{ device: '=1+1', line: 2, ssid: 'one, two' }],
    });
  });
});

describe('a list of devices', () => {
  test('takes columns in any order and spelling, and the command line for empty cells', () => {
    const [first, second] = readBatchList(
      '# made by the line\nPOP,Service-Name,ssid,passphrase\nsecret,10.0.0.1,,\n,10.0.0.2,other,"quoted, pass"\n',
      { ...common, pop: 'common' },
    );
    expect(first).toMatchObject({ name: '10.0.0.1', line: 3, ssid: 'myssid', options: { pop: 'secret' } });
    expect(second).toMatchObject({
      ssid: 'other',
      network: { ssid: utf8('other'), passphrase: utf8('quoted, pass') },
      options: { pop: 'common' },
    });
  });

  test('takes names that are no text as ssid_hex, which stand before --ssid and after ssid of the row', () => {
    const [first, second] = readBatchList('service_name,ssid_hex,ssid\na,0x436166E9,\nb,,other\n', {
      ...common,
      ssidHex: '00',
    });
    expect(first).toMatchObject({ ssid: '0x436166e9', network: { ssid: Uint8Array.of(0x43, 0x61, 0x66, 0xe9) } });
    expect(second).toMatchObject({ ssid: 'other', network: { ssid: utf8('other') } });
  });

  test.each([
    ['nothing', ''],
    ['only columns', 'service_name\n'],
    ['an unknown column', 'service_name,colour\na,red\n'],
    ['a row that is too short', 'service_name,pop\na\n'],
    ['no device', 'service_name,pop\n,x\n'],
    ['one name twice', 'service_name\na\na\n'],
    ['one address under two names', 'device,service_name\nx,a\ny,a\n'],
    ['a transport that needs hands', 'service_name,transport\na,console\n'],
    ['a passphrase that no device takes', `service_name,passphrase\na,${'f'.repeat(64)}\n`],
    ['an open quote', 'service_name\n"a\n'],
    ['a name both as text and as bytes', 'service_name,ssid,ssid_hex\na,b,62\n'],
    ['bytes of a name that are none', 'service_name,ssid_hex\na,6\n'],
    ['a column that every object has', 'service_name,constructor\n10.0.0.1,a\n'],
    ['a column that is the class of every object', 'service_name,__proto__\n10.0.0.1,a\n'],
    ['a column twice', 'service_name,pop,POP\n10.0.0.1,a,b\n'],
  ])('is refused with %s', (_, text) => {
    expect(() => readBatchList(text, common)).toThrow(expect.objectContaining({ code: 'batch/invalid-list' }));
  });

  test.each([
    ['semicolons', 'service_name;pop\n10.0.0.1;a\n'],
    ['tabs', 'service_name\tpop\n10.0.0.1\ta\n'],
  ])('with %s is called that', (name, text) => {
    expect(() => readBatchList(text, common)).toThrow(`line 1 has ${name} between its columns`);
  });

  test('tells no secret when it refuses', () => {
    const text = `service_name,pop,passphrase\na,geheim,${'f'.repeat(64)}\n`;
    expect(() => readBatchList(text, common)).toThrow(/line 2/);
    expect(() => readBatchList(text, common)).not.toThrow(/geheim|ffff/);
    const headless = 'a,geheim,home\nb,geheim,home\n';
    expect(() => readBatchList(headless, common)).toThrow(/^line 1 names no column/);
    expect(() => readBatchList(headless, common)).not.toThrow(/geheim/);
  });
});
