import { RainmakerLocalControlAdapter, type RainmakerLocalControlOptions } from '@esp-prov/client/rainmaker';
import { isProvisioningError, makeVerifier, sec0Device, sec1Device, sec2Device } from '@esp-prov/protocol';
import { describe, expect, test } from 'vitest';
import { Collector } from '../support/collector.ts';
import { type LocalNode, localNode } from '../support/local-node.ts';

const pop = 'abcd1234';
const baseUrl = 'http://192.168.1.7:8080';
const salt = Uint8Array.from({ length: 16 }, (_, at) => at + 1);
const codeOf = (error: unknown) => (isProvisioningError(error) ? error.code : error);

const schemes = {
  0: () => sec0Device(),
  1: () => sec1Device({ pop }),
  2: () => sec2Device(makeVerifier('wifiprov', pop, salt)),
} as const;

/** A node of esp_local_ctrl. */
async function classic(scheme: 0 | 1 | 2, version?: string): Promise<LocalNode> {
  return await localNode(schemes[scheme], {
    prefix: 'esp_local_ctrl',
    control: 'esp_local_ctrl/control',
    ...(version === undefined ? {} : { version }),
  });
}

const neoPaths = {
  protocol: 'rmaker_local_ctrl',
  sessionPath: 'rmaker_local_ctrl/session',
  versionPath: 'rmaker_local_ctrl/version',
  versionKey: 'rmaker_local_ctrl',
};

function adapterFor(
  node: LocalNode,
  options: Partial<RainmakerLocalControlOptions> = {},
): RainmakerLocalControlAdapter {
  return new RainmakerLocalControlAdapter({ open: (address) => node.open(address), ...options });
}

const base64 = (...bytes: number[]) => Buffer.from(bytes).toString('base64');

describe.each([1, 2] as const)('a node of esp_local_ctrl under security %i', (scheme) => {
  const versions = [undefined, 'v1.0', `{"local_ctrl":{"ver":"v1.0","sec_ver":${scheme},"sec_patch_ver":1}}`];
  test.each(versions)(
    'is connected by its scheme and carries bytes, whatever it says of itself: %s',
    async (version) => {
      const node = await classic(scheme, version);
      const adapter = adapterFor(node);
      expect(await adapter.isConnected('node')).toBe(false);
      expect(await adapter.connect('node', baseUrl, scheme, pop)).toEqual({ status: 'success' });
      expect(await adapter.isConnected('node')).toBe(true);
      expect(node.addresses).toEqual([baseUrl]);
      for (const path of ['esp_local_ctrl/control', '/esp_local_ctrl/control'])
        expect(await adapter.sendData('node', path, base64(0, 1, 254))).toBe(base64(254, 1, 0));
      expect(node.requests.map((each) => [...each])).toEqual([
        [0, 1, 254],
        [0, 1, 254],
      ]);
    },
  );

  test('refuses a wrong secret, and takes the right one next', async () => {
    const adapter = adapterFor(await classic(scheme));
    expect(await adapter.connect('node', baseUrl, scheme, 'guess').catch(codeOf)).toBe('session/proof-mismatch');
    expect(await adapter.isConnected('node')).toBe(false);
    expect(await adapter.connect('node', baseUrl, scheme, pop)).toEqual({ status: 'success' });
  });

  test('counts as not connected after a failed request, and is connected anew', async () => {
    const node = await classic(scheme);
    const adapter = adapterFor(node);
    await adapter.connect('node', baseUrl, scheme, pop);
    await node.restart();
    expect(await adapter.sendData('node', 'esp_local_ctrl/control', base64(1)).catch(codeOf)).toBe('endpoint/refused');
    expect(await adapter.isConnected('node')).toBe(false);
    await adapter.connect('node', baseUrl, scheme, pop);
    expect(await adapter.sendData('node', 'esp_local_ctrl/control', base64(1, 2))).toBe(base64(2, 1));
    await adapter.disconnect('node');
    expect(node.closed).toBe(node.addresses.length);
  });
});

test('a node of RainMaker Neo is reached by the paths that the SDK passes', async () => {
  const version = '{"rmaker_local_ctrl":{"ver":"v1.0","sec_ver":2,"sec_patch_ver":1}}';
  const security = () => sec2Device({ ...makeVerifier('admin', pop, salt), patchVersion: 1 });
  const node = await localNode(security, { prefix: 'rmaker_local_ctrl', version, control: 'set_params' });
  const adapter = adapterFor(node, { minimumPatchVersion: 1 });
  await adapter.connect('node', baseUrl, 2, pop, 'admin', neoPaths);
  expect(await adapter.sendData('node', 'set_params', base64(1, 2, 3))).toBe(base64(3, 2, 1));
});

