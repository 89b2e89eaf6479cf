import {
  type Bytes,
  type ClientSecurity,
  type Clock,
  endpointNames,
  isProvisioningError,
  type Log,
  type Power,
  ProvisioningError,
  type SecureChannel,
  silentLog,
  untilAborted,
  withPowersApart,
} from '@esp-prov/protocol';
import type { CallOptions, Transport } from '../transport/transport.ts';
import { transportTraits } from '../transport/transport-traits.ts';
import { isLinkFailure } from './link-failure.ts';
import { isRefusedProof, ProofTries } from './proof-tries.ts';
import type { RenewableTransport } from './renewable-transport.ts';
import type { SpentProofs } from './spent-proofs.ts';
import { wasReplaced, whileHungUp, whileTaken } from './taken-session.ts';
import { type SealedListener, watchedChannel } from './watched-channel.ts';

/** How a handshake is made. */
export interface EstablishOptions extends CallOptions {
  /** Hears of other readings of the secret that are tried. */
  readonly log?: Log | undefined;
  /** Hears of every message of the session, in both of its forms. */
  readonly onSealed?: SealedListener | undefined;
}

/** A finished handshake. */
export interface Established {
  readonly channel: SecureChannel;
  /** The reading of the secret that the device took; later handshakes need no other. */
  readonly security: ClientSecurity;
}

/**
 * Runs a handshake over `link`; again over a new one when it is lost on the way, and with the other readings of the
 * secret where there are some and the first was refused. A session that another client takes is opened again for a
 * while.
 */
export async function establish(
  link: RenewableTransport,
  security: ClientSecurity,
  options: EstablishOptions,
): Promise<Established> {
  const { clock } = link;
  // Outside of the loop: whoever takes the session away must not make the device refuse the same proof once more.
  const tries = new ProofTries(security, options.log ?? silentLog, link.proofs);
  const established = await link.within('a handshake', options, (limited) =>
    whileTaken((signal) => establishOnce(link, tries, { signal }), {
      clock,
      signal: limited.signal,
      isOver: () => link.proofs.spent,
    }),
  );
  return { ...established, channel: watchedChannel(established.channel, security.version, options.onSealed) };
}

async function establishOnce(link: RenewableTransport, tries: ProofTries, options: CallOptions): Promise<Established> {
  const { proofs } = link;
  for (;;) {
    const { reading } = tries;
    try {
      const shake = (transport: Transport) => shakeHands(transport, reading, link, options);
      const channel = await link.repeat(shake, options);
      proofs.proven();
      return { channel, security: reading.fallback ? alone(reading) : reading };
    } catch (error) {
      if (!isRefusedProof(error)) throw isLinkFailure(error) && tries.isRefused ? tries.failure() : error;
      const dropped = isLinkFailure(error.cause);
      if (!tries.refused(error)) throw tries.failure();
      if (!dropped && !link.lost) continue;
      // The link that a device drops with its refusal is no loss, so that only the first is counted as one.
      const isFree = tries.reading !== reading;
      if (!(await link.renew(dropped ? error.cause : error, { ...options, isFree }))) throw tries.failure();
    }
  }
}

/** Returns a reading without those that follow it. */
function alone(security: ClientSecurity): ClientSecurity {
  const { version, mayReuseNonce, reading, apart } = security;
  return {
    version,
    ...(mayReuseNonce === undefined ? {} : { mayReuseNonce }),
    ...(reading ? { reading } : {}),
    ...(apart ? { apart } : {}),
    handshake: () => security.handshake(),
  };
}

async function shakeHands(
  transport: Transport,
  security: ClientSecurity,
  { clock, proofs }: { readonly clock: Clock; readonly proofs: SpentProofs },
  options: CallOptions,
): Promise<SecureChannel> {
  let answered = 0;
  const exchange = async (message: Bytes): Promise<Bytes> => {
    const send = () => transport.exchange(endpointNames.session, message, options);
    if (answered > 0) proofs.sending(security.version);
    try {
      // The first message says nothing of the secret, and so can be sent again.
      return await (answered === 0 ? whileHungUp(send, { clock, kind: transport.kind, ...options }) : send());
    } catch (error) {
      throw explainRefusal(error, answered, transport.kind);
    } finally {
      answered++;
    }
  };
  const { apart } = security;
  const power: Power = async (task) => {
    if (!apart) throw new TypeError('this handshake computes its powers by itself');
    return await untilAborted(apart.power(task), options.signal);
  };
  return await withPowersApart(apart?.handshake() ?? security.handshake(), power, exchange);
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
