import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { expectFailure, jsonLines } from '../../../../support/expect-failure.ts';
import { run, testTimeoutMs } from '../../../../support/program.ts';
import { Scratch } from '../../../../support/scratch.ts';
import { secrets } from '../../../../support/secrets.ts';

const unit = '/etc/systemd/system/esp-prov.service';

/** A system in a folder, on which the command installs and uninstalls. */
class System implements Disposable {
  readonly #scratch = new Scratch();
  readonly root: string = this.#scratch.folder('root');

  constructor() {
    // A program of its own, as a package installs it.
    mkdirSync(join(this.root, 'usr/bin'), { recursive: true });
    writeFileSync(join(this.root, 'usr/bin/esp-prov'), '');
  }

  secretFile(secret: string): string {
    return this.#scratch.write('secret.txt', secret);
  }

  async do(...args: readonly string[]) {
    return await run(['device', '--linux', ...args, '--root', this.root]);
  }

  /** Every file with its rights and its content. */
  files(): Record<string, string> {
    const below = readdirSync(join(this.root, 'etc'), { recursive: true, withFileTypes: true });
    return Object.fromEntries(
      below
        .filter((entry) => !entry.isDirectory())
        .map((entry) => {
          const place = join(entry.parentPath, entry.name);
          const path = place.slice(this.root.length);
          if (entry.isSymbolicLink()) return [path, `-> ${readlinkSync(place)}`];
          return [path, `${(statSync(place).mode & 0o7777).toString(8)} ${readFileSync(place, 'utf8')}`];
        }),
    );
  }

  read(path: string): string {
    return readFileSync(join(this.root, path), 'utf8');
  }

  write(path: string, content: string): void {
    writeFileSync(join(this.root, path), content);
  }

  [Symbol.dispose](): void {
    this.#scratch[Symbol.dispose]();
  }
}

