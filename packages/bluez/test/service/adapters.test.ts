import { failureOf } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import { adapterProblem, type BluetoothAdapter, chooseAdapter } from '../../src/service/adapters.ts';

function adapter(id: string, fields: Partial<BluetoothAdapter> = {}): BluetoothAdapter {
  const last = id.slice(3).padStart(2, '0');
  return {
    id,
    path: `/org/bluez/${id}`,
    address: `AA:BB:CC:DD:EE:${last}`,
    name: 'machine',
    powered: true,
    blocked: undefined,
    roles: ['central', 'peripheral'],
    ...fields,
  };
}

describe('the adapter', () => {
  const off = adapter('hci0', { powered: false });
  const on = adapter('hci1');

  test('is the first that is switched on', () => {
    expect(chooseAdapter([off, on], {}).id).toBe('hci1');
  });

  test('is the first where none is switched on, so that the error is about that', () => {
    expect(chooseAdapter([off], {}).id).toBe('hci0');
  });

  test.each(['hci0', 'AA:BB:CC:DD:EE:00', 'aa:bb:cc:dd:ee:00'])('is the one that was named: %s', (wanted) => {
    expect(chooseAdapter([off, on], { wanted }).id).toBe('hci0');
  });

  test('can play the role', () => {
    const centralOnly = adapter('hci0', { roles: ['central'] });
    expect(chooseAdapter([centralOnly, on], { role: 'peripheral' }).id).toBe('hci1');
    expect(chooseAdapter([adapter('hci0', { roles: [] })], { role: 'peripheral' }).id).toBe('hci0');
    expect(failureOf(() => chooseAdapter([centralOnly], { role: 'peripheral' })).code).toBe('bluetooth/no-adapter');
    expect(failureOf(() => chooseAdapter([centralOnly], { wanted: 'hci0', role: 'peripheral' })).code).toBe(
      'bluetooth/no-adapter',
    );
  });
});

describe('without an adapter', () => {
  test('the error tells which there are', () => {
    expect(() => chooseAdapter([adapter('hci3')], { wanted: 'hci0' })).toThrow(
      'there is no adapter hci0; there is hci3 (AA:BB:CC:DD:EE:03)',
    );
    expect(() => chooseAdapter([], { wanted: 'hci0' })).toThrow('there is none');
    expect(failureOf(() => chooseAdapter([], {})).code).toBe('bluetooth/no-adapter');
  });

  test('a block that takes adapters away is what the user sees', () => {
    const switches = [{ name: 'key', type: 'bluetooth', soft: false, hard: true }];
    expect(failureOf(() => chooseAdapter([], { switches })).code).toBe('bluetooth/blocked');
  });
});

describe('an adapter that is not on', () => {
  test('is blocked where something blocks it, and else switched off', () => {
    expect(adapterProblem(adapter('hci0', { powered: false, blocked: 'hard' }))).toMatchObject({
      code: 'bluetooth/blocked',
      details: { block: 'hard' },
    });
    expect(adapterProblem(adapter('hci0', { powered: false }))).toMatchObject({ code: 'bluetooth/powered-off' });
    expect(adapterProblem(adapter('hci0'))).toBeUndefined();
  });
});
