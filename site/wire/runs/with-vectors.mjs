// Puts the messages of a run beside those of its recording.
import { toHex } from '@esp-prov/protocol';

/** Bytes of the key stream of security 1 that the two proofs use. */
const proofBytes = 64;

/**
 * Returns the messages of a run, each with the place of the same bytes in the recording. The run has to make the same
 * exchanges in the same order: version, handshake, then those that are sealed.
 *
 * @param {readonly import('./run-device.mjs').RunMessage[]} messages
 * @param {object} recorded content of the recording
 * @param {string} file its name below `test/vectors`
 * @returns {import('./recorded-run.mjs').RecordedMessage[]}
 */
export function withVectors(messages, { handshake, exchanges, security, patch_version: patchVersion }, file) {
  const sealed = exchanges.map((exchange, index) => ({ ...exchange, index })).filter((each) => each.request_cipher);
  const labels = sealed.map(({ label }) => label);
  let before = security === 1 ? proofBytes : 0;
  return messages.map((message, index) => {
    const which = message.from === 'client' ? 'request' : 'response';
    const step = Math.floor(index / 2) - 1;
    const about = { ...message, security, patchVersion, before: 0, number: 0 };
    if (step < handshake.length) {
      const vector = { file, at: step < 0 ? ['proto_ver', which] : ['handshake', step, which] };
      const label = step < 0 ? 'proto-ver' : `handshake ${step}`;
      return { ...about, label, plainVector: vector, wireVector: vector };
    }
    const exchange = sealed[step - handshake.length];
    if (!exchange) throw new Error(`${file} has ${sealed.length} exchanges, the run has more: ${toHex(message.plain)}`);
    const { label } = exchange;
    const way = ['exchanges', labels.indexOf(label) === labels.lastIndexOf(label) ? { label } : exchange.index];
    const plainVector = { file, at: [...way, `${which}_plain`] };
    const wireVector = { file, at: [...way, `${which}_cipher`] };
    const made = { ...about, label, before, number: index - 2 * handshake.length - 1, plainVector, wireVector };
    before += message.plain.length;
    return made;
  });
}
