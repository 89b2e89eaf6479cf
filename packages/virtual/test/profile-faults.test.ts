import { Provisioner, type Transport, wrapTransport } from '@esp-prov/client';
import { isProvisioningError, type SecurityVersion } from '@esp-prov/protocol';
import { describe, expect, test } from 'vitest';
import { type DeviceFault, type FaultKind, type ReleaseProfile, releaseProfiles } from '../src/index.ts';
import { type PoweredDevice, powerOn } from './support/powered-device.ts';

const kinds = ['drop', 'lose', 'delay', 'duplicate', 'garble'] as const satisfies readonly FaultKind[];

const cases = releaseProfiles.flatMap((profile) =>
  profile.schemes.map((scheme) => ({ name: profile.name, profile, scheme })),
);

/** Bytes that were altered on the way may end in many ways, but always in one that has a name. */
const confused =
  /^(connected|failed |version\/|session\/|message\/|link\/protocol$|endpoint\/refused$|device\/|wifi\/(outcome-unknown|join-timeout)$)/;

interface Exchange {
  readonly endpoint: string;
  /** Its number among those to its endpoint, from 1 on. */
  readonly occurrence: number;
}

describe.each(cases)('a device of $name under security $scheme', ({ profile, scheme }) => {
  test.each(kinds)(
    'whose answer suffers “%s” at any exchange is met with success or a named error, and serves on',
    async (kind) => {
      for (const { endpoint, occurrence } of await plainRun(profile, scheme)) {
        const where = `${kind} at ${endpoint}:${occurrence}`;
        const fault: DeviceFault = { endpoint, occurrence, kind };
        const powered = await powerOn(profile, scheme, { faults: [fault], resetOnFailure: false });
        const outcome = await walk(powered, powered.connect());
        expect({ [where]: outcome }).toEqual({ [where]: expected(fault, profile, scheme) });
        // The fault is over: the next client meets the device as it is, and no run with a fault has changed it for
        // good.
        expect({ [`after ${where}`]: await opened(powered) }).toEqual({ [`after ${where}`]: 'established' });
      }
    },
  );
});

/** Returns how a run ends with the fault. */
function expected(
  { endpoint, occurrence, kind }: DeviceFault,
  { restartsHandshake }: ReleaseProfile,
  scheme: SecurityVersion,
): unknown {
  switch (kind) {
    case 'delay':
      return 'connected';
    case 'garble':
      return expect.stringMatching(confused);
    case 'duplicate':
      // The keystream of security 1 runs on with every request; the counter of security 2 refuses the second one.
      return scheme === 0 ? 'connected' : expect.stringMatching(confused);
    case 'hang':
      return undefined;
    case 'lose':
      // It is not known whether it was carried out: an Apply counts as refused, and the rest ends in one way or
      // another.
      return expect.stringMatching(confused);
    case 'drop':
      // The second handshake of patch level 0 belongs to the first poll, which is repeated.
      if (endpoint === 'prov-session' && (occurrence ?? 0) > 2) return 'connected';
      if (endpoint === 'prov-session') return occurrence === 1 ? 'session/scheme-mismatch' : 'session/proof-mismatch';
      if (endpoint !== 'prov-config' || (occurrence ?? 0) <= 2) return 'endpoint/refused';
      // A poll is repeated after a new handshake, which the oldest releases make over a new link only.
      return restartsHandshake || scheme === 0 ? 'connected' : 'wifi/outcome-unknown';
  }
}

/** Returns the exchanges of a run without faults. */
async function plainRun(profile: ReleaseProfile, scheme: SecurityVersion): Promise<Exchange[]> {
  const powered = await powerOn(profile, scheme);
  const counts = new Map<string, number>();
  const exchanges: Exchange[] = [];
  const inner = powered.connect();
  const transport = wrapTransport(inner, (endpoint, request, options) => {
    const occurrence = (counts.get(endpoint) ?? 0) + 1;
    counts.set(endpoint, occurrence);
    exchanges.push({ endpoint, occurrence });
    return inner.exchange(endpoint, request, options);
  });
  expect(await walk(powered, transport)).toBe('connected');
  return exchanges;
}

/** Returns the whole way over `transport`: its last step, or the code of its error. */
async function walk(powered: PoweredDevice, transport: Transport): Promise<string> {
  return await named(async () => {
    const provisioner = await powered.open({}, transport);
    const last = await powered.provision(provisioner, 'home', 'right password');
    return last.kind === 'failed' ? `failed ${last.reason}` : last.kind;
  });
}

/** Whether the device takes a new session; where it was provisioned its service has ended. */
async function opened(powered: PoweredDevice): Promise<string> {
  if (powered.events.some(({ kind }) => kind === 'connected')) return 'established';
  return await named(async () => ((await powered.open()) instanceof Provisioner ? 'established' : ''));
}

async function named(task: () => Promise<string>): Promise<string> {
  return await task().catch((error: unknown) => {
    if (isProvisioningError(error)) return error.code;
    throw error;
  });
}
