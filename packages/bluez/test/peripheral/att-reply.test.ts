import { AttError } from '@esp-prov/device';
import { describe, expect, test } from 'vitest';
import { attReply, isAttError } from '../../src/peripheral/att-reply.ts';

describe('a refusal in the words of bluetoothd', () => {
  test.each([
    [0x02, 'read', 'org.bluez.Error.NotPermitted'],
    [0x03, 'write', 'org.bluez.Error.NotPermitted'],
    [0x06, 'write', 'org.bluez.Error.NotSupported'],
    [0x07, 'read', 'org.bluez.Error.InvalidOffset'],
    [0x08, 'write', 'org.bluez.Error.NotAuthorized'],
    [0x0d, 'write', 'org.bluez.Error.InvalidValueLength'],
    [0xfe, 'write', 'org.bluez.Error.InProgress'],
  ] as const)('0x%s of a %s is %s', (code, action, errorName) => {
    expect(attReply(code, action, 'so it is')).toMatchObject({ errorName, message: 'so it is' });
  });

  test.each([0x80, 0x85, 0x9f])('0x%s, which is for applications, is a number as text', (code) => {
    expect(attReply(code, 'write', 'so it is')).toMatchObject({
      errorName: 'org.bluez.Error.Failed',
      message: `0x${code.toString(16)}`,
    });
  });

  test('0x0e is any name that bluetoothd does not know', () => {
    expect(attReply(0x0e, 'write', 'so it is').errorName).toBe('org.bluez.Error.Unlikely');
  });

  test.each([0x01, 0x02, 0x04, 0x0a, 0x0f, 0xa0, 0xfc])('0x%s, for which it has none, is 0x80', (code) => {
    expect(attReply(code, 'write', 'so it is')).toMatchObject({
      errorName: 'org.bluez.Error.Failed',
      message: '0x80',
    });
  });
});

test('a refusal is known by its shape, whichever copy of the class made it', () => {
  expect(isAttError(new AttError(0x80, 'no'))).toBe(true);
  expect(isAttError(Object.assign(new Error('no'), { name: 'AttError', code: 0x80 }))).toBe(true);
  expect(isAttError(new Error('no'))).toBe(false);
  expect(isAttError({ name: 'AttError', code: 0x80 })).toBe(false);
});
