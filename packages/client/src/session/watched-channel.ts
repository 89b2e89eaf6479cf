import type { Bytes, SecureChannel, SecurityVersion } from '@esp-prov/protocol';

/** One message of a session in both of its forms. Neither may be changed. */
export interface SealedMessage {
  readonly direction: 'sent' | 'received';
  /** What it says. It may hold secrets. */
  readonly plain: Bytes;
  /** What the transport carries: the very bytes that its `exchange` takes or returns. */
  readonly sealed: Bytes;
  /** 0: both forms say the same. */
  readonly securityVersion: SecurityVersion;
  /** Whether one nonce seals all messages, so that whoever knows one of them reads the others. */
  readonly reusesNonce: boolean;
}

/** Hears of every message of a session that is sealed or opened. */
export type SealedListener = (message: SealedMessage) => void;

/** Returns `channel`, of whose messages `listener` hears. */
export function watchedChannel(
  channel: SecureChannel,
  securityVersion: SecurityVersion,
  listener: SealedListener | undefined,
): SecureChannel {
  if (!listener) return channel;
  const reusesNonce = channel.reusesNonce === true;
  const tell = (direction: SealedMessage['direction'], plain: Bytes, sealed: Bytes) =>
    listener({ direction, plain, sealed, securityVersion, reusesNonce });
  return {
    overhead: channel.overhead,
    ...(channel.reusesNonce === undefined ? {} : { reusesNonce: channel.reusesNonce }),
    ...(channel.echoLength === undefined ? {} : { echoLength: channel.echoLength }),
    seal(plaintext) {
      const sealed = channel.seal(plaintext);
      tell('sent', plaintext as Bytes, sealed);
      return sealed;
    },
    open(sealed) {
      const plain = channel.open(sealed);
      tell('received', plain, sealed as Bytes);
      return plain;
    },
  };
}
