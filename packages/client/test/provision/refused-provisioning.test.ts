import { decodeVersionInfo, fromHex, ProvisioningError, toHex, utf8 } from '@esp-prov/protocol';
import { failureOf, manualClock } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import { Provisioner, type Transport } from '../../src/index.ts';
import { ScriptedTransport } from '../support/scripted-transport.ts';

const network = { ssid: 'home', passphrase: 'a long secret' };
const refused = new ProvisioningError('endpoint/refused');
const lost = new ProvisioningError('link/lost');
const getWifiStatus = '5200';

/** What a device answers in each session; what it does not name is answered as by a device that takes credentials. */
interface Script {
  /** Called with the number of the session, counted from 1. */
  readonly fails?: (request: { endpoint: string; request: string; session: number }) => ProvisioningError | undefined;
  readonly kind?: Transport['kind'];
  readonly document?: string;
}

const lists = (...cap: string[]) => JSON.stringify({ prov: { ver: 'netprov-v1.2', sec_ver: 0, cap } });
const wifi = lists('no_sec', 'wifi_prov', 'wifi_scan');

async function connect({ fails, kind = 'memory', document = wifi }: Script) {
  let session = 0;
  const transport = new ScriptedTransport(({ endpoint, request }) => {
    if (endpoint === 'prov-session') session++;
    const failure = fails?.({ endpoint, request: toHex(request), session });
    if (failure) throw failure;
    if (endpoint === 'prov-session') return fromHex('52050801aa0100');
    if (endpoint === 'proto-ver') return utf8(document);
    if (endpoint === 'prov-scan') return fromHex('08036a00');
    return toHex(request) === getWifiStatus ? fromHex('08015a0208025a00') : fromHex('08036a00');
  });
  transport.kind = kind;
  const info = decodeVersionInfo(utf8(document));
  const provisioner = await Provisioner.connect(transport, { clock: manualClock(), info, allowUnproven: true });
  return { provisioner, transport };
}

const ofProvisioning = ({ endpoint }: { endpoint: string }) =>
  endpoint === 'prov-config' || endpoint === 'prov-scan' ? refused : undefined;

describe('a refusal of credentials', () => {
  test('by a device that refuses its state too, in new sessions, tells that it is set up', async () => {
    const { provisioner, transport } = await connect({ fails: ofProvisioning });
    expect(await failureOf(provisioner.setWifi(network))).toMatchObject({
      code: 'device/session-only',
      cause: { code: 'endpoint/refused' },
      message: expect.stringMatching(/still says that it takes credentials/),
    });
    const seen = transport.seen.map(({ endpoint }) => endpoint);
    expect(seen).toEqual([
      ...['prov-session', 'prov-config'],
      ...['prov-session', 'prov-config', 'prov-session', 'prov-scan', 'proto-ver'],
    ]);
    const withSecret = transport.seen.filter(({ request }) => toHex(request).includes(toHex(utf8('a long secret'))));
    expect(withSecret).toHaveLength(1);
  });

  test('by a Thread device is told by the questions of Thread', async () => {
    const document = lists('no_sec', 'thread_prov', 'thread_scan');
    const { provisioner } = await connect({ fails: ofProvisioning, document });
    expect((await failureOf(provisioner.setThread(fromHex('0e08')))).code).toBe('device/session-only');
    const onlyWifi = ({ endpoint, request }: { endpoint: string; request: string }) =>
      ['5200', '080a'].includes(request) || (endpoint === 'prov-config' && request.length > 8) ? refused : undefined;
    const { provisioner: other } = await connect({ fails: onlyWifi, document });
    expect((await failureOf(other.setThread(fromHex('0e08')))).code).toBe('endpoint/refused');
  });

  const isSet = (request: string) => request.length > 20;
  test.each<[string, Script]>([
    ['of what was in it', { fails: ({ request }) => (isSet(request) ? refused : undefined) }],
    ['in a session whose keys have parted', { fails: (all) => (all.session === 1 ? ofProvisioning(all) : undefined) }],
    ['by a device whose scan goes on', { fails: ({ endpoint }) => (endpoint === 'prov-config' ? refused : undefined) }],
    [
      'by one whose state is told, and whose scan refuses',
      { fails: (all) => (all.request === getWifiStatus ? undefined : ofProvisioning(all)) },
    ],
    [
      'by one that opens no session any more',
      { fails: (all) => (all.session > 1 && all.endpoint === 'prov-session' ? refused : ofProvisioning(all)) },
    ],
    [
      'by one that refuses its version too',
      { fails: (all) => (all.endpoint === 'proto-ver' ? refused : ofProvisioning(all)) },
    ],
    ['by firmware that has no such mode', { fails: ofProvisioning, document: wifi.replace('netprov-v1.2', 'v1.1') }],
    ['over HTTP, where another client may have taken the session', { fails: ofProvisioning, kind: 'http' }],
  ])('%s stays one', async (_, script) => {
    const { provisioner } = await connect(script);
    expect((await failureOf(provisioner.setWifi(network))).code).toBe('endpoint/refused');
  });

  test('is no lost link, where devices do not drop it with their refusal', async () => {
    const fails = (all: { endpoint: string }) => (ofProvisioning(all) ? lost : undefined);
    const { provisioner } = await connect({ fails, kind: 'console' });
    expect((await failureOf(provisioner.setWifi(network))).code).toBe('link/lost');
  });

  test('is not looked into once the caller has aborted', async () => {
    const caller = new AbortController();
    const reason = new Error('enough');
    const fails = (all: { endpoint: string; session: number }) => {
      if (all.session === 2) caller.abort(reason);
      return ofProvisioning(all);
    };
    const { provisioner } = await connect({ fails });
    const failure = provisioner.setWifi(network, { signal: caller.signal });
    await expect(failure).rejects.toBe(reason);
  });
});
