import {
  type ClientHandshake,
  type ClientSecurity,
  type Clock,
  endpointNames,
  isProvisioningError,
  ProvisioningError,
  type SecureChannel,
} from '@esp-prov/protocol';
import type { CallOptions, Transport } from '../transport/transport.ts';
import { transportTraits } from '../transport/transport-traits.ts';
import { isLinkFailure } from './link-failure.ts';
import type { RenewableTransport } from './renewable-transport.ts';
import { wasReplaced, whileHungUp, whileTaken } from './taken-session.ts';

/** A finished handshake. */
export interface Established {
  readonly channel: SecureChannel;
  /** The reading of the secret that the device took; later handshakes begin with it. */
  readonly security: ClientSecurity;
}

/**
 * Runs a handshake over `link`; again over a new one when it is lost on the way, and with the other reading of the
 * secret where there is one and the first was refused. A session that another client takes is opened again for a while.
 */
export async function establish(
  link: RenewableTransport,
  security: ClientSecurity,
  options: CallOptions,
): Promise<Established> {
  const { clock } = link;
  return await link.within('a handshake', options, (limited) =>
    whileTaken((signal) => establishOnce(link, security, { signal }), { clock, signal: limited.signal }),
  );
}

async function establishOnce(
  link: RenewableTransport,
  security: ClientSecurity,
  options: CallOptions,
): Promise<Established> {
  const { clock } = link;
  const shake = async (reading: ClientSecurity): Promise<Established> => ({
    channel: await link.repeat((transport) => shakeHands(transport, reading.handshake(), clock, options), options),
    security: reading,
  });
  try {
    return await shake(security);
  } catch (error) {
    if (!isProvisioningError(error, 'session/proof-mismatch')) throw error;
    // A drop says less than a refusal: only one that comes again, over a new link, is no accident.
    const dropped = isLinkFailure(error.cause);
    const second = security.fallback ?? (dropped ? security : undefined);
    if (!second) throw error;
    if ((dropped || link.lost) && !(await link.renew(dropped ? error.cause : error, options))) throw error;
    return await shake(second).catch((again: unknown) => {
      throw isLinkFailure(again) && !dropped ? error : again;
    });
  }
}

async function shakeHands(
  transport: Transport,
  handshake: ClientHandshake,
  clock: Clock,
  options: CallOptions,
): Promise<SecureChannel> {
  let step = handshake.next();
  for (let answered = 0; !step.done; answered++) {
    const message = step.value;
    const send = () => transport.exchange(endpointNames.session, message, options);
    // The first message says nothing of the secret, and so can be sent again.
    const sent = answered === 0 ? whileHungUp(send, { clock, kind: transport.kind, ...options }) : send();
    const reply = await sent.catch((error: unknown) => {
      throw explainRefusal(error, answered, transport.kind);
    });
    step = handshake.next(reply);
  }
  return step.value;
}

/** A device never says why it refuses a handshake message; it follows from which one it refused. */
function explainRefusal(error: unknown, answered: number, kind: Transport['kind']): unknown {
  const { keepsOthersOut, dropIsRefusal } = transportTraits[kind];
  const refused = isProvisioningError(error, 'endpoint/refused');
  if (wasReplaced(error)) {
    return new ProvisioningError('session/replaced', 'another client took the session in the middle of the handshake', {
      cause: error,
    });
  }
  // Only the cookie of HTTP tells whose session it is, and only where the device gives one.
  const isOurs = keepsOthersOut || (answered > 0 && refused && error.details.replaced === false);
  const or = isOurs ? '' : ', or another client took the session in the middle of the handshake';
  const dropped = dropIsRefusal && isProvisioningError(error, 'link/lost');
  if (answered > 0 && (refused || dropped)) {
    const words = dropped
      ? 'the device dropped the link at the proof, which is how it refuses a wrong one'
      : or && `the device refused the proof: the secret is wrong${or}`;
    return new ProvisioningError('session/proof-mismatch', words || undefined, { cause: error });
  }
  if (!refused) return error;
  return new ProvisioningError(
    'session/scheme-mismatch',
    `the device refused the first message of the handshake: it uses another security scheme${or}`,
    { cause: error },
  );
}
