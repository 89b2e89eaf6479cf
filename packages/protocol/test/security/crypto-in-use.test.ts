import { expect, inject, test } from 'vitest';
import * as common from '#crypto';
import * as curve from '#curve';
import * as power from '#power';
import { sec1Device } from '../../src/security/sec1/device.ts';
import { encodeCommand0 } from '../../src/security/sec1/messages.ts';
import { noble, node } from '../support/crypto-platforms.ts';
import { errorOf } from '../support/error-code.ts';

const implementations = { node, noble };
const meant = implementations[inject('crypto')];
const other = implementations[inject('crypto') === 'node' ? 'noble' : 'node'];

test('this project resolves #crypto, #curve and #power to the implementation that its name says', () => {
  const inUse = { ...common, ...curve, ...power };
  expect(inUse.sha256).toBe(meant.sha256);
  expect(inUse.modPow).toBe(meant.modPow);
  expect(inUse.x25519PublicKey).toBe(meant.x25519PublicKey);
  expect(inUse.x25519SharedSecret).toBe(meant.x25519SharedSecret);
  expect(inUse.aes256Ctr).toBe(meant.aes256Ctr);
});

test('the schemes run on that implementation, as the cause of a weak key tells', () => {
  const weakKey = new Uint8Array(32);
  const { cause } = errorOf(() => sec1Device().accept().respond(encodeCommand0(weakKey)));
  const privateKey = new Uint8Array(32).fill(7);
  expect(messageOf(() => meant.x25519SharedSecret(privateKey, weakKey))).toBe((cause as Error).message);
  expect(messageOf(() => other.x25519SharedSecret(privateKey, weakKey))).not.toBe((cause as Error).message);
});

function messageOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('a low-order point was accepted');
}
