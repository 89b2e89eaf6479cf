import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { formatQrPayload, type QrPayload } from '@esp-prov/protocol';
import jpeg from 'jpeg-js';
import { PNG } from 'pngjs';
import { describe, expect, test } from 'vitest';
import { startDevice } from '../../support/device.ts';
import { expectFailure, jsonLines } from '../../support/expect-failure.ts';
import { photograph } from '../../support/photograph.ts';
import { Program, type ProgramOptions, run, testTimeoutMs } from '../../support/program.ts';
import { Scratch } from '../../support/scratch.ts';
import { secrets } from '../../support/secrets.ts';

// Looking for a code in a picture takes its time on a busy machine.
const mayPrintSecrets: ProgramOptions = { mayPrintSecrets: true, patienceMs: 50_000 };
const label = ['--name', 'PROV_261FCC', '--pop', secrets.pop];
const payload = `{"ver":"v1","name":"PROV_261FCC","pop":"${secrets.pop}","transport":"ble"}`;
const link = `https://espressif.github.io/esp-jumpstart/qrcode.html?data=${payload}`;

async function read(source: string): Promise<Record<string, unknown>> {
  return jsonLines(await run(['qr', 'read', source, '--json'], mayPrintSecrets))[0] as Record<string, unknown>;
}

