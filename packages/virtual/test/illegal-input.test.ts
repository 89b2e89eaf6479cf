import { createHash } from 'node:crypto';
import { fromHex, isProvisioningError, sec1Client, sec2Client, utf8 } from '@esp-prov/protocol';
import {
  decodeMessage,
  encodeMessage,
  Sec2MsgType,
  SecSchemeVersion,
  SessionDataSchema,
} from '@esp-prov/protocol/messages';
import { expect, test } from 'vitest';
import type { ReleaseProfile } from '../src/index.ts';
import { idf55 } from '../src/profiles/idf-5.5.ts';
import { netprov12 } from '../src/profiles/netprov-1.2.ts';
import { netprov12idf601 } from '../src/profiles/netprov-1.2-idf6.0.1.ts';
import { netprov12idf602 } from '../src/profiles/netprov-1.2-idf6.0.2.ts';
import { type PoweredDevice, powerOn } from './support/powered-device.ts';
import { faultLines, recordedVector } from './support/recorded-vector.ts';

type Outcome = 'accepted' | 'dropped at command 0' | 'dropped at command 1';

interface IllegalInput {
  readonly case: string;
  readonly release: 'v6.0' | 'v6.0.1' | 'v6.0.2' | 'v5.5.5' | 'master 102122904ad';
  readonly A?: string;
  readonly username?: string;
  /** The message, where it is recorded whole. */
  readonly request?: string;
  /** Where the outcome does not depend on the proof. */
  readonly result?: Outcome;
  /** Outcome of a proof made with K of nothing, which is what S = 0 without its zeros leaves. */
  readonly result_K_of_empty?: Outcome;
  readonly result_K_of_zero_byte?: Outcome;
  /** What the device prints at level error and warning. */
  readonly device_log: readonly string[];
}

const rows = recordedVector<readonly IllegalInput[]>('illegal-input-v6.json');

/** Releases without a profile: their settings are those of the nearest one with the lines that differ. */
const v60: ReleaseProfile = {
  ...netprov12idf601,
  words: {
    ...netprov12idf601.words,
    'security2/username-length': ['error', 'security2', 'Invalid username'],
    'security2/proof-length': [
      'error',
      'security2',
      'handle_session_command1(222): The client proof length does not match',
    ],
  },
};
const master: ReleaseProfile = {
  ...netprov12idf602,
  words: {
    ...netprov12idf602.words,
    'security2/proof-unequal': ['error', 'srp6a', 'esp_srp_exchange_proofs(834): Failed to validate user proof'],
  },
};

const profiles: Readonly<Record<IllegalInput['release'], readonly ReleaseProfile[]>> = {
  'v6.0': [v60],
  'v6.0.1': [netprov12idf601],
  'v6.0.2': [netprov12idf602],
  'v5.5.5': [idf55, netprov12],
  'master 102122904ad': [master],
};

const cases = rows.flatMap((row) =>
  profiles[row.release].map((profile) => ({ row, profile, release: row.release, name: profile.name, input: row.case })),
);

test('the recordings have illegal inputs for four releases of IDF 6 and for v5.5.5', () => {
  const count = (release: IllegalInput['release']) => rows.filter((row) => row.release === release).length;
  expect(Object.keys(profiles).map((release) => count(release as IllegalInput['release']))).toEqual([
    18, 17, 18, 18, 18,
  ]);
  expect(
    rows.filter(({ result_K_of_empty }) => result_K_of_empty === 'accepted').map(({ release }) => release),
  ).toEqual(['v6.0', 'v6.0', 'v6.0.1']);
});

test.each(cases)('“$input” at $release by the profile $name ends as recorded', async ({ row, profile }) => {
  const powered = await powerOn(profile, row.case.startsWith('security 1:') ? 1 : 2);
  expect(await attack(powered, row, hash())).toBe(row.result_K_of_empty ?? row.result);
  // v6.0 takes the member of another scheme for its own, whose bytes are then anything: refused, but for another reason.
  if (
    profile === v60 &&
    /sec_ver (\d) with the sec(?!\1)\d member/.test(row.case) &&
    !/version/.test(row.device_log.join())
  ) {
    return;
  }
  expect(faultLines(powered.serial, /(security\d|srp6a): /).map(withoutPointer)).toEqual(
    row.device_log.map(withoutPointer),
  );
});