describe.concurrent('installing a board', { timeout: testTimeoutMs }, () => {
  test('shows every file with its rights, its owner and its text, and writes nothing', async () => {
    using system = new System();
    const shown = await system.do('--install');
    expect(shown.code).toBe(0);
    expect(shown.stderr).toContain(`create: ${unit} (mode 0644, owner root:root)`);
    expect(shown.stderr).toContain('    ExecStart=/usr/bin/esp-prov device --linux --no-qr');
    expect(shown.stderr).toContain('create: /etc/polkit-1/rules.d/50-esp-prov.rules (mode 0644, owner root:root)');
    expect(shown.stderr).toContain('multi-user.target.wants/esp-prov.service, a link to');
    expect(shown.stdout).toContain('Nothing was changed. With --apply: 6 files to install.');
    expect(readdirSync(system.root)).toEqual(['usr']);
  });

  test('writes what it has shown, and nothing the second time', async () => {
    using system = new System();
    const shown = jsonLines(await system.do('--install', '--json')).filter(({ event }) => event === 'file');
    const applied = await system.do('--install', '--apply');
    expect(applied).toMatchObject({ code: 0, stdout: expect.stringContaining('6 files installed.') });
    const files = system.files();
    expect(Object.keys(files).sort()).toEqual(shown.map(({ path }) => path).sort());
    for (const { path, mode, kind, content } of shown) {
      const written = kind === 'link' ? `-> ${content}` : `${String(mode).replace(/^0/, '')} ${content}`;
      expect(files[String(path)]).toBe(written);
    }
    const again = await system.do('--install', '--apply', '--json');
    expect(jsonLines(again).at(-1)).toMatchObject({ result: 'install', applied: true, changes: 0, commands: [] });
    expect(system.files()).toEqual(files);
  });

  test('says how the label is printed, with the options that it depends on', async () => {
    using system = new System();
    const shown = await system.do('--install');
    expect(shown.stdout).not.toContain('--show-label');
    const applied = await system.do('--install', '--apply', '--start', 'offline');
    expect(applied.stdout).toContain('Print its label on the board: sudo esp-prov device --linux --show-label\n');
    const softAp = [
      '--transport',
      'softap',
      '--name',
      'Lamp 1',
      '--password-file',
      system.secretFile(secrets.otherPop),
    ];
    const again = await system.do('--install', '--apply', ...softAp);
    expect(again.stdout.replace(/\s+/g, ' ')).toContain(
      "device --linux --show-label --transport softap --name 'Lamp 1' --password-file /etc/esp-prov/password",
    );
    expect((await system.do('--install', '--apply', ...softAp)).stdout).toContain('Print its label on the board:');
  });

  test('puts no secret on the command line nor on the screen, and forgets one that is not given any more', async () => {
    using system = new System();
    const options = ['--security', '1', '--pop-file', system.secretFile(`${secrets.pop}\n`)];
    const ended = await system.do('--install', '--apply', ...options);
    expect(ended.code).toBe(0);
    const files = system.files();
    expect(files['/etc/esp-prov/pop']).toBe(`600 ${secrets.pop}`);
    expect(files[unit]).toContain(
      'ExecStart=/usr/bin/esp-prov device --linux --security 1 --pop-file %d/pop --no-qr\nLoadCredential=pop:/etc/esp-prov/pop\n',
    );
    expect(files[unit]).not.toContain(secrets.pop);
    expect((await system.do('--install', '--apply')).code).toBe(0);
    expect(system.files()).not.toHaveProperty(['/etc/esp-prov/pop']);
  });

  test('gives only what the options need', async () => {
    using system = new System();
    const unitOf = async (...options: string[]) => {
      expect((await system.do('--install', '--apply', ...options)).code).toBe(0);
      return system.read(unit);
    };
    const ble = await unitOf();
    expect(ble).toContain('\nAmbientCapabilities=\nCapabilityBoundingSet=\n');
    expect(ble).toContain('\nPrivateDevices=yes\n');
    expect(system.read('/etc/polkit-1/rules.d/50-esp-prov.rules')).not.toContain('wifi.share');
    const softAp = await unitOf('--transport', 'softap');
    expect(softAp).toContain('\nAmbientCapabilities=CAP_NET_BIND_SERVICE CAP_NET_ADMIN\n');
    expect(system.read('/etc/polkit-1/rules.d/50-esp-prov.rules')).toContain('wifi.share.protected');
    const wpa = await unitOf('--wifi', 'wpa-supplicant');
    expect(wpa).toContain('\nAmbientCapabilities=CAP_NET_ADMIN\n');
    expect(system.files()).not.toHaveProperty(['/etc/polkit-1/rules.d/50-esp-prov.rules']);
    expect(system.read('/etc/dbus-1/system.d/org.esp_prov.Device.conf')).toContain('fi.w1.wpa_supplicant1');
    const button = await unitOf('--button', 'gpiomon 17', '--wifi', 'networkmanager');
    expect(button).toContain('\nDeviceAllow=char-gpiochip rw\n');
    expect(system.read('/etc/dbus-1/system.d/org.esp_prov.Device.conf')).not.toContain('fi.w1.wpa_supplicant1');
    expect(system.read('/etc/sysusers.d/esp-prov.conf')).toContain('m esp-prov gpio\n');
    const state = await unitOf('--state', '/var/lib/lamp');
    expect(state).toContain('\nStateDirectory=lamp\n');
    expectFailure(await system.do('--install', '--state', '/srv/lamp'), 2, 'usage/invalid-option', /below \/var\/lib/);
    expectFailure(await system.do('--install', '--state', '/var/lib/../../srv'), 2, 'usage/invalid-option');
  });

  test('asks for no file that somebody has changed, unless it is forced to', async () => {
    using system = new System();
    await system.do('--install', '--apply');
    system.write(unit, '# mine\n');
    const before = system.files();
    const refused = await system.do('--install', '--apply', '--transport', 'softap');
    expectFailure(refused, 9, 'host/file-unusable', /omebody has changed \/etc\/systemd\/system\/esp-prov\.service/);
    expect(system.files()).toEqual(before);
    const shown = await system.do('--install', '--transport', 'softap');
    expect(shown.stderr).toContain(`CHANGED by somebody, replaced only with --force: ${unit}`);
    expect((await system.do('--install', '--apply', '--force')).code).toBe(0);
    expect(system.read(unit)).toContain('[Unit]');
  });

  test('takes a masked unit for changed, and does not write through its link', async () => {
    using system = new System();
    mkdirSync(join(system.root, 'etc/systemd/system'), { recursive: true });
    symlinkSync('/dev/null', join(system.root, unit));
    expectFailure(await system.do('--install', '--apply'), 9, 'host/file-unusable');
    expect((await system.do('--install', '--apply', '--force')).code).toBe(0);
    expect(system.read(unit)).toContain('[Unit]');
  });

  test('does not follow a link of an image out of it', async () => {
    using system = new System();
    using outside = new Scratch();
    symlinkSync(outside.folder('etc'), join(system.root, 'etc'));
    const ended = await system.do('--install', '--apply');
    expectFailure(ended, 9, 'host/file-unusable', /is a link, which may lead out of/);
    expect(readdirSync(outside.path('etc'))).toEqual([]);
  });

  test.each([
    [['--transport', 'softap', '--hotspot-password', '1234567'], /Expected 8 to 63 printable/],
    [['--name', 'a-name-that-is-far-too-long-for-it'], /Expected 1 to 29/],
  ])('refuses now what the service would refuse at every start: %j', async (options, why) => {
    using system = new System();
    expectFailure(await system.do('--install', ...options), 2, 'usage/invalid-option', why);
  });

  test('says where the service would not see its own program', async () => {
    using system = new System();
    const ended = await system.do('--install', '--apply', '--endpoints', '/home/pi/endpoints.mjs');
    expectFailure(ended, 9, 'host/file-unusable', /does not see \/home\/pi\/endpoints\.mjs/);
    const shown = await system.do('--install', '--endpoints', '/home/pi/endpoints.mjs');
    expect(shown).toMatchObject({ code: 0, stderr: expect.stringContaining('warning: the service does not see') });
  });
});

