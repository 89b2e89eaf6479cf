import {
  type ClientSecurity,
  type DeviceHandshake,
  type DeviceSecurity,
  isProvisioningError,
  type SecureChannel,
  utf8,
} from '@esp-prov/protocol';
import { type ConformanceCase, expectThat } from './conformance-case.ts';

/** A scheme with a secret that both ends share, and one that differs; null where the scheme has no secret. */
export interface SecurityPair {
  readonly client: () => ClientSecurity;
  readonly device: () => DeviceSecurity;
  readonly wrongClient: (() => ClientSecurity) | null;
}

/** Returns the cases that every security scheme must pass, played between its two halves. */
export function securityConformance({ client, device, wrongClient }: SecurityPair): ConformanceCase[] {
  const both = (): { ours: SecureChannel; theirs: SecureChannel } => {
    const peer = device().accept();
    const ours = shakeHands(client(), (request) => peer.respond(request));
    return { ours, theirs: established(peer) };
  };
  const roundTrip = ({ ours, theirs }: ReturnType<typeof both>, text: string): void => {
    expectThat(String(theirs.open(ours.seal(utf8(text)))) === String(utf8(text)), 'the request on the device');
    expectThat(String(ours.open(theirs.seal(utf8(text)))) === String(utf8(text)), 'the answer at the client');
  };
  const cases: ConformanceCase[] = [
    conformanceCase('carries messages of many lengths in both directions', () => {
      const channels = both();
      for (const length of [1, 2, 15, 16, 17, 200, 1]) roundTrip(channels, 'x'.repeat(length));
    }),
    conformanceCase('starts afresh in every handshake', () => {
      const scheme = client();
      const peer = device().accept();
      for (let i = 0; i < 3; i++) {
        const ours = shakeHands(scheme, (request) => peer.respond(request));
        roundTrip({ ours, theirs: established(peer) }, 'again');
      }
    }),
    conformanceCase('serves peers apart from each other', () => {
      const first = both();
      const second = both();
      roundTrip(second, 'two');
      roundTrip(first, 'one');
    }),
    conformanceCase('refuses truncated and foreign handshake messages by a named error', () => {
      const first = client().handshake().next().value as Uint8Array;
      // From one byte on: no transport carries none, and the firmware takes none for a greeting of security 0.
      for (let length = 1; length < first.length; length++)
        refused(() => device().accept().respond(first.subarray(0, length)));
      refused(() => device().accept().respond(utf8('GET / HTTP/1.1')));
    }),
  ];
  if (!wrongClient) return cases;
  return [
    ...cases,
    conformanceCase('refuses a wrong secret, and the right one still works afterwards', () => {
      const peer = device().accept();
      refused(() => shakeHands(wrongClient(), (request) => peer.respond(request)));
      expectThat(peer.channel === undefined, 'no channel after a wrong secret');
      const ours = shakeHands(client(), (request) => peer.respond(request));
      roundTrip({ ours, theirs: established(peer) }, 'right');
    }),
    conformanceCase('has no channel before the proof, and none after a new first message', () => {
      const peer = device().accept();
      expectThat(peer.channel === undefined, 'no channel at first');
      shakeHands(client(), (request) => peer.respond(request));
      peer.respond(client().handshake().next().value as Uint8Array);
      expectThat(peer.channel === undefined, 'no channel in the middle of the next handshake');
    }),
  ];
}

function conformanceCase(name: string, check: () => void): ConformanceCase {
  return {
    name,
    async run() {
      check();
    },
  };
}

function shakeHands(
  scheme: ClientSecurity,
  respond: (request: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>,
): SecureChannel {
  const handshake = scheme.handshake();
  let step = handshake.next();
  while (!step.done) step = handshake.next(respond(step.value));
  return step.value;
}

function established({ channel }: DeviceHandshake): SecureChannel {
  if (!channel) throw new Error('expected: a channel on the device');
  return channel;
}

/** Checks that an attempt fails. @throws Error unless it ends in a named error */
function refused(attempt: () => unknown): void {
  try {
    attempt();
  } catch (error) {
    expectThat(isProvisioningError(error), `a named error, got ${String(error)}`);
    return;
  }
  throw new Error('expected: a refusal');
}
