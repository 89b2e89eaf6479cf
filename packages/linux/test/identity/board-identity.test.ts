import { isAmbiguousPair, matchVerifier, type ProvisioningError, parseQrPayload } from '@esp-prov/protocol';
import { failureOf, seededRandom } from '@esp-prov/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { boardIdentity } from '../../src/identity/board-identity.ts';
import type { IdentityDemands } from '../../src/identity/demanded-identity.ts';
import { boardLabel } from '../../src/identity/label.ts';
import { randomText } from '../../src/identity/random-text.ts';
import type { BoardIdentity, BoardState } from '../../src/state/board-state.ts';
import { openBoardState } from '../../src/state/open-board-state.ts';
import { ModelDisk } from '../state/model-disk.ts';

const mac = Uint8Array.of(0xb8, 0x27, 0xeb, 0x26, 0x1f, 0xcc);
let disk: ModelDisk;
beforeEach(() => {
  disk = new ModelDisk();
});

async function open(): Promise<BoardState> {
  const lock = async () => ({ [Symbol.asyncDispose]: async () => undefined });
  return await openBoardState('/state', { disk, bootId: async () => 'boot', lock });
}
/** Whether a pair proves itself to an identity, and what the tools would make of it. */
const matches = ({ verifier }: BoardIdentity, username: string, password = '') =>
  verifier && matchVerifier(username, password, verifier);
const identify = async (demands: IdentityDemands = {}, seed = 1) =>
  await boardIdentity(await open(), { mac, random: seededRandom(seed), demands });

describe('the first start', () => {
  it('names the board after the end of its address, and draws strong secrets', async () => {
    const identity = await identify();
    expect(identity).toMatchObject({ name: 'PROV_261FCC', securityVersion: 2, username: 'wifiprov' });
    expect(identity.pop).toMatch(/^[2-9a-hjkmnp-z]{16}$/);
    expect(identity.hotspotPassphrase).toMatch(/^[2-9a-hjkmnp-z]{16}$/);
    expect(identity.hotspotPassphrase).not.toBe(identity.pop);
    expect(matches(identity, 'wifiprov', identity.pop)).toEqual({});
    expect(identity.verifier?.salt).toHaveLength(16);
  });

  it('is remembered by all later ones', async () => {
    const first = await identify({}, 1);
    expect(await identify({}, 2)).toEqual(first);
  });

  it('draws another secret for another board', async () => {
    const first = await identify({}, 1);
    disk = new ModelDisk();
    expect((await identify({}, 2)).pop).not.toBe(first.pop);
  });

  it('never takes a pair about which the tools disagree, nor a salt that they cut', async () => {
    // About 2 of 400 would be, without care.
    for (let seed = 1; seed <= 400; seed++) {
      disk = new ModelDisk();
      const { pop = '', verifier } = await identify({}, seed);
      expect(isAmbiguousPair('wifiprov', pop)).toBe(false);
      expect(verifier?.salt[0]).not.toBe(0);
    }
  });
});

