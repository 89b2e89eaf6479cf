import { bleServiceUuids } from '@esp-prov/protocol';
import { type ReleaseProfile, releaseProfiles } from '@esp-prov/virtual';
import { describe, expect, test } from 'vitest';
import { credentials, startDevice } from '../../support/device.ts';
import { expectFailure, jsonLines } from '../../support/expect-failure.ts';
import { GattDevice } from '../../support/gatt-device.ts';
import { playUser, withoutSession } from '../../support/guided-user.ts';
import { Program, run, testTimeoutMs } from '../../support/program.ts';
import { secrets } from '../../support/secrets.ts';
import { legacyTranscript, modernTranscript, readmeTranscript } from './transcripts.ts';

const guided = ['--transport', 'ble', '--guided'];
const name = ['--service_name', 'PROV_261FCC'];
const home = ['--pop', secrets.pop, '--ssid', 'myssid', '--passphrase', secrets.password];

function profile(wanted: string): ReleaseProfile {
  return releaseProfiles.find((each) => each.name === wanted) as ReleaseProfile;
}

function start(...args: string[]): Program {
  return new Program(args, { stdin: 'pipe' });
}

describe.concurrent('the guided console', { timeout: testTimeoutMs }, () => {
  test('provisions a device of today, in the words of esp_prov', async () => {
    await using device = await GattDevice.start(profile('readme'));
    await using program = start(...guided, ...name, ...home);
    const transcript = await playUser(program, device);
    const ended = await program.ended();
    expect(withoutSession(transcript + lastLines(ended.stderr, transcript))).toBe(modernTranscript);
    expect(ended.stdout).toMatch(/^Provisioning was successful: .*192\.168\.43\.220/);
    expect(ended.code).toBe(0);
  });

  test('provisions a beta of v3.2 with the transcript of the README', async () => {
    await using device = await GattDevice.start(profile('idf-3.2-beta'), { serviceUuid: bleServiceUuids.legacy });
    await using program = start(...guided, ...name, ...home, '--legacy');
    const transcript = await playUser(program, device);
    const ended = await program.ended();
    const whole = transcript + lastLines(ended.stderr, transcript);
    expect(withoutSession(whole)).toBe(legacyTranscript);
    // The README has lost the white space at the start of its lines.
    expect(whole.replace(/^\t(<< )?/gm, (_, mark: string | undefined) => (mark ? '<<' : ''))).toContain(
      readmeTranscript,
    );
    expect(ended.code).toBe(0);
  });

  test.each([
    ['idf-3.2-beta', '--proto_ver', 'V0.1'],
    ['idf-3.2', '--proto_ver', 'v0.1'],
    ['idf-3.2', '--legacy', '--verbose'],
  ])('takes %s with %s %s for the old firmware', async (release, ...args) => {
    await using device = await GattDevice.start(profile(release), { serviceUuid: bleServiceUuids.legacy });
    await using program = start(...guided, ...name, ...home, ...args);
    expect(await playUser(program, device)).toMatch(/^==== Esp_Prov Version: v1\.0 ====\nBLE client/);
    expect((await program.ended()).code).toBe(0);
  });

  test('means by --legacy the same firmware over other transports', async () => {
    await using device = await startDevice(['--fast', '--profile', 'idf-3.2']);
    const ended = await run([...credentials(device.address), '--legacy']);
    expect(ended.stdout).toContain('192.168.43.220');
    expect(ended.code).toBe(0);
  });

  test('guides to another service, typed in answer to the question for it', async () => {
    const serviceUuid = bleServiceUuids.library;
    await using device = await GattDevice.start(profile('readme'), { serviceUuid });
    await using program = start(...guided, ...home);
    const transcript = await playUser(program, device, {
      answers: { 'the service UUID': [serviceUuid.toUpperCase()] },
    });
    expect(transcript).toContain('Please connect to the BLE device manually');
    expect(transcript).toContain(`characteristic UUID '1775ff51-6b43-439b-877c-060f2d9bed07' listed`);
    expect((await program.ended()).code).toBe(0);
  });

  test('guides to UUIDs that were named, of service and endpoints', async () => {
    const uuids = { 'prov-config': 'aaaaaaaa-0000-1111-2222-333333333333' };
    const serviceUuid = '12345678-90ab-cdef-fedc-ba0987654321';
    await using device = await GattDevice.start(profile('readme'), { serviceUuid, uuids });
    const named = ['--service_uuid', serviceUuid, '--endpoint_uuid', `prov-config=${uuids['prov-config']}`];
    await using program = start(...guided, ...name, ...home, ...named);
    const transcript = await playUser(program, device);
    expect(transcript).toContain(`Is the characteristic UUID '${uuids['prov-config']}' listed`);
    expect(transcript).toContain("Is the characteristic UUID '1234ff53-90ab-cdef-fedc-ba0987654321' listed");
    expect((await program.ended()).code).toBe(0);
  });

  test('asks for the UUID of an endpoint of the application until it is one', async () => {
    const uuids = { 'custom-data': 'abcdff54-0382-4aea-bff4-6b3f1c5adfb4' };
    await using device = await GattDevice.start(profile('readme'), { uuids });
    await using program = start('send', 'custom-data', 'hello', ...guided, '--pop', secrets.pop);
    const answers = { "described as 'custom-data'": ['custom-data', '', uuids['custom-data']] };
    const transcript = await playUser(program, device, { answers });
    expect(transcript.match(/Expected a UUID, for example .* Enter it again/g)).toHaveLength(2);
    expect(await program.ended()).toMatchObject({ code: 0, stdout: 'SUCCESS\n' });
  });

  test('lets the device scan', async () => {
    await using device = await GattDevice.start(profile('readme'));
    await using program = start('scan', ...guided, '--pop', secrets.pop, '--json');
    const transcript = await playUser(program, device);
    expect(transcript).toContain("Is the characteristic UUID '021aff50-0382-4aea-bff4-6b3f1c5adfb4' listed");
    const ended = await program.ended();
    expect(jsonLines(ended).at(-1)).toMatchObject({ result: 'networks', networks: expect.any(Array) });
    expect(ended.code).toBe(0);
  });

  test('tells a device to reset, which refuses without a failure', async () => {
    await using device = await GattDevice.start(profile('readme'));
    await using program = start('reset', ...guided, '--pop', secrets.pop);
    expect(await playUser(program, device)).toContain("UUID '021aff4f-0382-4aea-bff4-6b3f1c5adfb4' listed");
    expectFailure(await program.ended(), 8, 'device/status');
  });

  test('takes a missing characteristic for a missing feature', async () => {
    await using device = await GattDevice.start(profile('idf-4.4'));
    await using program = start('reset', ...guided, '--pop', secrets.pop);
    expect(await playUser(program, device)).toMatch(/021aff4f-.* listed .*\[y\/n\] n\n$/);
    expectFailure(await program.ended(), 5, 'version/feature-missing');
  });

  test('takes a dash for a refusal, which in a handshake is a wrong secret', async () => {
    await using device = await GattDevice.start(profile('readme'));
    await using program = start('scan', ...guided, '--pop', secrets.wrongPop);
    expect(await playUser(program, device)).toMatch(/\t<< -\n$/);
    expectFailure(await program.ended(), 6, 'session/proof-mismatch');
  });

  test('asks again after everything that is mistyped', async () => {
    await using device = await GattDevice.start(profile('readme'));
    await using program = start('info', ...guided);
    const mistypes = ['7b0', '7b0g', '', '7b 0a', '0x7b0a', 'no'];
    const transcript = await playUser(program, device, { mistypes });
    expect(transcript.match(/Enter it again, or - when the device gives no answer\.\n\t<< /g)).toHaveLength(6);
    // Nothing is to be written again.
    expect(device.written).toEqual(['proto-ver']);
    expect((await program.ended()).code).toBe(0);
  });

  test.each([
    [/successfully\? \[y\/n\] $/, 'link/unreachable', 4],
    [/the service UUID '021a9004.*\[y\/n\] $/, 'link/protocol', 5],
    [/the characteristic UUID '021aff51.*\[y\/n\] $/, 'endpoint/not-found', 5],
    [/the characteristic UUID '021aff53.*\[y\/n\] $/, 'endpoint/not-found', 5],
  ] as const)('fails at %s with every other answer than y', async (question, code, exitCode) => {
    for (const answer of ['n', 'yes', '']) {
      await using program = start('info', ...guided);
      await answerUntil(program, question);
      program.type(`${answer}\n`);
      expectFailure(await program.ended(), exitCode, code);
    }
  });

  test.each([/successfully\? \[y\/n\] $/, /\t<< $/])(
    'ends with a named error when the input ends at %s',
    async (at) => {
      await using program = start('info', ...guided);
      await answerUntil(program, at);
      program.endInput();
      expectFailure(await program.ended(), 4, 'link/input-ended');
    },
  );

  test('ends with 130 at Ctrl-C', async () => {
    await using program = start('info', ...guided);
    await answerUntil(program, /\t<< $/);
    const { code, stderr } = await program.end('SIGINT');
    expect(stderr).toContain('\t<< \nerror: Interrupted.');
    expect(code).toBe(130);
  });

  test('is named where Bluetooth cannot be had and nobody can be asked', async () => {
    await using program = start('info', '--transport', 'ble');
    const ended = await program.ended();
    expectFailure(ended, 9, 'bluetooth/no-bus');
  });
});

/** Says y to every question before the one that matches. */
async function answerUntil(program: Program, question: RegExp): Promise<void> {
  for (;;) {
    const asked = await program.asks(/(\[y\/n\] |\t<< )$/);
    if (!asked) throw new Error(`it ended before it asked ${question}:\n${program.output}`);
    if (question.test(program.output)) return;
    program.type('y\n');
  }
}

/** What was printed behind the last answer. */
function lastLines(stderr: string, transcript: string): string {
  const question = transcript
    .slice(transcript.lastIndexOf('\n', transcript.length - 2) + 1, -1)
    .replace(/[0-9a-f]+$/, '');
  return stderr.slice(stderr.lastIndexOf(question) + question.length);
}
