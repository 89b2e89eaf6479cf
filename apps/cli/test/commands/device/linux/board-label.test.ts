import { describe, expect, test } from 'vitest';
import { labelCommand } from '../../../../src/commands/device/linux/board-label.ts';

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
