import { errorMeanings, fromHex, ProvisioningError, toHex, utf8 } from '@esp-prov/protocol';
import { failureOf, manualClock } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import { Provisioner, type Transport, wrapTransport } from '../../src/index.ts';
import { connected, connecting, encodePoll, type Poll } from '../support/plain-device.ts';
import { ScriptedTransport } from '../support/scripted-transport.ts';

const said = (version: string, ...cap: string[]) =>
  `{"prov":{"ver":"${version}","sec_ver":0,"sec_patch_ver":0,"cap":${JSON.stringify(['no_sec', ...cap])}}}`;
const before = said('netprov-v1.2', 'wifi_prov', 'wifi_scan');
const setUp = said('netprov-v1.2');
const network = { ssid: 'home', passphrase: 'a long secret' };

/** What the device does on one poll; `gone`: the endpoint is not there. */
type Step = Poll | 'gone' | 'drops';

interface Setting {
  readonly polls: readonly Step[];
  /** What it says of itself first, and once its endpoint is gone; null: it does not answer any more. */
  readonly first?: string;
  readonly later?: string | null;
  readonly endpoints?: readonly string[];
  /** Whether links are opened by a function, and lost for good at a drop. */
  readonly reopens?: boolean;
}

/** A device under security 0 whose endpoint of provisioning vanishes; the last step repeats. */
async function bench({ polls, first = before, later = setUp, endpoints, reopens = false }: Setting) {
  const clock = manualClock();
  const steps = [...polls];
  const asked: string[] = [];
  let links = 0;
  let isGone = false;
  const scripted = () => {
    const gone = new AbortController();
    const inner = new ScriptedTransport(({ endpoint, request }) => {
      asked.push(endpoint === 'prov-config' ? toHex(request).slice(0, 4) : endpoint);
      if (endpoint === 'proto-ver') {
        return utf8((isGone && later) || first);
      }
      if (endpoint === 'prov-session') return fromHex('52050801aa0100');
      if (toHex(request) !== '5200') return fromHex(request[1] === 2 ? '08036a00' : '08057a00');
      const step = steps.length > 1 ? steps.shift() : steps[0];
      isGone ||= step === 'gone' || step === 'drops';
      if (step === 'gone') throw new ProvisioningError('endpoint/not-found');
      if (step === 'drops') {
        gone.abort(new ProvisioningError('link/lost'));
        throw new ProvisioningError('link/lost');
      }
      return encodePoll(step as Poll);
    });
    const listed = endpoints && new Set(endpoints);
    Object.defineProperty(inner, 'endpoints', { get: () => listed });
    return wrapTransport(inner, inner.exchange.bind(inner), { lost: gone.signal });
  };
  const open = async (): Promise<Transport> => {
    if (links++ > 0 && later === null) throw new ProvisioningError('link/unreachable');
    return scripted();
  };
  const source = reopens ? open : scripted();
  const provisioner = await clock.run(Provisioner.connect(source, { clock, allowUnproven: true }));
  const run = async () => {
    const kinds: string[] = [];
    for await (const { kind } of provisioner.provision(network)) kinds.push(kind);
    return kinds;
  };
  const again = async () => {
    const kinds: string[] = [];
    for await (const { kind } of provisioner.awaitJoin()) kinds.push(kind);
    return kinds;
  };
  return { clock, asked, provisioner, run: () => clock.run(run()), again: () => clock.run(again()) };
}

const removed = {
  code: 'wifi/outcome-unknown',
  details: { provisioning: 'removed' },
  message: expect.stringMatching(/^the device has removed its provisioning endpoints, as it does after success/),
};

/** Checks that the outcome is unknown, and that nothing is said for it. */
async function expectUnknown(task: Promise<unknown>): Promise<void> {
  const { code, details, message } = await failureOf(task);
  expect({ code, details, message }).toEqual({
    code: 'wifi/outcome-unknown',
    details: {},
    message: errorMeanings[code],
  });
}

describe('an endpoint that vanishes', () => {
  test.each<Step>(['gone', 'drops', { fails: 'endpoint/refused' }])(
    'once the device has said that it is connected is no failure: %s',
    async (step) => {
      const b = await bench({ polls: [connected, step] });
      expect((await b.run()).at(-1)).toBe('connected');
      expect((await b.again()).at(-1)).toBe('connected');
    },
  );

  test('is no failure either after a network was refused before it was sent', async () => {
    const b = await bench({ polls: [connected, 'gone'] });
    await b.run();
    expect((await failureOf(b.provisioner.setWifi({ ssid: 'x'.repeat(40) }))).code).toBe('wifi/invalid-ssid');
    expect((await b.again()).at(-1)).toBe('connected');
  });

  test('before that leaves the outcome unknown soon, and the version says what it means', async () => {
    const b = await bench({ polls: [connecting, 'gone'] });
    const begin = b.clock.now();
    expect(await failureOf(b.run())).toMatchObject(removed);
    expect(b.clock.now() - begin).toBeLessThan(1500);
    // Asked once more in a new session, and nothing but the version is read again.
    expect(b.asked.slice(-2)).toEqual(['5200', 'proto-ver']);
    expect(b.asked.filter((each) => each === 'prov-session')).toHaveLength(2);
  });

  test('counts by itself where the document stays as it was', async () => {
    const b = await bench({ polls: [connecting, 'gone'], later: before });
    expect(await failureOf(b.run())).toMatchObject(removed);
  });

  test('with its link is found over one more link, which the policy would not open', async () => {
    const b = await bench({ polls: [connecting, 'drops'], reopens: true });
    expect(await failureOf(b.run())).toMatchObject(removed);
    expect(b.asked.at(-1)).toBe('proto-ver');
    expect(b.asked.filter((each) => each === 'prov-session')).toHaveLength(1);
  });

  test('is not seen in a device that lists it still', async () => {
    const b = await bench({ polls: [connecting, 'drops'], reopens: true, later: before });
    await expectUnknown(b.run());
  });

  test('is not looked for where no device of this kind would be', async () => {
    const b = await bench({ polls: [connecting, 'drops'], reopens: true, first: said('v1.1', 'wifi_scan') });
    await expectUnknown(b.run());
    expect(b.asked.filter((each) => each === 'proto-ver')).toHaveLength(1);
  });

  test('with a device that never comes back costs ten seconds at most', async () => {
    const b = await bench({ polls: [connecting, 'drops'], reopens: true, later: null });
    const begin = b.clock.now();
    await expectUnknown(b.run());
    expect(b.clock.now() - begin).toBeLessThanOrEqual(11_000);
  });

  test('after other credentials were given is not covered by what was said before', async () => {
    const b = await bench({ polls: [connected, 'gone'] });
    await b.run();
    expect((await failureOf(b.run())).code).toBe('wifi/outcome-unknown');
  });
});