describe('what is demanded', () => {
  it('counts for one run, and never reaches the disk', async () => {
    const own = await identify();
    const demanded = await identify({ name: 'Lamp', secret: { username: 'me', password: 'top secret' } });
    expect(demanded).toMatchObject({ name: 'Lamp', username: 'me', pop: 'top secret', securityVersion: 2 });
    expect(matches(demanded, 'me', 'top secret')).toEqual({});
    expect(await identify()).toEqual(own);
    expect(disk.names.map((name) => disk.content(name)).join()).not.toMatch(/Lamp|top secret/);
  });

  it('is not on the disk where it came with the first start either', async () => {
    await identify({ name: 'Lamp', secret: { pop: 'abcd1234' }, hotspot: { passphrase: 'let me in' } });
    expect(disk.names.map((name) => disk.content(name)).join()).not.toMatch(/Lamp|abcd1234|let me in/);
    expect((await identify()).name).toBe('PROV_261FCC');
  });

  it('keeps the secret when the scheme changes, both ways', async () => {
    const two = await identify();
    const one = await identify({ securityVersion: 1 });
    expect(one).toMatchObject({ securityVersion: 1, pop: two.pop });
    expect(one.verifier).toBeUndefined();
    // The scheme is kept.
    expect(await identify()).toEqual(one);
    const again = await identify({ securityVersion: 2 });
    expect(matches(again, 'wifiprov', two.pop)).toEqual({});
  });

  it('may be no proof of possession at all, and an open access point', async () => {
    const identity = await identify({ secret: { pop: null }, hotspot: { open: true } });
    expect(identity).toMatchObject({ securityVersion: 1 });
    expect([identity.pop, identity.hotspotPassphrase]).toEqual([undefined, undefined]);
  });

  it.each<[string, IdentityDemands]>([
    ['a PoP and a password', { secret: { pop: 'x', password: 'y' } }],
    ['a user name without a password', { secret: { username: 'me' } }],
    ['a PoP for security 2', { securityVersion: 2, secret: { pop: 'x' } }],
    ['a password for security 1', { securityVersion: 1, secret: { password: 'x' } }],
    ['no PoP for security 0', { securityVersion: 0, secret: { pop: null } }],
    ['a long name', { name: 'x'.repeat(30) }],
    ['an empty name', { name: '' }],
    ['a short passphrase', { hotspot: { passphrase: '1234567' } }],
    ['a passphrase that WPA2 does not know', { hotspot: { passphrase: 'schlüssel' } }],
    ['a passphrase of an open access point', { hotspot: { open: true, passphrase: '12345678' } }],
  ])('is refused where it makes no sense: %s', async (_name, demands) => {
    const error = (await failureOf(identify(demands))) as ProvisioningError;
    expect(error.code).toBe('usage/invalid-option');
    expect(disk.names).toEqual([]);
  });

  it('is refused where the tools disagree about it', async () => {
    // SHA-512 of wifiprov:secret-… begins with a zero byte.
    const password = await ambiguousPassword();
    expect(await failureOf(identify({ secret: { password } }))).toMatchObject({ code: 'credentials/unportable' });
  });
});

describe('the label', () => {
  it('shows what an app needs, and nothing else', async () => {
    const identity = await identify();
    const { qr, lines } = boardLabel(identity, 'ble');
    expect(parseQrPayload(qr)).toEqual({
      version: 'v1',
      name: identity.name,
      transport: 'ble',
      security: 2,
      username: 'wifiprov',
      pop: identity.pop,
    });
    expect(lines).toEqual([`Name: ${identity.name}`, 'User name: wifiprov', `Password: ${identity.pop}`]);
  });

  it('has the passphrase of the access point, within what the firmware has room for', async () => {
    const identity = await identify();
    const { qr, lines } = boardLabel(identity, 'softap');
    expect(parseQrPayload(qr)).toMatchObject({ transport: 'softap', password: identity.hotspotPassphrase });
    expect(qr.length).toBeLessThan(150);
    expect(lines.at(-1)).toContain(identity.hotspotPassphrase);
  });

  it('says what there is none of', async () => {
    const identity = await identify({ secret: { pop: null }, hotspot: { open: true } });
    const { qr, lines } = boardLabel(identity, 'softap');
    expect(parseQrPayload(qr)).toEqual({ version: 'v1', name: identity.name, transport: 'softap', security: 1 });
    expect(lines.join(' ')).toMatch(/\(none\).*open/);
  });
});

it('draws every character with the same chance', () => {
  // Each value of a byte once: those that would favour the first characters are drawn again.
  let next = 0;
  const text = randomText((length) => Uint8Array.from({ length }, () => next++ % 256), 248);
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  expect(new Set(counts.values())).toEqual(new Set([8]));
  expect(counts.size).toBe(31);
});

async function ambiguousPassword(): Promise<string> {
  for (let number = 0; ; number++) {
    const password = `secret-${number}`;
    const hash = await crypto.subtle.digest('SHA-512', new TextEncoder().encode(`wifiprov:${password}`));
    if (new Uint8Array(hash)[0] === 0) return password;
  }
}