describe.concurrent('qr', { timeout: testTimeoutMs }, () => {
  test('prints the code and its text, a link, or JSON', async () => {
    const { stdout, code } = await run(['qr', ...label], mayPrintSecrets);
    const lines = stdout.trimEnd().split('\n');
    expect(lines.at(-1)).toBe(payload);
    expect(lines.slice(0, -1)).toHaveLength(19);
    for (const line of lines.slice(0, -1)) expect(line).toMatch(/^[ ▀▄█]{38}$/);
    expect(code).toBe(0);
    expect((await run(['qr', ...label, '--url'], mayPrintSecrets)).stdout).toBe(`${link}\n`);
    expect(jsonLines(await run(['qr', ...label, '--json'], mayPrintSecrets))).toEqual([
      { result: 'qr', payload, url: link, file: null },
    ]);
  });

  test('writes and reads the compact text of RainMaker', async () => {
    const short = `NP:PROV_261FCC|${secrets.pop}|b`;
    const { stdout } = await run(['qr', ...label, '--compact', '--json'], mayPrintSecrets);
    const url = `https://rainmaker.espressif.com/qrcode.html?data=${short}`;
    expect(JSON.parse(stdout)).toEqual({ result: 'qr', payload: short, url, file: null });
    for (const source of [short, url]) {
      expect(await read(source)).toMatchObject({
        name: 'PROV_261FCC',
        pop: secrets.pop,
        transport: 'ble',
        security: null,
        compact: true,
      });
    }
    using scratch = new Scratch();
    const file = scratch.path('label.png');
    await run(['qr', ...label, '--compact', '--out', file], mayPrintSecrets);
    expect(await read(file)).toMatchObject({ name: 'PROV_261FCC', pop: secrets.pop });
  });

  test.each([
    ['a bar in the name', ['--name', 'a|b']],
    ['a bar in the secret', ['--name', 'a', '--pop', 'x|y']],
    ['a user name', ['--name', 'a', '--username', 'u']],
    ['a scheme', ['--name', 'a', '--security', '2']],
    ['a member', ['--name', 'a', '--member', 'vid=7']],
  ])('does not write the compact text with %s, which it has no room for', async (_, args) => {
    expectFailure(await run(['qr', '--compact', ...args]), 2, 'usage/invalid-option', /--compact/);
  });

  test('refuses a name with a control character, such as the end of a line of a spreadsheet', async () => {
    expectFailure(await run(['qr', '--name', 'LAMP_0001\r']), 2, 'usage/invalid-option', /without control characters/);
  });

  test('makes a strong proof of possession, and none where one is given', async () => {
    const made = async () => {
      const { stdout } = await run(['qr', '--name', 'PROV_261FCC', '--generate', '--json'], mayPrintSecrets);
      return JSON.parse(JSON.parse(stdout).payload).pop;
    };
    const [one, other] = [await made(), await made()];
    expect(one).toMatch(/^[a-hj-km-np-z2-9]{16}$/);
    expect(other).not.toBe(one);
    expectFailure(await run(['qr', ...label, '--generate'], mayPrintSecrets), 2, 'usage/invalid-option');
  });

  test('writes what a label may tell, in the order of the firmware', async () => {
    const all = [
      '--transport',
      'softap',
      '--username',
      'u',
      '--password',
      'key',
      '--security',
      '2',
      '--network',
      'wifi',
    ];
    const { stdout } = await run(['qr', ...label, ...all, '--json'], mayPrintSecrets);
    expect(JSON.parse(stdout).payload).toBe(
      `{"ver":"v1","name":"PROV_261FCC","username":"u","pop":"${secrets.pop}","password":"key","transport":"softap","security":2,"network":"wifi"}`,
    );
  });

  test('writes members of a vendor in their order: JSON as it is, else text', async () => {
    const own = ['model=A 1', 'vid=0x12', 'big=12345678901234567890', 'list=[1, 2]', 'eq=a=b', '__proto__={"pop":"x"}'];
    const { stdout } = await run(
      ['qr', ...label, ...own.flatMap((member) => ['--member', member]), '--json'],
      mayPrintSecrets,
    );
    const text =
      `${payload.slice(0, -1)},"model":"A 1","vid":"0x12","big":12345678901234567890,` +
      '"list":[1, 2],"eq":"a=b","__proto__":{"pop":"x"}}';
    expect(JSON.parse(stdout).payload).toBe(text);
    expect((await read(text))['text']).toBe(text);
  });

  test.each(['model', '=A1', 'pop=x', 'security=0'])('refuses the member %s', async (member) => {
    expectFailure(await run(['qr', '--name', 'a', '--member', member]), 2, 'usage/invalid-option');
  });

  test.each(['label.png', 'LABEL.PNG'])('writes a picture that is read again: %s', async (name) => {
    using scratch = new Scratch();
    const file = scratch.path(name);
    const written = await run(['qr', ...label, '--out', file], mayPrintSecrets);
    expect(written.stdout).toBe(`${file}: ${payload}\n`);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(await read(file)).toEqual({
      result: 'qr-payload',
      version: 'v1',
      name: 'PROV_261FCC',
      transport: 'ble',
      security: null,
      username: null,
      pop: secrets.pop,
      password: null,
      compact: false,
      network: null,
      members: [],
      text: payload,
    });
    const { width, height } = PNG.sync.read(readFileSync(file));
    expect([width, height]).toEqual([41 * 8, 41 * 8]);
  });

  test('writes SVG whose squares are those of the picture', async () => {
    using scratch = new Scratch();
    const [svg, png] = [scratch.path('label.svg'), scratch.path('label.png')];
    for (const file of [svg, png]) await run(['qr', ...label, '--out', file], mayPrintSecrets);
    const text = readFileSync(svg, 'utf8');
    expect(text).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" viewBox="0 0 41 41"/);
    const squares = new Set<string>();
    for (const [, x, y, length] of text.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
      for (let i = 0; i < Number(length); i++) squares.add(`${Number(x) + i} ${y}`);
    }
    const picture = PNG.sync.read(readFileSync(png));
    for (let y = 0; y < 41; y++) {
      for (let x = 0; x < 41; x++) {
        const isDark = picture.data[(y * 8 * picture.width + x * 8) * 4] === 0;
        expect(squares.has(`${x} ${y}`)).toBe(isDark);
      }
    }
  });

  test.each<[string, string[]]>([
    ['no name', ['qr']],
    ['an empty name', ['qr', '--name', '']],
    ['a picture of another kind', ['qr', '--name', 'a', '--out', 'label.gif']],
    ['more than a code holds', ['qr', '--name', 'a'.repeat(3000)]],
    ['a transport that has no code', ['qr', '--name', 'a', '--transport', 'console']],
    ['a scheme that there is not', ['qr', '--name', 'a', '--security', '3']],
  ])('refuses %s', async (_, args) => {
    expectFailure(await run(args), 2, 'usage/invalid-option');
  });

  test('says when the picture cannot be written', async () => {
    using scratch = new Scratch();
    const nowhere = scratch.path('no-such-folder/label.png');
    expectFailure(await run(['qr', '--name', 'a', '--out', nowhere]), 9, 'host/file-unusable');
  });
});

/** A JPEG that is its head only, and asks for much room. */
function jpegHead(width: number, height: number): Uint8Array {
  const size = [height >> 8, height & 255, width >> 8, width & 255];
  return Uint8Array.of(0xff, 0xd8, 0xff, 0xc0, 0, 17, 8, ...size, 3, 1, 0x22, 0, 2, 0x11, 0, 3, 0x11, 0);
}

