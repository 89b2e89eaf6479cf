import type { OtherCode, SecurityVersion } from '@esp-prov/protocol';
import type { Obstacle, Way, WayOffer } from './way.ts';

/**
 * Everything that the screens show, as plain data: no device, no promise, no DOM. Times are readings of the clock in ms.
 * Text of strangers (names, SSIDs) stands in it as it came and is made harmless where it is shown.
 */
export interface FlowState {
  readonly screen: Screen;
  /** The ways in, the best first. Empty until the browser was looked at. */
  readonly ways: readonly WayOffer[];
  /** What is wanted of a device: from attributes of the element, a QR code, or typed. */
  readonly wanted: Wanted;
  /** The device at hand. */
  readonly device: DeviceFacts | undefined;
  /** What was chosen or typed last; a typed name and password are kept through failures. */
  readonly network: NetworkChoice | undefined;
  /** The list of networks as it was shown last, so that going back finds it in its order. */
  readonly list?: NetworkList | undefined;
}

/** A list of networks with what a person has done to it. */
export interface NetworkList {
  readonly heard: readonly HeardNetwork[];
  readonly chosen: string | undefined;
  readonly touched: boolean;
}

/** Which device, and the secrets that were given beforehand: a given secret is a demand. */
export interface Wanted {
  /** Beginning of the device's name, or the whole name from a QR code. */
  readonly namePrefix: string;
  readonly pop?: string | undefined;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  /** What a device of security 2 gets without its being a demand: a QR code may not say which scheme it is for. */
  readonly likely?: { readonly username?: string | undefined; readonly password: string } | undefined;
  /** The weakest scheme that is taken, where a QR code names the device's. */
  readonly minimumSecurityVersion?: SecurityVersion | undefined;
  /** Way that a QR code names. */
  readonly way?: 'bluetooth' | 'softap' | undefined;
  /** Password of the device's own Wi-Fi, from a QR code. */
  readonly softApPassword?: string | undefined;
}

/** What the flow knows of the device that it sets up. */
export interface DeviceFacts {
  /** What the device calls itself. */
  readonly name: string;
  readonly way: Way;
  /** Known once the session is open. */
  readonly securityVersion?: SecurityVersion | undefined;
  /** Whether it offers to list networks. */
  readonly scans?: boolean | undefined;
  /** Endpoints of its own, for the screen `already`. */
  readonly endpoints?: readonly string[] | undefined;
}

/** A device or a port that the helper has found, where the browser has no list of its own. */
export interface FoundThing {
  /** What the helper opens. */
  readonly id: string;
  /** What a device calls itself, or what a port's adapter says; undefined where there is nothing of the kind. */
  readonly name: string | undefined;
  /** Signal strength in dBm; undefined for ports. */
  readonly rssi?: number | undefined;
  /** Whether another program of the machine holds it. */
  readonly taken?: boolean | undefined;
}

/** A network as the device hears it: access points of one name and one security merged, the strongest told. */
export interface HeardNetwork {
  /** The raw bytes of its name as hexadecimal digits; identifies it in the list together with `authMode`. */
  readonly ssidHex: string;
  /** The name as text; undefined for bytes that are no UTF-8. */
  readonly ssid: string | undefined;
  readonly rssi: number;
  /** 4 for the strongest, 1 for the weakest. */
  readonly bars: 1 | 2 | 3 | 4;
  readonly security: 'open' | 'wep' | 'wpa' | 'wpa2' | 'wpa3' | 'enterprise' | 'other';
  readonly authMode: number;
  readonly accessPoints: number;
  /** Whether it was missing in the newest scan. */
  readonly gone: boolean;
}

/** What the device shall join. */
export interface NetworkChoice {
  readonly kind: 'heard' | 'typed';
  readonly ssidHex: string;
  /** Undefined for bytes that are no UTF-8. */
  readonly ssid: string | undefined;
  readonly passphrase: string;
  readonly isOpen: boolean;
  /** Kind of security of a heard network; decides what a password may be. */
  readonly security?: HeardNetwork['security'] | undefined;
}

/** What went wrong, in words for the catalogue and for "Copy details". */
export interface Failure {
  /** A code of `ProvisioningError`, or one of the page's own such as `page/reloaded`. */
  readonly code: string;
  /** Harmless text for details; in English. */
  readonly message: string;
  readonly details: readonly (readonly [name: string, value: string])[];
}

/** A field that was filled in wrongly; the words stand in the catalogue. */
export type FieldProblem =
  | 'ssid-empty'
  | 'ssid-too-long'
  | 'password-empty'
  | 'password-too-short'
  | 'password-too-long'
  | 'password-not-hex'
  /** 64 hexadecimal digits: a raw key, for which a device has no room. */
  | 'password-raw-key'
  /** A WEP key has 5 or 13 characters, or 10 or 26 hexadecimal digits. */
  | 'password-wep'
  | 'pop-empty'
  | 'pop-refused'
  | 'user-empty'
  | 'user-refused'
  | 'qr-unknown'
  | 'qr-of-others';

