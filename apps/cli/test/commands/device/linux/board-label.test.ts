import { describe, expect, test } from 'vitest';
import { labelCommand, printedLabel } from '../../../../src/commands/device/linux/board-label.ts';

describe('what prints the label again', () => {
  test('is short for a board with no options', () => {
    expect(labelCommand({})).toBe('esp-prov device --linux --show-label');
    expect(labelCommand({ transport: 'ble' })).toBe('esp-prov device --linux --show-label');
  });

  test('repeats what the label depends on', () => {
    const options = { transport: 'softap', state: '/var/lib/my lamp', name: 'LAMP_1', security: 1 } as const;
    expect(labelCommand(options)).toBe(
      "esp-prov device --linux --show-label --transport softap --state '/var/lib/my lamp' --name LAMP_1 --security 1",
    );
  });
});

test('a label steers no terminal, whatever the state of the board says', () => {
  const identity = { name: 'lamp\u001b]0;owned\u0007', securityVersion: 1 as const, pop: 'abcd\u001b[2J\nPassword: x' };
  const { text } = printedLabel(identity, { transport: 'ble', qr: false });
  expect(text.split('\n')).toEqual([
    'Name: lamp\ufffd]0;owned\ufffd',
    'Proof of possession: abcd\ufffd[2J\ufffdPassword: x',
  ]);
});
