import { isProvisioningError } from '@esp-prov/protocol';
import { Command } from 'commander';
import { afterEach, describe, expect, test } from 'vitest';
import { readBatchList } from '../../src/commands/provision/batch/batch-list.ts';
import { provisionDevice } from '../../src/commands/provision/batch/provision-device.ts';
import type { ProvisionOptions } from '../../src/commands/provision/provision-options.ts';
import { openLink } from '../../src/reach/open-link.ts';
import { openSession } from '../../src/reach/open-session.ts';
import { addReachOptions, type ReachOptions } from '../../src/reach/reach-options.ts';
import { unprovenConsent } from '../../src/reach/unproven-consent.ts';
import type { CommandOutput } from '../../src/report/output.ts';
import { type Claim, openClaimingDevice } from '../support/claiming-device.ts';
import { secrets } from '../support/secrets.ts';

const { pop, otherPop: password } = secrets;
const user = ['--sec2-username', 'wifiprov', '--sec2-pwd', password];
const qr = (members: object) => ['--qr', JSON.stringify({ ver: 'v1', name: 'P', transport: 'softap', ...members })];

const columns = ['no_pop', 'sec 0', 'no_sec', 'sec 1', 'sec 2', 'plain'] as const satisfies readonly Claim[];

/** What is given, and what each claim comes to without a terminal: a session of security N (“!”: told unproven), or a code. */
// biome-ignore format: a table, read by its rows and columns
const table: readonly (readonly [string, readonly string[], Readonly<Record<string, string>>, ...string[]])[] = [
  //                                                                                no_pop        sec 0              no_sec             sec 1             sec 2              plain
  ['nothing',              [],                              {},                    '1!',         '0!',              '0!',              'pop-required',   'user-required',   'scheme-unsupported'],
  ['a PoP',                ['--pop', pop],                  {},                    'downgraded', 'downgraded',      'downgraded',      '1',              'user-required',   'scheme-unsupported'],
  ['a PoP in the environment', [],                          { ESP_PROV_POP: pop }, 'downgraded', 'downgraded',      'downgraded',      '1',              'user-required',   'scheme-unsupported'],
  ['a user',               user,                            {},                    'downgraded', 'downgraded',      'downgraded',      'downgraded',     '2',               'scheme-unsupported'],
  ['both',                 ['--pop', pop, ...user],         {},                    'downgraded', 'downgraded',      'downgraded',      'downgraded',     '2',               'scheme-unsupported'],
  ['an empty PoP',         ['--pop', ''],                   {},                    '1!',         '0!',              '0!',              'pop-required',   'user-required',   'scheme-unsupported'],
  ['an empty environment', [],                              { ESP_PROV_POP: '' },  '1!',         '0!',              '0!',              'pop-required',   'user-required',   'scheme-unsupported'],
  ['--no-pop',             ['--no-pop'],                    {},                    '1!',         '0!',              '0!',              'proof-mismatch', 'user-required',   'scheme-unsupported'],
  ['--no-pop before the environment', ['--no-pop'],         { ESP_PROV_POP: pop }, '1!',         '0!',              '0!',              'proof-mismatch', 'user-required',   'scheme-unsupported'],
  ['--sec-ver 0',          ['--sec-ver', '0'],              {},                    'scheme-mismatch', '0!',         '0!',              'scheme-mismatch', 'scheme-mismatch', 'scheme-mismatch'],
  ['--sec-ver 0 and a PoP', ['--sec-ver', '0', '--pop', pop], {},                  'scheme-mismatch', '0!',         '0!',              'scheme-mismatch', 'scheme-mismatch', 'scheme-mismatch'],
  ['--sec-ver 1',          ['--sec-ver', '1'],              {},                    '1!',         'pop-required',    'pop-required',    'pop-required',   'pop-required',    'proof-mismatch'],
  ['--sec-ver 1 and a PoP', ['--sec-ver', '1', '--pop', pop], {},                  'downgraded', 'scheme-mismatch', 'scheme-mismatch', '1',              'scheme-mismatch', '1'],
  ['--sec-ver 2 and a user', ['--sec-ver', '2', ...user],   {},                    'scheme-mismatch', 'scheme-mismatch', 'scheme-mismatch', 'scheme-mismatch', '2',         'scheme-mismatch'],
  ['--min-sec-ver 1',      ['--min-sec-ver', '1'],          {},                    '1!',         'downgraded',      'downgraded',      'pop-required',   'user-required',   'scheme-unsupported'],
  ['--min-sec-ver 1 and a PoP', ['--min-sec-ver', '1', '--pop', pop], {},          'downgraded', 'downgraded',      'downgraded',      '1',              'user-required',   'scheme-unsupported'],
  ['a code with PoP',      qr({ pop }),                     {},                    'downgraded', 'downgraded',      'downgraded',      '1',              'user-required',   'scheme-unsupported'],
  ['a code of security 1', qr({ pop, security: 1 }),        {},                    'downgraded', 'downgraded',      'downgraded',      '1',              'user-required',   'scheme-unsupported'],
  ['a code with user',     qr({ username: 'wifiprov', pop: password }), {},        'downgraded', 'downgraded',      'downgraded',      'downgraded',     '2',               'scheme-unsupported'],
  ['a code of security 2', qr({ pop: password, security: 2 }), {},                 'downgraded', 'downgraded',      'downgraded',      'downgraded',     'user-required',   'scheme-unsupported'],
  ['a code and a user name', [...qr({ pop: password }), '--sec2-username', 'wifiprov'], {}, 'downgraded', 'downgraded', 'downgraded',  'downgraded',     '2',               'scheme-unsupported'],
  ['a code without a secret', qr({ security: 1 }),          {},                    '1!',         'downgraded',      'downgraded',      'pop-required',   'user-required',   'scheme-unsupported'],
  ['a code and --no-pop',  [...qr({ pop }), '--no-pop'],    {},                    '1!',         '0!',              '0!',              'proof-mismatch', 'user-required',   'scheme-unsupported'],
];