/** What is tried on the screen of a failure that has a button for it. */
export type Remedy =
  /** The same once more. */
  | 'again'
  /** Back to the start. */
  | 'start-over'
  /** The list of networks. */
  | 'networks'
  /** The question for the code. */
  | 'proof'
  /** The browser's list of devices. */
  | 'choose';

/** Since when something is waited for, and how long at most; absent until it has begun. */
export interface Wait {
  readonly since: number;
  readonly limitMs: number;
}

/** Steps from the choice of a device to a session with it. */
export type ConnectStep = 'find' | 'connect' | 'read' | 'secure';

/** Steps from the credentials to a device in its network. */
export type JoinStep = 'send' | 'apply' | 'join';

/** One screen and what it shows. */
export type Screen =
  /** `note`: what happened before, such as a reload that cut a connection. */
  | { readonly name: 'start'; readonly note?: 'reloaded' | 'ended' | undefined }
  | { readonly name: 'blocked'; readonly way: Way; readonly obstacle: Obstacle }
  | {
      readonly name: 'qr';
      readonly input: 'camera' | 'picture' | 'typed';
      readonly camera: 'asking' | 'on' | 'denied' | 'none' | 'off';
      readonly problem?: FieldProblem | undefined;
      /** Kind of a code that belongs to something else. */
      readonly otherKind?: OtherCode | undefined;
    }
  /** The steps into the device's own Wi-Fi. `checking` asks the device over the helper. */
  | ({ readonly name: 'softap'; readonly stage: 'steps' | 'checking' | 'not-reached' } & Partial<Wait>)
  /**
   * The browser's own list of devices or ports is open, or about to be. With the helper the page shows a list itself:
   * `found` is then there, and empty at first.
   */
  | {
      readonly name: 'choose';
      readonly way: 'bluetooth' | 'usb';
      readonly found?: readonly FoundThing[] | undefined;
      /** After a reload: the device is looked for because its outcome is unknown, for this reason. */
      readonly outcomeOf?: Failure | undefined;
    }
  | { readonly name: 'nothing'; readonly way: 'bluetooth' | 'usb' }
  | { readonly name: 'connecting'; readonly step: ConnectStep; readonly since: number; readonly limitMs: number }
  /** Security 1 asks for the proof of possession. */
  | ({ readonly name: 'proof'; readonly problem?: FieldProblem | undefined; readonly busy: boolean } & Partial<Wait>)
  /** Security 2 asks for user name and password. */
  | ({ readonly name: 'account'; readonly problem?: FieldProblem | undefined; readonly busy: boolean } & Partial<Wait>)
  /** The device proves nothing: security 0, or 1 without a proof of possession. */
  | { readonly name: 'consent'; readonly securityVersion: 0 | 1 }
  | {
      readonly name: 'networks';
      readonly heard: readonly HeardNetwork[];
      readonly scan: 'first' | 'repeating' | 'paused' | 'failed';
      /** `ssidHex:authMode` of the chosen one, or `other`. */
      readonly chosen: string | undefined;
      /** Once a person has touched the list its order stays. */
      readonly touched: boolean;
      readonly since: number;
    }
  | { readonly name: 'other'; readonly problems: readonly FieldProblem[] }
  | { readonly name: 'password'; readonly problem?: FieldProblem | undefined }
  | {
      readonly name: 'joining';
      readonly step: JoinStep;
      readonly attemptsRemaining?: number | undefined;
      readonly since: number;
      readonly limitMs: number;
    }
  | {
      readonly name: 'done';
      readonly ip4: string | undefined;
      /** Where the device has a page: tried by name and by address. */
      readonly link:
        | { readonly state: 'none' | 'trying' }
        | { readonly state: 'answers' | 'unknown'; readonly url: string };
    }
  /** The device reported that it could not join; the session stays open. */
  | {
      readonly name: 'failed';
      readonly reason: 'auth-error' | 'network-not-found' | 'no-address' | 'unknown' | 'disconnected' | 'timeout';
      /** Kinds and English sentences of `JoinEvidence.findings`, and figures of it. */
      readonly findings: readonly { readonly kind: string; readonly text: string }[];
      readonly attempts?: number | undefined;
      readonly problem?: FieldProblem | undefined;
    }
  /** Credentials went out and the device did not tell the end. */
  | ({
      readonly name: 'unknown';
      readonly failure: Failure;
      readonly afterReload: boolean;
      readonly checking: boolean;
    } & Partial<Wait>)
  /** It is set up already and offers a session only. */
  | { readonly name: 'already' }
  /** Everything else that went wrong, with one thing to do. */
  | { readonly name: 'trouble'; readonly failure: Failure; readonly remedy: Remedy };
