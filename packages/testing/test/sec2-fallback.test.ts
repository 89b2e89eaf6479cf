import { Session, wrapTransport } from '@esp-prov/client';
import { Protocomm } from '@esp-prov/device';
import {
  builtInEndpoints,
  endpointNames,
  fromHex,
  isProvisioningError,
  makeVerifier,
  type SaltAndVerifier,
  sec2Client,
  sec2Device,
  utf8,
} from '@esp-prov/protocol';
import { describe, expect, test } from 'vitest';
import vectors from '../../../test/vectors/protocol/salt-verifier.json' with { type: 'json' };
import { memoryLink } from '../src/index.ts';

// Made by esp_prov, which drops the leading zeros of SHA-512("wifiprov:pw69").
const pythonMade: SaltAndVerifier = fromTool(vectors.cases.find(({ password }) => password === 'pw69'));

interface Opened {
  /** How often the device was sent a first handshake message. */
  readonly tries: number;
  readonly code: string | undefined;
  readonly answer: Uint8Array | undefined;
}

/** Returns a session over the memory link with a device that keeps `kept`, and one request in it. */
async function open(kept: SaltAndVerifier, password: string): Promise<Opened> {
  const link = memoryLink();
  const protocomm = new Protocomm({ security: sec2Device(kept) });
  protocomm.addSecurity(endpointNames.session);
  protocomm.add(endpointNames.config, (request) => request);
  await link.device.start({ name: 'PROV_TEST', endpoints: builtInEndpoints }, protocomm);
  const transport = link.connect();
  let tries = 0;
  const counted = wrapTransport(transport, (endpoint, request, options) => {
    // Only the first message is long enough to hold A.
    if (endpoint === endpointNames.session && request.length > 384) tries++;
    return transport.exchange(endpoint, request, options);
  });
  try {
    const session = await Session.open(counted, sec2Client({ username: 'wifiprov', password, patchVersion: 1 }));
    return { tries, code: undefined, answer: await session.request(endpointNames.config, utf8('x')) };
  } catch (error) {
    if (!isProvisioningError(error)) throw error;
    return { tries, code: error.code, answer: undefined };
  }
}

const ours = (password: string) => makeVerifier('wifiprov', password, fromHex('036ee0c7bcb9eda84c9eac97d93decf4'));

describe('a session with the one pair of 256 on which the tools disagree', () => {
  test('opens at the second try when the Python tool set the device up', async () => {
    expect(await open(pythonMade, 'pw69')).toEqual({ tries: 2, code: undefined, answer: utf8('x') });
  });

  test('opens at the first try when the C generator did', async () => {
    expect(await open(ours('pw69'), 'pw69')).toEqual({ tries: 1, code: undefined, answer: utf8('x') });
  });

  test('is refused after three tries, not more, when the password is wrong', async () => {
    expect(await open(ours('another'), 'pw69')).toEqual({
      tries: 3,
      code: 'session/proof-mismatch',
      answer: undefined,
    });
  });
});

describe('a session with any other pair', () => {
  test('opens at the first try', async () => {
    expect(await open(ours('abcd1234'), 'abcd1234')).toEqual({ tries: 1, code: undefined, answer: utf8('x') });
  });

  test('is refused after three tries when the password is wrong, as the salt may be a short one', async () => {
    expect(await open(ours('abcd1234'), 'abcd1235')).toEqual({
      tries: 3,
      code: 'session/proof-mismatch',
      answer: undefined,
    });
  });
});

function fromTool(recorded: { salt: string; verifier_python: string } | undefined): SaltAndVerifier {
  if (!recorded) throw new Error('the pair is not among the recorded ones');
  return { salt: fromHex(recorded.salt), verifier: fromHex(recorded.verifier_python) };
}
