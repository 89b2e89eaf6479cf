import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as client from '@esp-prov/client';
import * as clientNode from '@esp-prov/client/node';
import * as rainmakerAdapters from '@esp-prov/client/rainmaker';
import * as protocol from '@esp-prov/protocol';
import { factoryFlash, VirtualEsp32 } from '@esp-prov/virtual';
import { HttpDeviceTransport } from '@esp-prov/virtual/node';
import { rainmaker } from '@esp-prov/virtual/vendor';
import { describe, expect, test } from 'vitest';

// Examples in doc comments, run against a virtual device that stands at the address of a device's own access point.
const root = fileURLToPath(new URL('../..', import.meta.url));

/** Names that an example takes as given, by the file that it stands in. */
type Given = (address: string) => Record<string, unknown> | Promise<Record<string, unknown>>;

const connected: Given = async (address) => ({
  provisioner: await client.Provisioner.connect(clientNode.httpTransport(address), { pop: 'abcd1234' }),
  network: { ssid: 'myssid', passphrase: 'mypassword' },
});
const sdk: Given = () => ({
  ESPRMBase: { setLocalControlAdapter: () => undefined, setProvisioningAdapter: () => undefined },
  central: {},
});

const given: Readonly<Record<string, Given>> = {
  'packages/client/src/provisioner.ts': () => ({ passphrase: 'mypassword' }),
  'packages/client/src/session/session.ts': (address) => ({ transport: clientNode.httpTransport(address) }),
  'packages/client/src/endpoints/is-enterprise.ts': connected,
  'packages/client/src/provision/failure-code.ts': connected,
  'packages/client/src/vendor/vendor-session.ts': connected,
  'packages/client/src/transport/wrap-transport.ts': (address) => ({
    inner: clientNode.httpTransport(address),
    requests: 0,
  }),
  'packages/client/src/rainmaker/local-control-adapter.ts': sdk,
  'packages/client/src/rainmaker/provision-adapter.ts': sdk,
  'packages/virtual/src/vendor/rainmaker.ts': () => ({ transport: new HttpDeviceTransport(), rainmaker, VirtualEsp32 }),
};

/** Examples that need what no test machine has, or a device of another kind: each with what runs in their place. */
const runElsewhere: Readonly<Record<string, string>> = {
  'packages/client/src/session/device-session.ts': 'examples/own-endpoint.mjs',
  'packages/client/src/vendor/local-service.ts': 'examples/vendor.mjs',
  'packages/virtual/src/vendor/local-service.ts': 'examples/vendor.mjs',
};

function examples(): { file: string; code: string }[] {
  return ['packages', 'apps']
    .flatMap((group) => readdirSync(join(root, group)).map((name) => `${group}/${name}/src`))
    .flatMap((folder) => sourcesBelow(folder))
    .flatMap((file) =>
      [...readFileSync(join(root, file), 'utf8').matchAll(/^ *\* @example\n(.*?)^ *(?:\*\/|\* @)/gms)].map(
        ({ 1: lines = '' }) => ({ file, code: lines.replace(/^ *\* ?/gm, '') }),
      ),
    );
}

function sourcesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `${folder}/${name}`);
}

/** Runs a piece of JavaScript with these names, and ends the device afterwards. */
async function run(code: string, names: Given): Promise<void> {
  const transport = new HttpDeviceTransport();
  const device = new VirtualEsp32({ transport, flash: factoryFlash(), serial: () => undefined });
  await device.boot();
  try {
    const address = transport.address ?? '';
    const scope = {
      ...protocol,
      ...client,
      ...clientNode,
      ...rainmakerAdapters,
      httpTransport: () => clientNode.httpTransport(address),
      console: { log: () => undefined },
      ...(await names(address)),
    };
    const AsyncFunction = run.constructor as new (...args: string[]) => (...values: unknown[]) => Promise<void>;
    await new AsyncFunction(...Object.keys(scope), code)(...Object.values(scope));
  } finally {
    await device[Symbol.asyncDispose]();
  }
}

describe('The example in the doc comments of', () => {
  const all = examples();

  test.each(all.filter(({ file }) => runElsewhere[file] === undefined))('$file runs', async ({ file, code }) => {
    await run(code, given[file] ?? (() => ({})));
  });

  test('every other file has a program that runs in its place', () => {
    expect(all.length).toBeGreaterThan(10);
    for (const [file, program] of Object.entries(runElsewhere)) {
      expect(all.map((example) => example.file)).toContain(file);
      expect(readFileSync(join(root, program), 'utf8')).not.toBe('');
    }
  });

  test('a file whose example does not run is noticed', async () => {
    await expect(run('await transport.exchanges();', () => ({ transport: {} }))).rejects.toThrow('exchanges');
    await expect(run('nowhere();', () => ({}))).rejects.toThrow('nowhere is not defined');
  });
});
