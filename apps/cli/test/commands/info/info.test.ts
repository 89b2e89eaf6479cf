import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { expectFailure, jsonLines } from '../../support/expect-failure.ts';
import { run, testTimeoutMs } from '../../support/program.ts';
import { openSessionDevice } from '../../support/session-device.ts';

/** A server that says `reply` of itself, and nothing else. */
async function saying(reply: string): Promise<AsyncDisposable & { readonly address: string }> {
  const server = createServer((request, answer) => {
    answer.statusCode = request.url === '/proto-ver' ? 200 : 500;
    answer.end(reply);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

describe.concurrent('info', { timeout: testTimeoutMs }, () => {
  test('of a device with a scheme of later versions tells what the device said', async () => {
    await using device = await saying('{"prov":{"ver":"v1.1","sec_ver":3,"cap":["wifi_scan"]}}');
    const ended = await run(['info', '--service-name', device.address]);
    expect(ended.stdout).toMatch(
      /Protocol +v1\.1\nSecurity +3, which this version does not have\nCapabilities +wifi_scan/,
    );
    expect(ended.code).toBe(0);
    const json = await run(['info', '--service-name', device.address, '--json']);
    expect(jsonLines(json).at(-1)).toMatchObject({ version: 'v1.1', securityVersion: 3, capabilities: ['wifi_scan'] });
    // A session is another matter.
    const scan = await run(['scan', '--service-name', device.address, '--pop', 'abcd1234']);
    expectFailure(scan, 6, 'session/scheme-unsupported', /security 3/);
  });

  test('has what a vendor put beside prov, whole and as it came', async () => {
    const document = {
      prov: { ver: 'v1.1', sec_ver: 1, cap: ['wifi_scan'] },
      app: { model: 'X-1', fw: '2.0.1' },
      own: { ver: '1.2', cap: ['x'], more: 1 },
      serial: 'SN1',
    };
    const text = JSON.stringify(document);
    await using device = await saying(text);
    const json = await run(['info', '--service-name', device.address, '--json']);
    expect(jsonLines(json).at(-1)).toMatchObject({
      applications: { own: { version: '1.2', capabilities: ['x'] } },
      document,
      text,
    });
    const { stdout } = await run(['info', '--service-name', device.address]);
    expect(stdout).toContain('Application   own 1.2 (x)\nAlso told     app: {"model":"X-1","fw":"2.0.1"}\n');
    expect(stdout).toContain('Also told     serial: "SN1"\n');
  });

  test('of a device that is set up already says so, as far as its document tells', async () => {
    await using device = await openSessionDevice();
    const { stdout } = await run(['info', '--service-name', device.address]);
    expect(stdout).toMatch(/^State +set up already, as its document says: a secure session, and no provisioning\n/);
    expect(stdout).toMatch(/\nEndpoints +not listed: only over Bluetooth does a device list them\n/);
    const json = await run(['info', '--service-name', device.address, '--json']);
    expect(jsonLines(json).at(-1)).toMatchObject({ sessionOnly: true, endpoints: null, capabilities: [] });
  });

  test('of a device that takes credentials says nothing of a session', async () => {
    await using device = await saying('{"prov":{"ver":"netprov-v1.2","sec_ver":1,"cap":["wifi_prov","wifi_scan"]}}');
    const { stdout } = await run(['info', '--service-name', device.address]);
    expect(stdout).not.toContain('set up');
    const json = await run(['info', '--service-name', device.address, '--json']);
    expect(jsonLines(json).at(-1)).toMatchObject({ sessionOnly: false });
  });

  test('of plain text has no document', async () => {
    await using device = await saying('V0.1');
    const json = await run(['info', '--service-name', device.address, '--json']);
    expect(jsonLines(json).at(-1)).toMatchObject({ managed: false, document: null, text: 'V0.1' });
  });
});
