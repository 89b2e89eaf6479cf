import type { Bytes } from '../../src/bytes.ts';
import type {
  ClientHandshake,
  ClientSecurity,
  DeviceHandshake,
  DeviceSecurity,
  SecureChannel,
} from '../../src/security/security.ts';

/** The next request of a client's handshake: the first one, or the one that follows `answer`. */
export function nextRequest(handshake: ClientHandshake, answer?: Uint8Array): Bytes {
  const step = answer ? handshake.next(Uint8Array.from(answer)) : handshake.next();
  if (step.done) throw new Error('the handshake has ended, no request follows');
  return step.value;
}

/** The channel that the last answer opens for the client. */
export function finish(handshake: ClientHandshake, answer: Uint8Array): SecureChannel {
  const step = handshake.next(Uint8Array.from(answer));
  if (!step.done) throw new Error('the handshake wants one more answer');
  return step.value;
}

/** The channel of a device whose handshake is done. */
export function channelOf(handshake: DeviceHandshake): SecureChannel {
  if (!handshake.channel) throw new Error('the device has no channel yet');
  return handshake.channel;
}

/** Runs a whole handshake and returns the channel of either end. */
export function shakeHands(
  client: ClientSecurity,
  device: DeviceSecurity | DeviceHandshake,
): { client: SecureChannel; device: SecureChannel } {
  const accepted = 'accept' in device ? device.accept() : device;
  const handshake = client.handshake();
  let step = handshake.next();
  while (!step.done) step = handshake.next(accepted.respond(step.value));
  return { client: step.value, device: channelOf(accepted) };
}
