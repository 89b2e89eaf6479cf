import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { secrets } from './secrets.ts';

/** A folder for the files of one test, removed when it is disposed. */
export class Scratch implements Disposable {
  readonly #folder = mkdtempSync(join(tmpdir(), 'esp-prov-test-'));

  /** Path of a file that does not exist yet. */
  path(name: string): string {
    return join(this.#folder, name);
  }

  /** Path of a file with this content. */
  write(name: string, content: string): string {
    const path = this.path(name);
    writeFileSync(path, content);
    return path;
  }

  /** Path of a folder that only this user can enter. */
  folder(name: string): string {
    const path = this.path(name);
    mkdirSync(path, { recursive: true, mode: 0o700 });
    return path;
  }

  /** An air file with the network `myssid`, which `change` changes, and with `more` of them. */
  air(change: Readonly<Record<string, unknown>> = {}, ...more: readonly Readonly<Record<string, unknown>>[]): string {
    const file = this.path('air.json');
    const network = { ssid: 'myssid', auth: 'WPA2_PSK', password: secrets.password, ip4: '192.168.43.220', ...change };
    writeFileSync(file, JSON.stringify([network, ...more]));
    return file;
  }

  /**
   * Arguments of a device whose radio tells a wrong password at once. With `--fast` it would try again without a pause,
   * since the application rejoins for ever.
   */
  quickRadio(): string[] {
    return ['--air', this.air({ joinMs: 100 })];
  }

  [Symbol.dispose](): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
