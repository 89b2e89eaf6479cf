import { describe, expect, test } from 'vitest';
import { normalizeArguments } from '../src/legacy-arguments.ts';
import { espProvOptions } from '../src/options/esp-prov-names.ts';
import { buildProgram } from '../src/program.ts';

const program = buildProgram();
const normalized = (line: string) => normalizeArguments(program, line.split(' ')).join(' ');

/** Every beginning of every option of esp_prov, and the options that it is a beginning of. */
const beginnings = [...new Set(espProvOptions.flatMap((option) => prefixesOf(option)))].map((beginning) => {
  const likely = espProvOptions.filter((option) => option.startsWith(beginning));
  return { beginning, likely: espProvOptions.some((option) => option === beginning) ? [beginning] : likely };
});

function prefixesOf(option: string): string[] {
  return Array.from({ length: option.length - 2 }, (_, i) => option.slice(0, i + 3));
}

describe('an abbreviation of an option of esp_prov', () => {
  test('stands for it wherever argparse finds one option only, with a value or without', () => {
    const clear = beginnings.filter(({ likely }) => likely.length === 1);
    expect(clear.length).toBeGreaterThan(120);
    for (const { beginning, likely } of clear) {
      const [option] = likely;
      expect([beginning, normalized(beginning)]).toEqual([beginning, option]);
      for (const typed of [beginning, beginning.slice(0, 2) + beginning.slice(2).replaceAll('-', '_')]) {
        expect(normalized(`${typed}=a_b=--c_d`)).toBe(`${option}=a_b=--c_d`);
      }
    }
  });

  test('is refused with its candidates where argparse finds several', () => {
    // `--ble virtual` is an option of ours, and not clear to argparse in any case.
    const unclear = beginnings.filter(({ beginning, likely }) => likely.length > 1 && beginning !== '--ble');
    expect(unclear.map(({ beginning }) => beginning)).toEqual(
      expect.arrayContaining(['--p', '--s', '--se', '--sec', '--sec2', '--cust', '--re', '--bl']),
    );
    for (const { beginning, likely } of unclear) {
      expect(() => normalized(`${beginning}=secret`)).toThrow(
        `${beginning} is ambiguous: it could be ${likely.join(', ')}`,
      );
      expect(() => normalized(`${beginning}=secret`)).not.toThrow('secret');
    }
  });

  test('is not made ambiguous, nor taken, by an option that esp_prov lacks', () => {
    expect(normalized('--po x')).toBe('--pop x');
    expect(normalized('--rep')).toBe('--reprov');
    expect(normalized('--report x')).toBe('--report x');
    expect(normalized('--pop_file x')).toBe('--pop-file x');
    expect(normalized('--passphrase-f x')).toBe('--passphrase-f x');
    expect(normalized('--timeo 3')).toBe('--timeo 3');
  });

  test('is understood by every command that talks to a device, and by no other', () => {
    expect(normalized('scan --serv 127.0.0.1:1 --po=x')).toBe('scan --service-name 127.0.0.1:1 --pop=x');
    expect(normalized('scan --passph x')).toBe('scan --passph x');
    expect(normalized('device --trans ble')).toBe('device --trans ble');
  });

  test('leaves the value behind it alone, and what follows two dashes', () => {
    expect(normalized('--passph --serv --serv x')).toBe('--passphrase --serv --service-name x');
    expect(normalized('send x --serv y -- --serv')).toBe('send x --service-name y -- --serv');
  });
});

describe('names of commands', () => {
  test.each([
    ['flash erase_region a.bin 0 0x1000', 'flash erase-region a.bin 0 0x1000'],
    ['flash erase_flash erase_flash', 'flash erase-flash erase_flash'],
    ['flash nvs generate_key --new_hmac_key a b', 'flash nvs generate-key --new-hmac-key a b'],
    ['qr --name erase_flash read', 'qr --name erase_flash read'],
    ['--ssid flash erase_flash', '--ssid flash erase_flash'],
  ])('%s is %s', (typed, meant) => {
    expect(normalized(typed)).toBe(meant);
  });
});
