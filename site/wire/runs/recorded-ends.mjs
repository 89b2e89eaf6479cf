// Both ends of a recorded session, with the secrets and the random values of the recording.
import { fromHex, sec0Device, sec1Device, sec2Device } from '@esp-prov/protocol';
import { decodeMessage, SessionDataSchema } from '@esp-prov/protocol/messages';
import { fixedRandom } from '@esp-prov/testing';

/** Returns our device with what the recorded one had and drew. */
export function recordedDevice({ security, params, device, patch_version: patchVersion, handshake }) {
  if (security === 0) return sec0Device();
  if (security === 1) {
    const random = fixedRandom(fromHex(device.private_key), fromHex(device.random));
    return sec1Device({ pop: params.device_pop ?? undefined, random });
  }
  const nonce = nonceOf(handshake);
  const random = fixedRandom(fromHex(device.b), patchVersion === 0 ? nonce : nonce.subarray(0, 8));
  const [salt, verifier] = [fromHex(params.device_salt), fromHex(params.device_verifier)];
  return sec2Device({ salt, verifier, patchVersion, random, reroll: false });
}

/** Returns what our client is given to be the recorded one. */
export function recordedClient({ security, params, client }) {
  if (security === 0) return { allowUnproven: true };
  if (security === 1) {
    return { pop: params.client.pop, allowUnproven: true, random: fixedRandom(fromHex(client.private_key)) };
  }
  const { username, password } = params.client;
  return { username, password, allowNonceReuse: true, random: fixedRandom(fromHex(client.a)) };
}

/** Returns the nonce that the device sent last, of which it drew all, or all but the counter. */
function nonceOf(handshake) {
  const { proto } = decodeMessage(SessionDataSchema, fromHex(handshake.at(-1).response));
  return Uint8Array.from(proto.value.payload.value.deviceNonce);
}