describe('what is known of a node is a demand', () => {
  const says = (member: object) => JSON.stringify({ local_ctrl: { ver: 'v1.0', ...member } });
  const rows: readonly [
    device: 0 | 1 | 2,
    named: number,
    secret: string,
    version: string | undefined,
    outcome: string,
  ][] = [
    [0, 0, '', undefined, 'session/unproven'],
    [0, 0, pop, undefined, 'session/downgraded'],
    [0, 1, pop, says({ sec_ver: 0 }), 'session/scheme-mismatch'],
    [1, 1, pop, says({ sec_ver: 1, cap: ['no_pop'] }), 'session/downgraded'],
    [1, 1, '', undefined, 'session/pop-required'],
    [1, 2, pop, says({ sec_ver: 1 }), 'session/scheme-mismatch'],
    [2, 2, '', undefined, 'session/user-required'],
    [2, 0, '', says({ sec_ver: 2 }), 'session/user-required'],
    [2, 3, pop, undefined, 'usage/invalid-option'],
    [2, Number.NaN, pop, undefined, 'usage/invalid-option'],
  ];
  test.each(rows)('security %s, named %s with %j, says %s: %s', async (scheme, named, secret, version, outcome) => {
    const adapter = adapterFor(await classic(scheme, version));
    expect(await adapter.connect('node', baseUrl, named, secret).catch(codeOf)).toBe(outcome);
    expect(await adapter.isConnected('node')).toBe(false);
  });

  test('security 0 needs the consent of the application', async () => {
    const adapter = adapterFor(await classic(0), { allowUnproven: true });
    await adapter.connect('node', baseUrl, 0);
    expect(await adapter.sendData('node', 'esp_local_ctrl/control', base64(1, 2))).toBe(base64(2, 1));
  });

  test('a version document that is hostile is as good as none', async () => {
    const documents = [
      '{',
      '[]',
      'null',
      '{"local_ctrl":7}',
      `{"local_ctrl":{"ver":"${'x'.repeat(5000)}"}}`,
      '{"__proto__":{"ver":"v1"}}',
    ];
    for (const version of documents) {
      const adapter = adapterFor(await classic(1, version));
      expect(await adapter.connect('node', baseUrl, 1, pop), version).toEqual({ status: 'success' });
    }
  });
});

describe('calls in any order', () => {
  test('a request to a node that is not connected is refused', async () => {
    const adapter = adapterFor(await classic(1));
    expect(await adapter.sendData('node', 'x', base64(1)).catch(codeOf)).toBe('adapter/not-connected');
    await adapter.disconnect('node');
  });

  test('two that connect at once share one session, and one with another secret takes its place', async () => {
    const node = await classic(1);
    const adapter = adapterFor(node);
    await Promise.all([adapter.connect('node', baseUrl, 1, pop), adapter.connect('node', baseUrl, 1, pop)]);
    await adapter.connect('node', baseUrl, 1, pop);
    expect(node.addresses).toHaveLength(1);
    expect(await adapter.connect('node', baseUrl, 1, 'guess').catch(codeOf)).toBe('session/proof-mismatch');
    expect(await adapter.isConnected('node')).toBe(false);
    expect(node.closed).toBe(node.addresses.length);
  });

  test('a connect that is overtaken by a disconnect leaves nothing open', async () => {
    const node = await classic(2);
    const adapter = adapterFor(node);
    const connecting = adapter.connect('node', baseUrl, 2, pop).catch(codeOf);
    await adapter.disconnect('node');
    expect(await connecting).toBe('link/closed');
    expect(await adapter.isConnected('node')).toBe(false);
    expect(node.closed).toBe(node.addresses.length);
  });

  test('nodes do not know of each other', async () => {
    const [one, other] = [await classic(1), await classic(2)];
    const adapter = new RainmakerLocalControlAdapter({
      open: (address) => (address === baseUrl ? one : other).open(address),
    });
    await Promise.all([
      adapter.connect('one', baseUrl, 1, pop),
      adapter.connect('other', 'http://10.0.0.2:8080', 2, pop),
    ]);
    await one.restart();
    await adapter.sendData('one', 'esp_local_ctrl/control', base64(1)).catch(codeOf);
    expect(await adapter.isConnected('other')).toBe(true);
    expect(await adapter.sendData('other', 'esp_local_ctrl/control', base64(1, 2))).toBe(base64(2, 1));
    await adapter[Symbol.asyncDispose]();
    expect(await adapter.isConnected('other')).toBe(false);
  });

  test('data that are no Base64, and an endpoint that is not there, end no session', async () => {
    const adapter = adapterFor(await classic(1));
    await adapter.connect('node', baseUrl, 1, pop);
    expect(await adapter.sendData('node', 'esp_local_ctrl/control', '!').catch(codeOf)).toBe('usage/invalid-option');
    expect(await adapter.isConnected('node')).toBe(true);
    expect(await adapter.sendData('node', 'none', base64(1)).catch(codeOf)).toBe('endpoint/not-found');
    expect(await adapter.sendData('node', 'esp_local_ctrl/control', base64(1, 2))).toBe(base64(2, 1));
  });
});

test('no error and no log line holds a secret', async () => {
  const out = new Collector();
  const adapter = adapterFor(await classic(1), { log: out.log, allowUnproven: true });
  for (const secret of ['a secret guess', pop]) {
    for (const named of [0, 1, 2, 3])
      await adapter.connect('node', baseUrl, named, secret, secret).catch((error) => out.take(error));
  }
  expect(out.text).toContain('ProvisioningError');
  expect(out.leaked(['a secret guess', pop])).toEqual([]);
});
