import { writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { expectFailure, expectJsonFailure, jsonLines } from '../../support/expect-failure.ts';
import { Program, run, testTimeoutMs } from '../../support/program.ts';
import { Scratch } from '../../support/scratch.ts';
import { secrets } from '../../support/secrets.ts';
import { openSessionDevice, type SessionDevice } from '../../support/session-device.ts';

const to = ({ address }: SessionDevice) => ['session', '--service-name', address, '--pop', secrets.pop];

/** A file of lines, and the option that names it. */
function fileOf(scratch: Scratch, ...lines: readonly string[]): string[] {
  const path = scratch.path('lines.txt');
  writeFileSync(path, `${lines.join('\n')}\n`);
  return ['--file', path];
}

describe.concurrent('session', { timeout: testTimeoutMs }, () => {
  test('sends each line of a file to its endpoint, in one session, and prints the answers', async () => {
    using scratch = new Scratch();
    await using device = await openSessionDevice();
    const file = fileOf(scratch, '# the lamp', 'lamp on', '', 'lamp  two words');
    expect(await run([...to(device), ...file])).toMatchObject({ code: 0, stdout: 'no\nsdrow owt \n' });
    expect(device.heard).toEqual(['lamp on', 'lamp  two words']);
    expect(device.asked.filter((path) => path === 'prov-session')).toHaveLength(2);
    const json = jsonLines(await run([...to(device), ...file, '--json']));
    expect(json.slice(1)).toMatchObject([
      { event: 'session-established', version: 'netprov-v1.2', securityVersion: 1, endpoints: null },
      { event: 'answer', line: 2, endpoint: 'lamp', hex: '6e6f', text: 'no' },
      { event: 'answer', line: 4, endpoint: 'lamp', text: 'sdrow owt ' },
      { result: 'session', answers: 2, failed: 0 },
    ]);
  });

  test('takes and gives digits and Base64', async () => {
    using scratch = new Scratch();
    await using device = await openSessionDevice();
    const hex = await run([...to(device), ...fileOf(scratch, 'lamp 00ff'), '--hex']);
    expect(hex).toMatchObject({ code: 0, stdout: 'ff00\n' });
    const base64 = await run([...to(device), ...fileOf(scratch, 'lamp AP8='), '--base64']);
    expect(base64).toMatchObject({ code: 0, stdout: '/wA=\n' });
    expect((await run([...to(device), ...fileOf(scratch, 'lamp 00'), '--hex', '--base64'])).code).toBe(2);
  });

  test('ends at the first line that fails, by its code', async () => {
    using scratch = new Scratch();
    await using device = await openSessionDevice();
    const ended = await run([...to(device), ...fileOf(scratch, 'lamp a', 'no-such b', 'lamp c')]);
    expectFailure(ended, 5, 'endpoint/not-found', /Line 2 ends the session/);
    expect(device.heard).toEqual(['lamp a']);
  });

  test('goes on after a request whose outcome is unknown where that is wanted, and never sends it again', async () => {
    using scratch = new Scratch();
    await using device = await openSessionDevice();
    device.faults.set(2, 'drop-after');
    const file = fileOf(scratch, 'lamp a', 'lamp b', 'lamp c');
    const ended = await run([...to(device), ...file, '--keep-going']);
    expect(ended.stdout).toBe('a\nc\n');
    expect(ended.stderr).toMatch(/line 2: .*refused the request without an answer.*\(endpoint\/refused\)/s);
    expect(device.heard).toEqual(['lamp a', 'lamp b', 'lamp c']);
    expect(ended.code).toBe(8);
  });

  test('names a line that cannot be sent once, and what failed in whole sentences', async () => {
    await using device = await openSessionDevice();
    await using program = new Program([...to(device), '--keep-going'], { stdin: 'pipe' });
    program.type('lamp\nno-such x\nlamp on\n');
    program.endInput();
    const { code, stderr, stdout } = await program.ended();
    expect([code, stdout]).toEqual([2, 'no\n']);
    expect(stderr).toMatch(/\nLine 1 cannot be sent: it has no data\./);
    expect(stderr).toMatch(
      /\nline 2: The device has no endpoint of this name\. The device has no endpoint no-such\. \(/,
    );
  });

  test('says of a request without an answer that its outcome is unknown', async () => {
    using scratch = new Scratch();
    await using device = await openSessionDevice();
    device.faults.set(1, 'hang');
    const file = fileOf(scratch, 'lamp a', 'lamp b');
    const args = [...to(device), ...file, '--exchange-timeout', '1', '--keep-going', '--json'];
    const ended = await run(args);
    expect(jsonLines(ended).find(({ event }) => event === 'failed')).toMatchObject({
      line: 1,
      endpoint: 'lamp',
      code: 'endpoint/outcome-unknown',
    });
    expectJsonFailure(ended, 3, 'endpoint/outcome-unknown');
    expect(device.heard).toEqual(['lamp b']);
  });

  test('refuses a file with a line that nothing can take, before the device is disturbed', async () => {
    using scratch = new Scratch();
    await using device = await openSessionDevice();
    for (const [line, message] of [
      ['lamp', /Line 2 cannot be sent: it has no data/],
      ['proto-ver x', /esp-prov info reads proto-ver/],
    ] as const) {
      expectFailure(
        await run([...to(device), ...fileOf(scratch, 'lamp on', line)]),
        2,
        'usage/invalid-option',
        message,
      );
    }
    expect(device.asked).toEqual([]);
  });

  test('needs a file where a person types the answers', async () => {
    for (const way of [['--transport', 'console'], ['--guided']]) {
      expectFailure(await run(['session', ...way]), 2, 'usage/invalid-option', /the requests need --file/);
    }
  });

  test('answers a program behind a pipe line by line, until its input ends', async () => {
    await using device = await openSessionDevice();
    await using program = new Program(to(device), { stdin: 'pipe' });
    for (const [line, answer] of [
      ['lamp one\n', 'eno\n'],
      ['lamp two\n', 'owt\n'],
    ] as const) {
      program.type(line);
      await program.sees(new RegExp(answer));
    }
    program.type('lamp last');
    program.endInput();
    expect(await program.ended()).toMatchObject({ code: 0, stdout: 'eno\nowt\ntsal\n' });
    expect(device.heard).toEqual(['lamp one', 'lamp two', 'lamp last']);
  });

  test('gives signs of life while no line comes, and says when the device gives none', async () => {
    await using device = await openSessionDevice();
    await using program = new Program([...to(device), '--keep-alive', '0.2', '--json'], { stdin: 'pipe' });
    await program.sees(/session-established/);
    await device.isAsked('proto-ver', 4);
    device.away = true;
    await program.sees(/"event":"silent","code":"endpoint\/refused"/);
    device.away = false;
    program.type('lamp on\n');
    await program.sees(/"text":"no"/);
    program.endInput();
    const ended = await program.ended();
    expect(ended.code).toBe(0);
    expect(jsonLines(ended).filter(({ event }) => event === 'silent')).toHaveLength(1);
    expect(device.heard).toEqual(['lamp on']);
  });

  test('ends in order by Ctrl-C, and says that the last request may have arrived', async () => {
    await using device = await openSessionDevice();
    device.faults.set(1, 'hang');
    for (const line of ['', 'lamp on\n']) {
      await using program = new Program(to(device), { stdin: 'pipe' });
      await program.sees(/Session established/);
      program.type(line);
      if (line) await device.isAsked('lamp', 1);
      const ended = await program.end('SIGINT');
      expect(ended.code).toBe(130);
      expect(ended.stderr.includes('unknown whether the device received')).toBe(line !== '');
    }
  });

  test('prints nothing of an answer that steers a terminal', async () => {
    using scratch = new Scratch();
    const evil = '\u001b]0;owned\u0007\u202e\u0085 fine\r\nsecond';
    await using device = await openSessionDevice({ lamp: () => Buffer.from(evil), raw: () => Uint8Array.of(0xff, 0) });
    const { stdout, code } = await run([...to(device), ...fileOf(scratch, 'lamp a', 'raw b')]);
    expect(stdout).toBe('\ufffd]0;owned\ufffd\ufffd\ufffd fine\nsecond\nff00\n');
    expect(code).toBe(0);
  });

  test('takes no line from an input that a secret was read from', async () => {
    await using device = await openSessionDevice();
    const args = ['session', '--service-name', device.address, '--pop-file', '-'];
    await using program = new Program(args, { stdin: 'pipe' });
    program.type(`${secrets.pop}\n`);
    program.endInput();
    expectFailure(
      await program.ended(),
      2,
      'usage/invalid-option',
      /Standard input is read for .*, so not for the requests/,
    );
  });
});
