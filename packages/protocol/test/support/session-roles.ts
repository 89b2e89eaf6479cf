import { fromHex } from '../../src/bytes.ts';
import { decodeMessage, SessionDataSchema } from '../../src/messages/index.ts';
import { sec0Client } from '../../src/security/sec0/client.ts';
import { sec0Device } from '../../src/security/sec0/device.ts';
import { sec1Client } from '../../src/security/sec1/client.ts';
import { sec1Device } from '../../src/security/sec1/device.ts';
import { sec2Client } from '../../src/security/sec2/client.ts';
import { sec2Device } from '../../src/security/sec2/device.ts';
import type { ClientSecurity, DeviceSecurity } from '../../src/security/security.ts';
import { lateSec1Client } from './late-sec1-client.ts';
import { loadSessions, type Sec2Session, type SessionVector } from './load-vector.ts';
import { replayRandom } from './replay-random.ts';

/** Both ends of a recorded session, with the secrets and the random values of the recording. */
export interface Roles {
  readonly client: ClientSecurity;
  readonly device: DeviceSecurity;
}

/** A recorded session with both of its ends. */
export interface ReplayableSession {
  readonly file: string;
  readonly vector: SessionVector;
  /** Fresh ends, so that every test starts with unspent random values. */
  readonly roles: () => Roles;
}

/** Every recorded session, and the handshakes that were refused before it. */
export function replayableSessions(): readonly ReplayableSession[] {
  return loadSessions()
    .flatMap((vector) => [vector, ...(vector.security === 2 ? refusedBefore(vector) : [])])
    .map((vector) => ({ file: vector.file, vector, roles: rolesOf(vector) }));
}

function refusedBefore({ refused_before = [], ...vector }: Sec2Session): Sec2Session[] {
  return refused_before.map(({ x_over_salt_bytes, ...refused }) => {
    const file = `${vector.file}, x over ${x_over_salt_bytes} bytes`;
    return { ...vector, ...refused, file, salt_significant: x_over_salt_bytes, exchanges: [] };
  });
}

/** The client that takes x over so many bytes of the salt. */
function readingOver(client: ClientSecurity, saltBytes: number | undefined): ClientSecurity {
  for (let each: ClientSecurity | undefined = client; each; each = each.fallback) {
    if (saltBytes === undefined || (each.reading?.saltBytes ?? 16) === saltBytes) return each;
  }
  throw new Error(`the client has no reading over ${saltBytes} bytes`);
}

function rolesOf(vector: SessionVector): () => Roles {
  switch (vector.security) {
    case 0:
      return () => ({ client: sec0Client(), device: sec0Device() });
    case 1: {
      const { params, client, device, transport, handshake } = vector;
      const { pop } = params.client;
      const restartsKeystream = vector.file.startsWith('session-v60');
      const wrongProofs = transport === 'direct' ? handshake.filter(({ response }) => response === null).length : 0;
      return () => ({
        client:
          restartsKeystream || wrongProofs === 0
            ? sec1Client({ pop, random: replayRandom(client.private_key) })
            : lateSec1Client(pop, replayRandom(client.private_key), wrongProofs),
        device: sec1Device({
          pop: params.device_pop ?? undefined,
          random: replayRandom(device.private_key, device.random),
          restartsKeystream,
        }),
      });
    }
    case 2: {
      const { params, client, device, patch_version } = vector;
      const { username, password } = params.client;
      return () => ({
        client: readingOver(
          sec2Client({
            username,
            password,
            patchVersion: patch_version,
            random: replayRandom(client.a),
            reroll: false,
          }),
          vector.salt_significant,
        ),
        device: sec2Device({
          salt: fromHex(params.device_salt),
          verifier: fromHex(params.device_verifier),
          patchVersion: patch_version,
          random: replayRandom(device.b, ...drawnNonce(vector)),
          reroll: false,
          exactKeyLength: true,
        }),
      });
    }
  }
}

/** The part of the device's nonce that it drew: all of it at patch level 0, else what stands before the counter. */
function drawnNonce({ handshake, patch_version }: Sec2Session): Uint8Array[] {
  const response = handshake.at(-1)?.response;
  if (!response) return [];
  const { proto } = decodeMessage(SessionDataSchema, fromHex(response));
  const payload = proto.case === 'sec2' ? proto.value.payload : undefined;
  if (payload?.case !== 'response1') throw new Error('the recording does not end with response 1');
  return [patch_version === 0 ? payload.value.deviceNonce : payload.value.deviceNonce.subarray(0, 8)];
}
