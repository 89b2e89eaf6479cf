import { errorReply } from '@esp-prov/dbus';
import { describe, expect, test } from 'vitest';
import { meansNoLink, needsEncryption, refusal } from '../../src/central/att-refusal.ts';
import { bluezErrorName } from '../../src/service/bluez-names.ts';

const reply = (name: string, text: string) => errorReply(bluezErrorName(name), text);

describe('the number behind the words of bluetoothd', () => {
  test.each([
    ['Failed', 'Operation failed with ATT error: 0x80', 0x80],
    ['Failed', 'Operation failed with ATT error: 0x0e', 0x0e],
    ['NotPermitted', 'Read not permitted', 0x02],
    ['NotPermitted', 'Write not permitted', 0x03],
    ['InvalidArguments', 'Invalid offset', 0x07],
    ['InvalidArguments', 'Invalid Length', 0x0d],
    ['NotAuthorized', 'Operation Not Authorized', 0x08],
    ['NotSupported', 'Operation is not supported', 0x06],
    ['InvalidOffset', 'Invalid Offset', 0x07],
    ['InvalidValueLength', 'Invalid Length', 0x0d],
  ])('%s: %s', (name, text, attError) => {
    expect(refusal(reply(name, text), 'to read a value', '24:0A:C4:26:1F:CE').details.attError).toBe(attError);
  });

  test.each([
    ['Failed', 'Operation failed'],
    ['NotPermitted', 'Write acquired'],
    ['InvalidArguments', 'Invalid arguments in method call'],
    ['InProgress', 'In Progress'],
  ])('is not there in %s: %s, and the words are told as they are', (name, text) => {
    const refused = refusal(reply(name, text), 'to read a value', '24:0A:C4:26:1F:CE');
    expect(refused.code).toBe('gatt/refused');
    expect(refused.details).toEqual({ dbusError: `org.bluez.Error.${name}` });
    expect(refused.message).toBe(`the device refused to read a value: ${text}`);
  });
});

test('a device wants encryption by several words and numbers', () => {
  expect(needsEncryption(reply('NotPermitted', 'Not paired'))).toBe(true);
  for (const code of ['05', '0c', '0f']) {
    expect(needsEncryption(reply('Failed', `Operation failed with ATT error: 0x${code}`))).toBe(true);
  }
  expect(needsEncryption(reply('Failed', 'Insufficient Encryption (0x0f)'))).toBe(true);
  expect(needsEncryption(reply('NotPermitted', 'Write not permitted'))).toBe(false);
  expect(needsEncryption(reply('Failed', 'Operation failed with ATT error: 0x80'))).toBe(false);
  expect(needsEncryption(new Error('Not paired'))).toBe(false);
});

test('some answers can only mean that there is no link', () => {
  expect(meansNoLink(reply('NotConnected', 'Not Connected'))).toBe(true);
  expect(meansNoLink(reply('Failed', 'Not connected'))).toBe(true);
  expect(meansNoLink(errorReply('org.freedesktop.DBus.Error.UnknownObject', 'no such object'))).toBe(true);
  expect(meansNoLink(reply('Failed', 'Operation failed'))).toBe(false);
});
