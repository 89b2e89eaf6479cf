import { sec0Client } from '../../src/security/sec0/client.ts';
import { sec0Device } from '../../src/security/sec0/device.ts';
import { sec1Client } from '../../src/security/sec1/client.ts';
import { sec1Device } from '../../src/security/sec1/device.ts';
import type { ClientSecurity, DeviceSecurity } from '../../src/security/security.ts';
import { loadSessions, type SessionVector } from './load-vector.ts';
import { replayRandom } from './replay-random.ts';

/** Both ends of a recorded session, with the secrets and the random values of the recording. */
export interface Roles {
  readonly client: ClientSecurity;
  readonly device: DeviceSecurity;
}

/** A recorded session whose scheme this package has. */
export interface ReplayableSession {
  readonly file: string;
  readonly vector: SessionVector;
  /** Fresh ends, so that every test starts with unspent random values. */
  readonly roles: () => Roles;
}

/** Every recorded session whose scheme this package has. */
export function replayableSessions(): readonly ReplayableSession[] {
  return loadSessions().flatMap((vector) => {
    const roles = rolesOf(vector);
    return roles ? [{ file: vector.file, vector, roles }] : [];
  });
}

// A new scheme is added here; the replay then covers it without another change.
function rolesOf(vector: SessionVector): (() => Roles) | undefined {
  switch (vector.security) {
    case 0:
      return () => ({ client: sec0Client(), device: sec0Device() });
    case 1: {
      const { params, client, device } = vector;
      return () => ({
        client: sec1Client({ pop: params.client.pop, random: replayRandom(client.private_key) }),
        device: sec1Device({
          pop: params.device_pop ?? undefined,
          random: replayRandom(device.private_key, device.random),
        }),
      });
    }
    case 2:
      return undefined;
  }
}
