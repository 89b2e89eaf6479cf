// The same message as a transport carries it under each scheme, for examples of endpoints that are sealed.
import { recordedMessage } from '../runs/recorded-run.mjs';

/** Recorded sessions that make the same requests in the same order, and the scheme of each. */
const sessions = {
  full: ['v55-sec1-pop-full', 'v55-sec2-full'],
  failures: ['v55-sec1-pop-failures', 'net-sec2-failures'],
};

/**
 * Returns a message of a recorded session with its sealed forms.
 *
 * @param {keyof typeof sessions} kind
 * @param {string} label of the exchange
 * @param {'client' | 'device'} from
 */
export async function withSealedForms(kind, label, from) {
  const [first, ...others] = await Promise.all(sessions[kind].map((name) => recordedMessage(name, label, from)));
  return {
    bytes: first.plain,
    vector: first.plainVector,
    // Values that a device takes from its memory differ from run to run: such a run seals another message.
    sealed: [first, ...others.filter(({ plain }) => Buffer.compare(plain, first.plain) === 0)].map((message) => ({
      says: sealSays(message),
      bytes: message.wire,
      vector: message.wireVector,
    })),
  };
}

/** Returns how a message is sealed, in words. */
function sealSays({ security, patchVersion, before, plain, number }) {
  if (security === 1) return `Sealed by security 1, bytes ${before} to ${before + plain.length - 1} of the key stream`;
  const nonce = patchVersion === 0 ? 'with the one nonce of the session' : `with counter ${number}`;
  return `Sealed by security 2, patch level ${patchVersion}, ${nonce}; the last 16 bytes are the tag`;
}
