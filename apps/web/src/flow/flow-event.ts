import type { OtherCode, SecurityVersion } from '@esp-prov/protocol';
import type {
  ConnectStep,
  Failure,
  FlowState,
  FoundThing,
  HeardNetwork,
  JoinStep,
  NetworkChoice,
  Wanted,
} from './flow-state.ts';
import type { Way, WayOffer } from './way.ts';

/** What a person does. */
export type UserEvent =
  | { readonly kind: 'take-way'; readonly way: Way }
  | { readonly kind: 'open-qr' }
  | { readonly kind: 'qr-input'; readonly input: 'camera' | 'picture' | 'typed' }
  | { readonly kind: 'qr-text'; readonly text: string }
  | { readonly kind: 'qr-picture'; readonly picture: Blob }
  | { readonly kind: 'set-prefix'; readonly namePrefix: string }
  /** Shows the browser's list (again); handled in the click itself, because browsers want a gesture. */
  | { readonly kind: 'show-chooser' }
  /** Takes an entry of the page's own list, which it has with the helper. */
  | { readonly kind: 'pick-device'; readonly id: string }
  | { readonly kind: 'check-softap' }
  | { readonly kind: 'submit-proof'; readonly pop: string }
  | { readonly kind: 'submit-account'; readonly username: string; readonly password: string }
  | { readonly kind: 'consent'; readonly agreed: boolean }
  | { readonly kind: 'pick-network'; readonly key: string }
  | { readonly kind: 'pause-scan'; readonly paused: boolean }
  | { readonly kind: 'continue-network' }
  | { readonly kind: 'submit-other'; readonly ssid: string; readonly passphrase: string; readonly isOpen: boolean }
  | { readonly kind: 'submit-password'; readonly passphrase: string }
  | { readonly kind: 'another-network' }
  | { readonly kind: 'try-again' }
  | { readonly kind: 'check-outcome' }
  | { readonly kind: 'set-up-another' }
  | { readonly kind: 'use-another-way' }
  | { readonly kind: 'cancel' }
  /** The arrow on the screen, Escape, or the browser's back button. */
  | { readonly kind: 'back' };

/** What the browser and the device report. */
export type ReportEvent =
  | { readonly kind: 'ways'; readonly ways: readonly WayOffer[] }
  | { readonly kind: 'wanted'; readonly wanted: Partial<Wanted> }
  /** A page that was loaded anew, and what the last one was at. */
  | ({ readonly kind: 'restored' } & Remembered)
  | { readonly kind: 'camera'; readonly camera: 'on' | 'denied' | 'none' }
  | { readonly kind: 'qr-read'; readonly wanted: Partial<Wanted> }
  | { readonly kind: 'qr-refused'; readonly problem: 'qr-unknown' | 'qr-of-others'; readonly otherKind?: OtherCode }
  /** What the helper has found so far; replaces what was found before. */
  | { readonly kind: 'found'; readonly found: readonly FoundThing[] }
  | { readonly kind: 'chosen'; readonly name: string }
  | { readonly kind: 'nothing-chosen' }
  | { readonly kind: 'connect-step'; readonly step: ConnectStep; readonly at: number; readonly limitMs: number }
  | { readonly kind: 'asks-proof'; readonly refused: boolean }
  | { readonly kind: 'asks-account'; readonly refused: boolean }
  | { readonly kind: 'asks-consent'; readonly securityVersion: 0 | 1 }
  /** What the device calls itself, where that is known only once it is reached. */
  | { readonly kind: 'device-named'; readonly name: string }
  | {
      readonly kind: 'session-open';
      readonly securityVersion: SecurityVersion;
      readonly scans: boolean;
      readonly at: number;
    }
  | { readonly kind: 'session-only'; readonly endpoints: readonly string[]; readonly securityVersion?: SecurityVersion }
  | { readonly kind: 'heard'; readonly networks: readonly HeardNetwork[] }
  | { readonly kind: 'scan-failed' }
  | { readonly kind: 'join-step'; readonly step: JoinStep; readonly at: number; readonly limitMs: number }
  | { readonly kind: 'attempts'; readonly remaining: number }
  | { readonly kind: 'joined'; readonly ip4: string | undefined; readonly nextUrl: string | undefined }
  | { readonly kind: 'link-tried'; readonly url: string; readonly answers: boolean }
  | {
      readonly kind: 'join-failed';
      readonly reason: Extract<FlowState['screen'], { name: 'failed' }>['reason'];
      readonly findings: readonly { readonly kind: string; readonly text: string }[];
      readonly attempts?: number | undefined;
    }
  | { readonly kind: 'outcome-unknown'; readonly failure: Failure }
  | { readonly kind: 'failure'; readonly failure: Failure };

/** What changes the state of the flow. */
export type FlowEvent = UserEvent | ReportEvent;

/** What the machine wants done; a runner does it and reports by events. */
export type FlowEffect =
  | { readonly kind: 'look-at-browser' }
  /** Opens the browser's list: must run in the same turn as the event, or the gesture is lost. */
  | { readonly kind: 'choose'; readonly way: 'bluetooth' | 'usb'; readonly wanted: Wanted }
  /** Takes what the page's own list has; answered by `chosen`. */
  | { readonly kind: 'pick-device'; readonly id: string }
  | { readonly kind: 'start-camera' }
  | { readonly kind: 'stop-camera' }
  | { readonly kind: 'read-qr'; readonly text: string }
  | { readonly kind: 'read-picture'; readonly picture: Blob }
  /** Opens the session over the chosen device, the helper or the device in the page. */
  | { readonly kind: 'connect'; readonly way: Way; readonly wanted: Wanted }
  | { readonly kind: 'answer-proof'; readonly pop: string }
  | { readonly kind: 'answer-account'; readonly username: string; readonly password: string }
  | { readonly kind: 'answer-consent'; readonly agreed: boolean }
  | { readonly kind: 'scan' }
  | { readonly kind: 'stop-scan' }
  /** `again`: after a failure, in the same session. */
  | { readonly kind: 'provision'; readonly network: NetworkChoice; readonly again: boolean }
  /** Goes on watching a device that is still joining: it takes no other credentials meanwhile. */
  | { readonly kind: 'keep-watching' }
  | { readonly kind: 'check-outcome'; readonly network: NetworkChoice | undefined }
  | { readonly kind: 'try-link'; readonly ip4: string | undefined; readonly nextUrl: string | undefined }
  | { readonly kind: 'disconnect' }
  /** Written to the session storage, without secrets, so that a reload can tell what is known. */
  | ({ readonly kind: 'remember' } & Remembered);

/** What a page that is loaded anew knows of the one before; without secrets. */
export interface Remembered {
  readonly left: 'idle' | 'connected' | 'credentials-sent';
  /** Name of the network that the device was given. */
  readonly network?: string | undefined;
  readonly way?: Way | undefined;
  readonly device?: string | undefined;
}

/** What an event leads to. */
export interface Transition {
  readonly state: FlowState;
  readonly effects: readonly FlowEffect[];
}
