import {
  type DeviceSecurity,
  fromHex,
  isProvisioningError,
  makeVerifier,
  ProvisioningError,
  sec0Device,
  sec1Device,
  sec2Device,
  utf8,
} from '@esp-prov/protocol';
import { failureOf, manualClock } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import { type ClientProof, Provisioner, type Transport, type UnprovenSession } from '../../src/index.ts';
import { ScriptedTransport } from '../support/scripted-transport.ts';

const pop = 'abcd1234';
const [username, password] = ['wifiprov', 'abcd5678'];
const verifier = makeVerifier(username, password, fromHex('036ee0c7bcb9eda84c9eac97d93decf4'));

/** What a device says of itself, and the scheme that it has, as what it says is all that a client knows before. */
const claims = {
  no_pop: ['{"prov":{"ver":"v1.1","sec_ver":1,"cap":["wifi_scan","no_pop"]}}', () => sec1Device({})],
  'no_pop alone': ['{"prov":{"ver":"v1.1","cap":["no_pop"]}}', () => sec1Device({})],
  'sec 0': ['{"prov":{"ver":"v1.1","sec_ver":0,"cap":["wifi_scan"]}}', () => sec0Device()],
  no_sec: ['{"prov":{"ver":"v1.1","cap":["no_sec"]}}', () => sec0Device()],
  'sec 1': ['{"prov":{"ver":"v1.1","sec_ver":1,"cap":["wifi_scan"]}}', () => sec1Device({ pop })],
  'sec 2': ['{"prov":{"ver":"v1.1","sec_ver":2,"sec_patch_ver":1,"cap":[]}}', () => sec2Device(verifier)],
  plain: ['V0.1', () => sec1Device({ pop })],
} as const satisfies Record<string, readonly [string, () => DeviceSecurity]>;

type Claim = keyof typeof claims;

const user = { username, password };
const allowUnproven = true;
const ask = { pop: () => pop, username: () => username, password: () => password };

/** What each claim comes to: a session of security N, else the code behind `session/`. */
const columns = ['no_pop', 'no_pop alone', 'sec 0', 'no_sec', 'sec 1', 'sec 2', 'plain'] as const;