test.each(cases.filter(({ row }) => row.result_K_of_zero_byte))(
  '“$input” at $release by the profile $name ends as recorded with K of a zero byte too',
  async ({ row, profile }) => {
    const powered = await powerOn(profile, 2);
    expect(await attack(powered, row, hash(new Uint8Array(1)))).toBe(row.result_K_of_zero_byte);
  },
);

/** Returns a line without the place of a message in the memory of the device. */
function withoutPointer(line: string): string {
  return line.replace(/ptr=\S+/, 'ptr=');
}

function hash(...parts: readonly Uint8Array[]): Uint8Array {
  const sha512 = createHash('sha512');
  for (const part of parts) sha512.update(part);
  return sha512.digest();
}

/** Sends the input, and behind an accepted command 0 a proof that is made with the key of nobody. */
async function attack(powered: PoweredDevice, row: IllegalInput, key: Uint8Array): Promise<Outcome> {
  const { A, username = 'wifiprov', request } = row;
  const transport = powered.connect();
  const send = async (message: Uint8Array) => {
    try {
      return await powered.clock.run(transport.exchange('prov-session', Uint8Array.from(message)));
    } catch (error) {
      if (isProvisioningError(error, 'endpoint/refused')) return undefined;
      throw error;
    }
  };
  if (request !== undefined) {
    const isProof = /^security 1: verify data/.test(row.case);
    if (isProof) expect(await send(sec1Client({ pop: 'x' }).handshake().next().value as Uint8Array)).toBeDefined();
    expect(await send(fromHex(request))).toBeUndefined();
    return isProof ? 'dropped at command 1' : 'dropped at command 0';
  }
  const ordinary = sec2Client({ username: 'wifiprov', password: 'x' }).handshake();
  const first = A === undefined ? (ordinary.next().value as Uint8Array) : command0(fromHex(A), utf8(username));
  const answer = await send(first);
  if (!answer) return 'dropped at command 0';
  const length = /^proof of (\d+) bytes/.exec(row.case)?.[1];
  const proof =
    length === undefined ? proofWith(key, fromHex(A ?? ''), answer, username) : new Uint8Array(Number(length));
  return (await send(command1(proof))) ? 'accepted' : 'dropped at command 1';
}

/** Returns M1 over what the device has sent, with a key of one's own choice. */
function proofWith(key: Uint8Array, A: Uint8Array, answer: Uint8Array, username: string): Uint8Array {
  const { proto } = decodeMessage(SessionDataSchema, answer);
  const payload = proto.case === 'sec2' ? proto.value.payload : undefined;
  if (payload?.case !== 'response0') throw new Error('the device did not answer command 0');
  const { group } = recordedVector<{ group: { N: string } }>('srp6a-primitives.json');
  const g = new Uint8Array(384);
  g[383] = 5;
  const [hashOfN, hashOfG] = [hash(fromHex(group.N)), hash(g)];
  const groupHash = hashOfN.map((byte, i) => byte ^ (hashOfG[i] as number));
  const { deviceSalt, devicePubkey } = payload.value;
  return hash(groupHash, hash(utf8(username)), deviceSalt, A, devicePubkey, key);
}

function command0(clientPubkey: Uint8Array, clientUsername: Uint8Array): Uint8Array {
  return encodeMessage(SessionDataSchema, {
    secVer: SecSchemeVersion.SEC2,
    proto: {
      case: 'sec2',
      value: {
        msg: Sec2MsgType.COMMAND0,
        payload: {
          case: 'command0',
          value: { clientPubkey: Uint8Array.from(clientPubkey), clientUsername: Uint8Array.from(clientUsername) },
        },
      },
    },
  });
}

function command1(clientProof: Uint8Array): Uint8Array {
  return encodeMessage(SessionDataSchema, {
    secVer: SecSchemeVersion.SEC2,
    proto: {
      case: 'sec2',
      value: {
        msg: Sec2MsgType.COMMAND1,
        payload: { case: 'command1', value: { clientProof: Uint8Array.from(clientProof) } },
      },
    },
  });
}