describe.concurrent('qr read', { timeout: testTimeoutMs }, () => {
  test('takes text, links, files with them, and standard input', async () => {
    using scratch = new Scratch();
    const file = scratch.path('label.txt');
    writeFileSync(file, `${link}\n`);
    for (const source of [payload, ` ${payload} `, link, file]) expect((await read(source))['text']).toBe(payload);
    await using program = new Program(['qr', 'read', '-'], { stdin: 'pipe', ...mayPrintSecrets });
    program.type(payload);
    program.endInput();
    expect((await program.ended()).stdout).toBe(
      `Name            PROV_261FCC\nTransport       ble\nPoP             ${secrets.pop}\n`,
    );
  });

  test.each<[string, number, boolean]>([
    ['a photo', 0.2, false],
    ['a photo of a dark terminal', -0.4, true],
  ])('takes %s', async (_, angle, inverted) => {
    using scratch = new Scratch();
    const file = scratch.path('label.png');
    await run(['qr', ...label, '--out', file], mayPrintSecrets);
    const picture = photograph(PNG.sync.read(readFileSync(file)), { angle, inverted });
    const photo = scratch.path('photo.jpg');
    writeFileSync(photo, jpeg.encode(picture, 70).data);
    expect((await read(photo))['text']).toBe(payload);
  });

  test('takes a picture that is seen through', async () => {
    using scratch = new Scratch();
    const file = scratch.path('label.png');
    await run(['qr', ...label, '--out', file], mayPrintSecrets);
    const picture = PNG.sync.read(readFileSync(file));
    for (let i = 0; i < picture.data.length; i += 4) {
      if (picture.data[i] === 255) picture.data.set([0, 0, 0, 0], i);
    }
    writeFileSync(file, PNG.sync.write(picture));
    expect((await read(file))['text']).toBe(payload);
  });

  test('lets nothing in a code steer the terminal', async () => {
    const text = formatQrPayload({ version: 'v1', name: 'a\u001b[2Jb', transport: 'ble' });
    const { stdout } = await run(['qr', 'read', text]);
    expect(stdout).not.toContain('\u001b');
    expect(stdout).toContain('Name            a\u{fffd}[2Jb\n');
  });

  test('refuses pictures without a code, broken ones, ones of other kinds and huge ones', async () => {
    using scratch = new Scratch();
    const file = scratch.path('picture');
    const blank = new PNG({ width: 100, height: 100 });
    blank.data.fill(255);
    const png = PNG.sync.write(blank);
    const huge = Buffer.from(png);
    huge.writeUInt32BE(60_000, 16);
    huge.writeUInt32BE(60_000, 20);
    for (const [content, why] of [
      [png, 'no QR code is found in the picture'],
      [png.subarray(0, 40), 'cannot be opened as PNG'],
      [jpegHead(9990, 9990), '9990 × 9990 squares are more than 25 million'],
      [jpegHead(4000, 4000), '21 bytes cannot hold 4000 × 4000 squares'],
      [Buffer.alloc(70_000, '['), '64 kB is the most'],
      [png.subarray(0, 9), 'cannot be opened as PNG'],
      [huge, 'cannot be opened as PNG'],
      [Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 16), 'cannot be opened as JPEG'],
      [Buffer.from('GIF89a'), 'this is GIF'],
      [Buffer.from('RIFF1234WEBPVP8 '), 'this is WebP'],
      [Buffer.from('\0\0\0\x18ftypheic', 'latin1'), 'this is HEIC'],
      [Uint8Array.of(1, 2, 0xff), 'this is neither'],
      [Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'this is SVG'],
      [Buffer.from('\ufeff<?xml version="1.0"?>\n<!-- by hand -->\n<!DOCTYPE svg>\n<svg>'), 'this is SVG'],
      [Buffer.from(`<svg>${' '.repeat(70_000)}`), 'this is SVG: qr --out label.png makes one that is read'],
      [Buffer.from('WIFI:S:Home;P:12345678;;\n'), 'the code of a Wi-Fi network'],
      [Buffer.from('just text'), 'not a JSON object'],
    ] as const) {
      writeFileSync(file, content);
      const ended = await run(['qr', 'read', file]);
      expectFailure(ended, 2, 'qr/unreadable');
      expect(ended.stderr.toLowerCase()).toContain(why.toLowerCase());
    }
  });

  test('names the kind of another code, and nothing that stands in it', async () => {
    const ended = await run(['qr', 'read', 'WIFI:S:PROV_ABC123;T:WPA;P:12345678;;']);
    expectFailure(ended, 2, 'qr/unreadable');
    expect(ended.stderr).toContain('the code of a Wi-Fi network');
    expect(ended.stderr).not.toContain('12345678');
    expectFailure(await run(['info', '--qr', 'MT:Y.K9042C00KA0648G00']), 2, 'qr/unreadable');
  });

  test('shows members of a vendor as they stand, and steers no terminal by them', async () => {
    const own = '"vid":12345678901234567890,"model":"A\\u001b[2J","__proto__":{"pop":"x"}';
    const text = `{"ver":"v1","name":"PROV_261FCC","transport":"ble",${own}}`;
    const shown = await run(['qr', 'read', text]);
    expect(shown.stdout).toContain('Member vid      12345678901234567890\n');
    expect(shown.stdout).toContain('Member __proto__  {"pop":"x"}\n');
    const line = await read(text);
    expect(line['text']).toBe(text);
    expect(line['members']).toEqual([
      { name: 'vid', json: '12345678901234567890' },
      { name: 'model', json: '"A\\u001b[2J"' },
      { name: '__proto__', json: '{"pop":"x"}' },
    ]);
    const hostile = '{"name":"a","transport":"ble","\\u001b[2J":1}';
    expect((await run(['qr', 'read', hostile])).stdout).not.toContain('\u001b');
  });

  test('refuses a file that is not there, without a word of what was given', async () => {
    // Half of a payload that was not quoted, for example.
    const ended = await run(['qr', 'read', `pop:${secrets.pop}`]);
    expectFailure(ended, 9, 'host/file-unusable');
  });
});