// biome-ignore format: a table, read by its rows and columns
const table: readonly (readonly [string, ClientProof, ...string[]])[] = [
  //                                                      no_pop            no_pop alone      sec 0             no_sec            sec 1             sec 2             plain
  ['nothing',               {},                           'unproven',       'unproven',       'unproven',       'unproven',       'pop-required',   'user-required',  'scheme-unsupported'],
  ['nothing, allowed',      { allowUnproven },            '1',              '1',              '0',              '0',              'pop-required',   'user-required',  'scheme-unsupported'],
  ['a PoP',                 { pop },                      'downgraded',     'downgraded',     'downgraded',     'downgraded',     '1',              'user-required',  'scheme-unsupported'],
  ['a PoP, allowed',        { pop, allowUnproven },       'downgraded',     'downgraded',     'downgraded',     'downgraded',     '1',              'user-required',  'scheme-unsupported'],
  ['a user',                user,                         'downgraded',     'downgraded',     'downgraded',     'downgraded',     'downgraded',     '2',              'scheme-unsupported'],
  ['a user, allowed',       { ...user, allowUnproven },   'downgraded',     'downgraded',     'downgraded',     'downgraded',     'downgraded',     '2',              'scheme-unsupported'],
  ['a password alone',      { password },                 'downgraded',     'downgraded',     'downgraded',     'downgraded',     'downgraded',     'user-required',  'scheme-unsupported'],
  ['a name alone',          { username, pop },            'downgraded',     'downgraded',     'downgraded',     'downgraded',     '1',              'user-required',  'scheme-unsupported'],
  ['both',                  { ...user, pop },             'downgraded',     'downgraded',     'downgraded',     'downgraded',     'downgraded',     '2',              'scheme-unsupported'],
  ['empty',                 { pop: '', username: '', password: '' }, 'unproven', 'unproven',  'unproven',       'unproven',       'pop-required',   'user-required',  'scheme-unsupported'],
  ['empty, allowed',        { pop: '', allowUnproven },   '1',              '1',              '0',              '0',              'proof-mismatch', 'user-required',  'scheme-unsupported'],
  ['questions',             ask,                          'unproven',       'unproven',       'unproven',       'unproven',       '1',              '2',              'scheme-unsupported'],
  ['questions, allowed',    { ...ask, allowUnproven },    '1',              '1',              '0',              '0',              '1',              '2',              'scheme-unsupported'],
  ['empty answers',         { pop: () => '', username: () => '', allowUnproven }, '1', '1',    '0',              '0',              'pop-required',   'user-required',  'scheme-unsupported'],
  ['security 0',            { securityVersion: 0 },       'scheme-mismatch', 'scheme-mismatch', '0',            '0',              'scheme-mismatch', 'scheme-mismatch', 'scheme-mismatch'],
  ['security 0, PoP',       { securityVersion: 0, pop },  'scheme-mismatch', 'scheme-mismatch', '0',            '0',              'scheme-mismatch', 'scheme-mismatch', 'scheme-mismatch'],
  ['security 0, user',      { securityVersion: 0, ...user }, 'scheme-mismatch', 'scheme-mismatch', '0',         '0',              'scheme-mismatch', 'scheme-mismatch', 'scheme-mismatch'],
  ['security 1',            { securityVersion: 1 },       'unproven',       'unproven',       'pop-required',   'pop-required',   'pop-required',   'pop-required',   'unproven'],
  ['security 1, PoP',       { securityVersion: 1, pop },  'downgraded',     'downgraded',     'scheme-mismatch', 'scheme-mismatch', '1',            'scheme-mismatch', '1'],
  ['security 1, both',      { securityVersion: 1, ...user, pop }, 'downgraded', 'downgraded', 'scheme-mismatch', 'scheme-mismatch', '1',            'scheme-mismatch', '1'],
  ['security 1, user',      { securityVersion: 1, ...user }, 'downgraded',  'downgraded',     'pop-required',   'pop-required',   'pop-required',   'pop-required',   'downgraded'],
  ['security 1, user, allowed', { securityVersion: 1, ...user, allowUnproven }, 'downgraded', 'downgraded', 'pop-required', 'pop-required', 'pop-required', 'pop-required', 'downgraded'],
  ['security 1, user, no PoP', { securityVersion: 1, ...user, pop: '', allowUnproven }, 'downgraded', 'downgraded', 'scheme-mismatch', 'scheme-mismatch', 'proof-mismatch', 'scheme-mismatch', 'proof-mismatch'],
  ['security 1, asked',     { securityVersion: 1, ...ask }, 'unproven',     'unproven',       'scheme-mismatch', 'scheme-mismatch', '1',            'scheme-mismatch', '1'],
  ['security 2, user',      { securityVersion: 2, ...user }, 'scheme-mismatch', 'scheme-mismatch', 'scheme-mismatch', 'scheme-mismatch', 'scheme-mismatch', '2',        'scheme-mismatch'],
  ['security 2, nothing',   { securityVersion: 2 },       'user-required',  'user-required',  'user-required',  'user-required',  'user-required',  'user-required',  'user-required'],
  ['at least 1',            { minimumSecurityVersion: 1, allowUnproven }, '1', '1',           'downgraded',     'downgraded',     'pop-required',   'user-required',  'scheme-unsupported'],
  ['at least 1, PoP',       { minimumSecurityVersion: 1, pop }, 'downgraded', 'downgraded',   'downgraded',     'downgraded',     '1',              'user-required',  'scheme-unsupported'],
  ['at least 2, asked',     { minimumSecurityVersion: 2, ...ask }, 'downgraded', 'downgraded', 'downgraded',    'downgraded',     'downgraded',     '2',              'scheme-unsupported'],
];

/** Codes by which the client itself ends, before it has sent anything that a liar could use. */
const silent = [
  'downgraded',
  'unproven',
  'pop-required',
  'user-required',
  'scheme-unsupported',
  'endpoint/request-size',
];

/** A device over a link of some kind that says one thing and has a scheme. */
function claiming(claim: Claim, kind: Transport['kind']): ScriptedTransport {
  const [version, security] = claims[claim];
  const handshake = security().accept();
  const transport = new ScriptedTransport(({ endpoint, request }) => {
    if (endpoint === 'proto-ver') return utf8(version);
    try {
      return handshake.respond(request);
    } catch (cause) {
      throw new ProvisioningError('endpoint/refused', undefined, { cause });
    }
  });
  transport.kind = kind;
  if (kind === 'console') transport.maxRequest = 119;
  return transport;
}

