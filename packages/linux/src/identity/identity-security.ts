import { type DeviceSecurity, type Random, sec0Device, sec1Device, sec2Device } from '@esp-prov/protocol';
import type { BoardIdentity } from '../state/board-state.ts';

/** Returns the board's half of its security scheme. */
export function identitySecurity({ securityVersion, pop, verifier }: BoardIdentity, random: Random): DeviceSecurity {
  switch (securityVersion) {
    case 0:
      return sec0Device();
    case 1:
      return sec1Device({ pop, random });
    case 2:
      if (!verifier) throw new TypeError('security 2 needs a verifier');
      return sec2Device({ ...verifier, random });
  }
}
