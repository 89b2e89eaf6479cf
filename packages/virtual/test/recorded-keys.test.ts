import { fromHex, isProvisioningError, toHex } from '@esp-prov/protocol';
import { fixedRandom } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import { netprov12idf602 } from '../src/profiles/netprov-1.2-idf6.0.2.ts';
import { powerOn } from './support/powered-device.ts';
import { recordedFiles, recordedVector } from './support/recorded-vector.ts';

interface RecordedHandshake {
  readonly security: 1 | 2;
  readonly params: {
    readonly device_pop: string | null;
    readonly device_salt?: string;
    readonly device_verifier?: string;
  };
  readonly handshake: readonly { readonly request: string; readonly response: string | null }[];
  readonly device: { readonly private_key?: string; readonly random?: string; readonly b?: string };
  readonly derived: {
    readonly device_session_key?: string;
    /** Lines of the default level, and the same bytes with the titles of level debug. */
    readonly device_log_info?: readonly string[];
    readonly device_log?: Readonly<Record<string, string>>;
  };
}

const files = (scheme: 1 | 2) => recordedFiles(`session-v60-sec${scheme}`);

/** Runs a recorded handshake against a device of v6.0.2 that draws the recorded numbers; returns its log without times. */
async function logOf(file: string, more: Parameters<typeof powerOn>[2]): Promise<string[]> {
  const { security, params, device, handshake } = recordedVector<RecordedHandshake>(file);
  const { device_pop: pop, device_salt: salt = '', device_verifier: verifier = '' } = params;
  const answer = handshake.at(-1)?.response ?? '';
  // What it drew of its nonce stands at the end of its last answer, before the counter.
  const drawn = security === 1 ? [device.private_key, device.random] : [device.b, answer.slice(-24, -8)];
  const random = fixedRandom(...drawn.map((hex = '') => fromHex(hex)));
  const secret =
    security === 1
      ? { securityVersion: 1 as const, pop, random }
      : { securityVersion: 2 as const, verifier: { salt: fromHex(salt), verifier: fromHex(verifier) }, random };
  const powered = await powerOn(netprov12idf602, security, { ...more, secret });
  const transport = powered.connect();
  for (const { request, response } of handshake) {
    const answered = await powered.clock.run(transport.exchange('prov-session', fromHex(request))).catch((error) => {
      if (isProvisioningError(error, 'endpoint/refused')) return null;
      throw error;
    });
    expect(answered && toHex(answered)).toBe(response);
  }
  return powered.serial.map(withoutTime);
}

function withoutTime(line: string): string {
  return line.replace(/^(\w) \(\d+\)/, '$1');
}

test('seven recordings have the lines of security 1, two of them behind a refused proof', () => {
  const counts = files(1).map((file) => recordedVector<RecordedHandshake>(file).derived.device_log_info?.length);
  expect(counts.toSorted()).toEqual([11, 11, 13, 13, 13, 13, 17]);
});

describe.each(files(1))('the lines of %s at level info', (file) => {
  const recorded = () => recordedVector<RecordedHandshake>(file).derived.device_log_info?.map(withoutTime) ?? [];
  const ofSecurity = (lines: readonly string[]) => lines.filter((line) => line.startsWith('I security1: '));

  test('are printed as the firmware prints them where secrets may be shown', async () => {
    expect(ofSecurity(await logOf(file, { logLevel: 'info', logSecrets: true }))).toEqual(recorded());
  });

  test('hide the key of the session otherwise, and nothing else', async () => {
    const lines = ofSecurity(await logOf(file, { logLevel: 'info' }));
    const masked = `I security1: ${Array.from({ length: 16 }, () => '**').join(' ')}`;
    expect(lines).toEqual(recorded().map((line, i) => (i === 4 || i === 5 ? masked : line)));
    const key = recordedVector<RecordedHandshake>(file).derived.device_session_key ?? '';
    expect(lines.join('').replaceAll(' ', '')).not.toContain(key.slice(0, 32));
  });
});

test.each([...files(1), ...files(2)])('the bytes of %s at level debug have the recorded titles', async (file) => {
  const titled = new Map<string, string>();
  let title = '';
  for (const line of await logOf(file, { logLevel: 'debug', logSecrets: true })) {
    const [, heading] = /^D security\d: (.+?)(?::| ->)$/.exec(line) ?? [];
    const [, digits] = /^[ID] security\d: ([0-9a-f]{2}(?: [0-9a-f]{2})*)$/.exec(line) ?? [];
    title = heading ?? title;
    if (heading !== undefined) titled.set(title, '');
    else if (digits !== undefined) titled.set(title, (titled.get(title) ?? '') + digits.replaceAll(' ', ''));
  }
  const { security, derived } = recordedVector<RecordedHandshake>(file);
  // The numbers of the arithmetic itself stand under another name, which the virtual device does not have at this level.
  const arithmetic = ['k', 'b', 'u', 'S', 'M', 'AMK'];
  const recorded = Object.entries(derived.device_log ?? {}).filter(([name]) => !arithmetic.includes(name));
  expect(recorded.length > 0).toBe(security === 2 || !file.includes('wrong-proof'));
  for (const [name, bytes] of recorded) expect({ [name]: titled.get(name) }).toEqual({ [name]: bytes });
});