describe.concurrent('uninstalling a board', { timeout: testTimeoutMs }, () => {
  test('removes exactly what was installed', async () => {
    using system = new System();
    mkdirSync(join(system.root, 'etc/systemd/system'), { recursive: true });
    system.write('/etc/systemd/system/other.service', 'other');
    await system.do('--install', '--apply', '--security', '1', '--pop-file', system.secretFile('12345678'));
    const shown = await system.do('--uninstall');
    expect(shown.stderr).toContain(`remove: ${unit}`);
    expect(shown.stdout).toContain('With --apply: 7 files to uninstall.');
    const done = await system.do('--uninstall', '--apply');
    expect(done).toMatchObject({ code: 0, stdout: expect.stringContaining('7 files uninstalled.') });
    expect(Object.keys(system.files())).toEqual(['/etc/systemd/system/other.service']);
    expect(readdirSync(join(system.root, 'etc'))).not.toContain('esp-prov');
    expect((await system.do('--uninstall', '--apply')).stdout).toContain('Nothing is installed.');
  });

  test('leaves what somebody has changed, unless it is forced to', async () => {
    using system = new System();
    await system.do('--install', '--apply');
    system.write(unit, '# mine\n');
    const done = await system.do('--uninstall', '--apply');
    expect(done.stderr).toContain(`CHANGED by somebody, removed only with --force: ${unit}`);
    expect(Object.keys(system.files()).sort()).toEqual(['/etc/esp-prov/installed.json', unit]);
    await system.do('--uninstall', '--apply', '--force');
    expect(Object.keys(system.files())).toEqual([]);
  });

  test('erases the state by request, and nothing else in its folder', async () => {
    using system = new System();
    await system.do('--install', '--apply');
    mkdirSync(join(system.root, 'var/lib/esp-prov'), { recursive: true });
    system.write('/var/lib/esp-prov/identity.json', '{"version":1,');
    expect((await system.do('--uninstall', '--apply')).code).toBe(0);
    expect(system.read('/var/lib/esp-prov/identity.json')).not.toBe('');
    system.write('/var/lib/esp-prov/mine.txt', 'mine');
    const shown = await system.do('--uninstall', '--erase');
    expect(shown.stderr).toContain('remove: /var/lib/esp-prov');
    expect((await system.do('--uninstall', '--erase', '--apply')).code).toBe(0);
    expect(readdirSync(join(system.root, 'var/lib/esp-prov'))).toEqual(['mine.txt']);
    system.write('/var/lib/esp-prov/identity.json', '{"version":1,');
    rmSync(join(system.root, 'var/lib/esp-prov/mine.txt'));
    expect((await system.do('--uninstall', '--erase', '--apply')).code).toBe(0);
    expect(readdirSync(join(system.root, 'var/lib'))).toEqual([]);
  });

  test('goes nowhere else, whatever is noted', async () => {
    using system = new System();
    await system.do('--install', '--apply');
    system.write('/etc/passwd', 'root');
    const note = JSON.parse(system.read('/etc/esp-prov/installed.json'));
    // sha256 of the content as the note counts it would fit; the path does not.
    note.files['/etc/passwd'] = Object.values(note.files)[0];
    note.files['/etc/../etc/passwd'] = Object.values(note.files)[0];
    system.write('/etc/esp-prov/installed.json', JSON.stringify(note));
    expect((await system.do('--uninstall', '--apply', '--force')).code).toBe(0);
    expect(Object.keys(system.files())).toEqual(['/etc/passwd']);
  });

  test.each(['', 'null', '[]', '{"files":7}', '{"files":{"/etc/sysusers.d/esp-prov.conf":null}}', '\u00ff'])(
    'removes nothing where the note is %j',
    async (note) => {
      using system = new System();
      await system.do('--install', '--apply');
      system.write('/etc/esp-prov/installed.json', note);
      chmodSync(join(system.root, '/etc/esp-prov/installed.json'), 0o600);
      expect((await system.do('--uninstall', '--apply')).code).toBe(0);
      expect(system.files()).toHaveProperty([unit]);
    },
  );
});