async function outcome(transport: Transport, proof: ClientProof): Promise<string> {
  try {
    const clock = manualClock();
    const { securityVersion } = await clock.run(Provisioner.connect(transport, { ...proof, clock }));
    return String(securityVersion);
  } catch (error) {
    if (!isProvisioningError(error)) throw error;
    return error.code.replace('session/', '');
  }
}

/** Security 2 does not pass a console, which the client says before it asks anybody. */
function expectedOver(kind: Transport['kind'], proof: ClientProof, claim: Claim, expected: string): string {
  if (kind !== 'console') return expected;
  const isFixed = proof.securityVersion !== undefined;
  const wanted = proof.securityVersion ?? (claim === 'sec 2' ? 2 : 1);
  return wanted === 2 && (isFixed || claim !== 'plain') ? 'endpoint/request-size' : expected;
}

describe.each(['memory', 'http', 'ble', 'console'] as const)('over %s', (kind) => {
  test.each(table)('with %s given', async (...row) => {
    const [, proof, ...expected] = row as unknown as [string, ClientProof, ...string[]];
    const wanted: Record<string, string> = {};
    const got: Record<string, string> = {};
    for (const [i, claim] of columns.entries()) {
      const transport = claiming(claim, kind);
      wanted[claim] = expectedOver(kind, proof, claim, expected[i] as string);
      got[claim] = await outcome(transport, proof);
      const sent = transport.seen.map(({ endpoint }) => endpoint);
      if (silent.includes(wanted[claim])) expect({ [claim]: sent }).toEqual({ [claim]: ['proto-ver'] });
    }
    expect(got).toEqual(wanted);
  });
});

describe('the question whether a device may prove nothing', () => {
  test.each(['no_pop', 'sec 0'] as const)('is asked of %s, and its answer counts', async (claim) => {
    const asked: UnprovenSession[] = [];
    const answering = (answer: boolean) => ({
      allowUnproven: async (session: UnprovenSession) => {
        asked.push(session);
        return answer;
      },
    });
    const securityVersion = claim === 'sec 0' ? 0 : 1;
    expect(await outcome(claiming(claim, 'memory'), answering(true))).toBe(String(securityVersion));
    const refusing = claiming(claim, 'memory');
    expect(await outcome(refusing, answering(false))).toBe('unproven');
    expect(refusing.seen).toHaveLength(1);
    expect(asked).toEqual([{ securityVersion }, { securityVersion }]);
  });

  test('is asked too of whoever names security 0, who need not be asked', async () => {
    const refuse = { securityVersion: 0, allowUnproven: () => false } as const;
    expect(await outcome(claiming('sec 0', 'memory'), refuse)).toBe('unproven');
  });

  test('is not asked where a secret is given', async () => {
    const never = () => Promise.reject(new Error('asked'));
    expect(await outcome(claiming('no_pop', 'memory'), { pop, allowUnproven: never })).toBe('downgraded');
    expect(await outcome(claiming('sec 1', 'memory'), { pop, allowUnproven: never })).toBe('1');
  });

  test.each(['no_pop', 'sec 0'] as const)('is a line of the log of %s where it was answered before', async (claim) => {
    const lines: string[] = [];
    const log = (level: string, _tag: string, text: string) => void lines.push(`${level}: ${text}`);
    await Provisioner.connect(claiming(claim, 'memory'), { allowUnproven, log, clock: manualClock() });
    expect(lines).toEqual([expect.stringMatching(/^warn: .*the device proves nothing, so/)]);
  });
});

test('a refusal says what was given and what is claimed, and no secret', async () => {
  const connecting = Provisioner.connect(claiming('no_pop', 'memory'), { pop, clock: manualClock() });
  const error = await failureOf(connecting);
  expect(error.message).toBe(
    'a proof of possession was given, and the device claims security 1 without a proof of possession (no_pop)',
  );
  expect(error.details).toEqual({ offered: 1, given: 'pop' });
});