describe.concurrent('--qr', { timeout: testTimeoutMs }, () => {
  const qr = (more: Partial<QrPayload>) => [
    '--qr',
    formatQrPayload({ version: 'v1', name: 'PROV_261FCC', transport: 'softap', ...more }),
  ];

  test('of the code that a device prints provisions it', async () => {
    await using device = await startDevice(['--fast', '--profile', 'idf-5.5']);
    const [url = ''] = await device.program.sees(/https:\/\/\S+data=\{.*\}/);
    const address = ['--service_name', device.address];
    const ended = await run(['--qr', url, ...address, '--ssid', 'myssid', '--passphrase', secrets.password]);
    expect(ended.stdout).toContain('192.168.43.220');
    expect(ended.stderr).toContain('security 2');
    expect(ended.code).toBe(0);
  });

  test('of a picture feeds every command that talks to a device', async () => {
    using scratch = new Scratch();
    const file = scratch.path('label.png');
    await run(['qr', ...label, '--transport', 'softap', '--out', file], mayPrintSecrets);
    await using device = await startDevice();
    const to = ['--qr', file, '--service-name', device.address];
    for (const args of [['info'], ['scan'], ['send', 'custom-data', 'hello']]) {
      const ended = await run([...args, ...to, '--json']);
      expect(jsonLines(ended)[0]).toEqual({
        event: 'qr',
        name: 'PROV_261FCC',
        transport: 'softap',
        security: null,
        network: null,
      });
      expect(ended.code).toBe(0);
    }
  });

  test('does not allow a scheme below the one on the label, unless that is asked for', async () => {
    await using device = await startDevice();
    const scan = ['scan', '--service-name', device.address];
    const strong = qr({ pop: secrets.pop, security: 2 });
    expectFailure(await run([...scan, ...strong]), 6, 'session/downgraded');
    expect((await run([...scan, ...strong, '--sec-ver', '1'])).code).toBe(0);
    expect((await run([...scan, ...strong, '--min-sec-ver', '1'])).code).toBe(0);
    expect((await run([...scan, ...qr({ pop: secrets.pop, security: 0 })])).code).toBe(0);
  });

  test('names the access point that has to be joined, where no address is given', async () => {
    // Refused before anything is sent, since any device may be at the usual address here.
    const refused = ['--port', 'x'];
    const named = await run(['info', ...qr({}), ...refused]);
    expectFailure(named, 2, 'usage/invalid-option');
    expect(named.stderr).toContain('The QR code is of the access point PROV_261FCC, which this machine has to be');
    const addressed = await run(['info', ...qr({}), '--service-name', '127.0.0.1:1', ...refused]);
    expect(addressed.stderr).not.toContain('access point');
  });

  test('takes the transport of the code, unless another is given', async () => {
    const ble = qr({ transport: 'ble' });
    const ended = await run(['info', ...ble]);
    expectFailure(ended, 9, 'bluetooth/no-bus');
    await using device = await startDevice();
    expect((await run(['info', ...ble, '--transport', 'softap', '--service-name', device.address])).code).toBe(0);
  });

  test('with members of a vendor provisions as one without', async () => {
    await using device = await startDevice(['--fast']);
    const text = `{"name":"PROV_261FCC","transport":"softap","pop":"${secrets.pop}","__proto__":{"pop":"x"},"vid":[7]}`;
    const to = ['--qr', text, '--service-name', device.address];
    const ended = await run([...to, '--ssid', 'myssid', '--passphrase', secrets.password]);
    expect(ended.code).toBe(0);
  });

  test('that holds no payload is refused before anything is asked', async () => {
    expectFailure(await run(['info', '--qr', '{"name":"PROV_1"}']), 2, 'qr/unreadable');
    expectFailure(await run(['info', '--qr', 'no-such-file.png']), 9, 'host/file-unusable');
  });
});
