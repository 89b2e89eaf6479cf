import { describe, expect, test } from 'vitest';
import { fitting } from '../../src/terminal/printable.ts';
import { wrapped } from '../../src/terminal/wrapped.ts';

describe('a line on a narrow screen', () => {
  test('is broken between words, and goes on below its own beginning', () => {
    expect(wrapped('This machine has no D-Bus system bus.', 24)).toEqual(['This machine has no', 'D-Bus system bus.']);
    expect(wrapped('error: The file is already there. (a/b)', 24)).toEqual([
      'error: The file is',
      '       already there.',
      '       (a/b)',
    ]);
    expect(wrapped('WRONG    Bluetooth: not to be had here', 24)).toEqual([
      'WRONG    Bluetooth: not',
      '         to be had here',
    ]);
    expect(wrapped('  - The picture is blurred or small.', 24)).toEqual([
      '  - The picture is',
      '    blurred or small.',
    ]);
  });

  test('begins with no sign that stands alone', () => {
    expect(wrapped('==== Sending Wi-Fi Config ====', 28)).toEqual(['==== Sending Wi-Fi', 'Config ====']);
    expect(wrapped('Looking for devices nearby …', 27)).toEqual(['Looking for devices', 'nearby …']);
  });

  test('stays as it is where it fits, to the last place', () => {
    expect(wrapped('123456789 123456789 1234', 24)).toEqual(['123456789 123456789 1234']);
    expect(wrapped('', 24)).toEqual(['']);
  });

  test('is measured in places, which of a wide letter are two', () => {
    expect(wrapped('寝室のランプ 台所のランプ', 24)).toEqual(['寝室のランプ', '台所のランプ']);
  });

  test('keeps a word and a command whole that are longer than the screen, to be copied as one', () => {
    const address = 'unix:path=/run/user/1000/bus-of-a-long-name';
    expect(wrapped(`Set it to ${address} then.`, 24)).toEqual(['Set it to', address, 'then.']);
    const command = 'esp-prov --ble virtual --service-name PROV_261FCC --pop abcd1234';
    expect(wrapped(`Provision it with: ${command}`, 40)).toEqual(['Provision it with:', command]);
    expect(wrapped('Check that it is on. Run esp-prov discover --help. Or wait.', 40)).toEqual([
      'Check that it is on. Run',
      'esp-prov discover --help. Or wait.',
    ]);
    expect(wrapped('Use esp-prov flash create or esp-prov flash write.', 30)).toEqual([
      'Use esp-prov flash create or',
      'esp-prov flash write.',
    ]);
  });

  test('loses no word, whatever the width', () => {
    const line = '       Cannot reach it: "a  b" (ENOENT); esp-prov doctor, then wait   for it.';
    for (let width = 1; width < 90; width++) {
      expect(wrapped(line, width).join(' ').replace(/\s+/g, ' ')).toBe(line.replace(/\s+/g, ' '));
    }
  });

  test('is left whole where no screen shows it', () => {
    const line = 'This machine has no D-Bus system bus.';
    expect(fitting(line, {})).toBe(line);
    expect(fitting(line, { isTTY: true, columns: 24 })).toBe('This machine has no\nD-Bus system bus.');
  });
});