const isSilent = (outcome: string) =>
  /^(downgraded|unproven|pop-required|user-required|scheme-unsupported)$/.test(outcome);

const before = { ...process.env };
afterEach(() => {
  process.env = { ...before };
});

/** The options that the command makes of arguments. */
async function parse(args: readonly string[]): Promise<ReachOptions> {
  let options: ReachOptions | undefined;
  const command = addReachOptions(new Command('test')).exitOverride();
  command.action((parsed: ReachOptions) => {
    options = parsed;
  });
  await command.parseAsync(['--transport', 'softap', ...args], { from: 'user' });
  return options as ReachOptions;
}

/** Notes which sessions were told to prove nothing. */
function listening(): { output: CommandOutput; unproven: unknown[] } {
  const unproven: unknown[] = [];
  const event: CommandOutput['event'] = (told, text) => {
    if (told.event === 'unproven') unproven.push([told['device'] ?? null, told['securityVersion'], text]);
  };
  return { output: { json: false, event, result: () => undefined, useWords: () => undefined }, unproven };
}

/** What `task` comes to, with “!” where it was told that nothing is proven. */
async function outcome(task: () => Promise<number>, unproven: readonly unknown[]): Promise<string> {
  try {
    return `${await task()}${unproven.length > 0 ? '!' : ''}`;
  } catch (error) {
    if (!isProvisioningError(error)) throw error;
    return error.code.replace('session/', '');
  }
}

describe('the command', () => {
  test.each(table)('with %s given', async (...row) => {
    const [, args, env, ...expected] = row as unknown as [string, string[], Record<string, string>, ...string[]];
    Object.assign(process.env, env);
    const got: Record<string, string> = {};
    for (const claim of columns) {
      await using device = await openClaimingDevice(claim);
      const { output, unproven } = listening();
      const options = await parse([...args, '--service-name', device.address]);
      const context = { output, signal: new AbortController().signal };
      await using link = await openLink(options, context);
      const open = async () => (await openSession(link, options, context)).securityVersion;
      got[claim] = await outcome(open, unproven);
      if (isSilent(got[claim])) expect({ [claim]: device.asked }).toEqual({ [claim]: ['proto-ver'] });
    }
    expect(got).toEqual(Object.fromEntries(columns.map((claim, i) => [claim, expected[i]])));
  });
});

describe('a batch', () => {
  // biome-ignore format: a table, read by its rows and columns
  test.each<readonly [string, string, Partial<ProvisionOptions>, ...string[]]>([
    //                                                                no_pop        sec 0         no_sec        sec 1             sec 2            plain
    ['no secret',                   '',             {},              'tells 1',    'tells 0',    'tells 0',    'pop-required',   'user-required', 'scheme-unsupported'],
    ['a PoP',                       pop,            {},              'downgraded', 'downgraded', 'downgraded', 'goes on',        'user-required', 'scheme-unsupported'],
    ['a PoP of the command line',   '',             { pop },         'downgraded', 'downgraded', 'downgraded', 'goes on',        'user-required', 'scheme-unsupported'],
    ['a PoP beside --no-pop',       pop,            { pop: false },  'downgraded', 'downgraded', 'downgraded', 'goes on',        'user-required', 'scheme-unsupported'],
    ['--no-pop of the command line', '',            { pop: false },  'tells 1',    'tells 0',    'tells 0',    'proof-mismatch', 'user-required', 'scheme-unsupported'],
  ])('with %s in a row', async (...row) => {
    const [, cell, more, ...expected] = row as unknown as [string, string, Partial<ProvisionOptions>, ...string[]];
    const got: Record<string, string> = {};
    for (const claim of columns) {
      await using device = await openClaimingDevice(claim);
      const common = { transport: 'softap', encoding: 'utf8', exchangeTimeout: 60, ssid: 'myssid', passphrase: secrets.password, ...more };
      const list = `device,service_name,pop\nthe lamp,${device.address},${cell}\n`;
      const [listed] = readBatchList(list, common as ProvisionOptions);
      if (!listed) throw new Error('the list is empty');
      const { output, unproven } = listening();
      const run = { signal: new AbortController().signal, earlier: 'clean', onApplying: () => undefined, timeoutMs: 1000 } as const;
      const task = async () => Number(await provisionDevice(listed, run, unprovenConsent(listed.options, output, listed.name)));
      const ended = await outcome(task, unproven);
      // The device has no endpoint that takes credentials: whoever goes on finds that out.
      got[claim] = ended !== 'endpoint/refused' ? ended : unproven.length > 0 ? `tells ${(unproven[0] as unknown[])[1]}` : 'goes on';
      if (unproven.length > 0) expect(unproven).toEqual([['the lamp', expect.any(Number), expect.stringMatching(/^warning: the lamp: .*proves nothing/)]]);
      if (isSilent(ended)) expect({ [claim]: device.asked }).toEqual({ [claim]: ['proto-ver'] });
    }
    expect(got).toEqual(Object.fromEntries(columns.map((claim, i) => [claim, expected[i]])));
  });
});
