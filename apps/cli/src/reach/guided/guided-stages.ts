import { endpointNames } from '@esp-prov/protocol';
import type { EventWords } from '../../report/output.ts';
import type { GuidedWords } from './guided-words.ts';

/**
 * The headings of a guided run. Some follow from the endpoint of the next request, others from what the command
 * reports; each stage of a session is printed once.
 */
export class GuidedStages {
  readonly #tell: (line: string) => void;
  readonly #words: GuidedWords;
  readonly #asksVersion: boolean;
  readonly #told = new Set<'verifying' | 'verified' | 'starting' | 'established'>();

  /** @param asksVersion - whether a certain version is demanded, and not only the version of the device requested */
  constructor(tell: (line: string) => void, words: GuidedWords, asksVersion: boolean) {
    this.#tell = tell;
    this.#words = words;
    this.#asksVersion = asksVersion;
  }

  /** Prints what begins with a request to `endpoint`, and what was reached by then. */
  before(endpoint: string): void {
    if (endpoint === endpointNames.version) {
      // With it every session begins, also one that comes after a wrong secret.
      this.#told.clear();
      if (this.#asksVersion) this.#once('verifying', '==== Verifying protocol version ====');
    } else if (endpoint === endpointNames.session) {
      // There is no handshake with a device of another version.
      if (this.#asksVersion) this.#once('verified', '==== Verified protocol version successfully ====');
      this.#once('starting', '==== Starting Session ====');
    } else this.#established();
  }

  /** How the events of a command are printed. */
  readonly words: EventWords = ({ event, state }) => {
    const { sendingCredentials, credentialsSent, applying, connectionState, states } = this.#words;
    switch (event) {
      case 'connecting':
        return '';
      case 'session-established':
        this.#established();
        return '';
      case 'scanning':
        return '==== Scanning Wi-Fi APs ====';
      case 'sending-credentials':
        return sendingCredentials;
      case 'credentials-sent':
        return credentialsSent;
      case 'applying':
        return applying;
      case 'applied':
        return ['==== Apply config sent successfully ====', connectionState];
      case 'status': {
        const line = states[String(state)] ?? `++++ WiFi state: ${String(state)} ++++`;
        return state === 'connecting' ? [line, connectionState] : line;
      }
      case 'provisioned':
        return '==== Provisioning was successful ====';
      default:
        return undefined;
    }
  };

  #established(): void {
    if (this.#told.has('starting')) this.#once('established', '==== Session Established ====');
  }

  #once(stage: 'verifying' | 'verified' | 'starting' | 'established', line: string): void {
    if (this.#told.has(stage)) return;
    this.#told.add(stage);
    this.#tell(line);
  }
}
