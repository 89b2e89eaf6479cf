import type { FailReason, ManagerEvent, ProvisioningManager, WifiCredentials, WifiDriver } from '@esp-prov/device';
import {
  type Clock,
  type DeviceSecurity,
  decodeUtf8,
  type Log,
  maskSecret,
  qrPayloadPage,
  utf8,
} from '@esp-prov/protocol';
import type { BleScheme } from './ble-scheme.ts';
import type { ReleaseProfile } from './profiles/release-profile.ts';
import { versionReply } from './profiles/version-reply.ts';
import { type QrFacts, qrLines, qrText } from './qr-code.ts';
import type { Serial } from './serial-monitor.ts';

/** What the application works with. */
export interface ExampleAppOptions {
  readonly profile: ReleaseProfile;
  readonly manager: ProvisioningManager;
  readonly wifi: WifiDriver;
  readonly log: Log;
  /** Where the QR code goes, which is no log line. */
  readonly serial: Serial;
  readonly clock: Clock;
  readonly serviceName: string;
  readonly security: DeviceSecurity;
  /** Its Bluetooth half, where it has one. */
  readonly scheme?: BleScheme | undefined;
  readonly hasPop: boolean;
  /** Whether salt and verifier of security 2 are the device's own, and not the example's. */
  readonly hasOwnVerifier: boolean;
  readonly resetOnFailure: boolean;
  /** Whether secrets are printed as the original prints them. */
  readonly logSecrets: boolean;
  /** What the QR code tells; undefined: none is printed. */
  readonly qr?: QrFacts | undefined;
}

/** What became of a run of the application. */
export type AppEvent =
  | { readonly kind: 'provisioning-started'; readonly serviceName: string }
  /** The QR code was printed, with this text. */
  | { readonly kind: 'qr-code'; readonly payload: string; readonly url: string }
  | { readonly kind: 'already-provisioned' }
  | { readonly kind: 'credentials-received'; readonly ssid: string }
  | { readonly kind: 'provisioning-failed'; readonly reason: FailReason }
  | { readonly kind: 'provisioning-succeeded' }
  | { readonly kind: 'service-ended' }
  | { readonly kind: 'connected'; readonly ip4: string }
  | { readonly kind: 'power-cut' };

/** Endpoint of the example that takes any text and answers SUCCESS. */
export const customDataEndpoint = 'custom-data';

const tag = 'app';
const helloIntervalMs = 1000;

/** Espressif's wifi_prov_mgr example: provisions when nothing is stored, else joins; its log lines are the original's. */
export class ExampleApp {
  readonly #options: ExampleAppOptions;
  readonly #tell: (event: AppEvent) => void;
  readonly #stopped = new AbortController();
  #credentials: WifiCredentials | undefined;
  #greeting = false;
  #failures = 0;

  constructor(options: ExampleAppOptions, tell: (event: AppEvent) => void) {
    this.#options = options;
    this.#tell = tell;
  }

  /** Runs until stopped; resolves when provisioning is offered or the station has begun to join. */
  async start(): Promise<void> {
    const { manager, wifi } = this.#options;
    this.#watchStation();
    this.#options.scheme?.begin();
    manager.watch((event) => this.#onManagerEvent(event));
    manager.watchSecurity((event) => this.#log(securityLines[event].level, securityLines[event].line));
    const stored = (await manager.isProvisioned()) ? await manager.storedCredentials() : undefined;
    if (stored) {
      this.#log('info', 'Already provisioned, starting Wi-Fi STA');
      this.#options.scheme?.end();
      this.#tell({ kind: 'already-provisioned' });
      this.#credentials = stored;
      wifi.start();
      wifi.join(stored);
      return;
    }
    this.#log('info', 'Starting provisioning');
    const { security, serviceName, hasPop, hasOwnVerifier, profile } = this.#options;
    for (const warning of profile.warnings) this.#options.log('warn', tag, warning);
    if (security.version === 2 && !hasOwnVerifier) for (const line of developmentLines) this.#log('info', line);
    if (profile.example.customData)
      manager.createEndpoint(customDataEndpoint, (request) => {
        this.#log('info', `Received data: ${decodeUtf8(request) ?? `${request.length} octets`}`);
        return utf8('SUCCESS\0');
      });
    await manager.start({
      serviceName,
      security,
      version: versionReply(profile, { security, hasPop, applications: manager.applications }),
      without: profile.lacks,
      brake: !profile.exact,
    });
    this.#printQrCode();
  }

  /** Ends the greetings; the parts that were handed in stay with their owner. */
  stop(): void {
    this.#stopped.abort();
  }

  /** Its lines hold the secret in every case: that is what a QR code is for. */
  #printQrCode(): void {
    const { profile, qr, serial, log } = this.#options;
    const code = qr && qrText(profile, qr);
    if (!code) return;
    const url = qrPayloadPage + code.text;
    this.#log('info', 'Scan this QR code from the provisioning application for Provisioning.');
    log('info', 'QRCODE', 'Encoding below text with ECC LVL 0 & QR Code Version 10');
    log('info', 'QRCODE', code.text);
    for (const line of qrLines(code.text)) serial(line);
    this.#log('info', `If QR code is not visible, copy paste the below URL in a browser.\n${url}`);
    if (code.flaw) log('warn', tag, `${code.flaw}: no app can use it`);
    this.#tell({ kind: 'qr-code', payload: code.text, url });
  }

  #onManagerEvent(event: ManagerEvent): void {
    switch (event.kind) {
      case 'started':
        this.#log('info', 'Provisioning started');
        this.#tell({ kind: 'provisioning-started', serviceName: this.#options.serviceName });
        return;
      case 'credentials-received':
        this.#onCredentials(event.credentials);
        return;
      case 'credentials-failed':
        this.#onFailure(event.reason);
        return;
      case 'credentials-succeeded':
        this.#log('info', 'Provisioning successful');
        this.#tell({ kind: 'provisioning-succeeded' });
        return;
      case 'ended':
        this.#options.scheme?.end();
        this.#tell({ kind: 'service-ended' });
    }
  }

  #onCredentials(credentials: WifiCredentials): void {
    const ssid = text(credentials.ssid);
    this.#credentials = credentials;
    const password = this.#options.logSecrets ? text(credentials.passphrase) : maskSecret(text(credentials.passphrase));
    this.#log('info', `Received Wi-Fi credentials\n\tSSID     : ${ssid}\n\tPassword : ${password}`);
    this.#tell({ kind: 'credentials-received', ssid });
  }

  #onFailure(reason: FailReason): void {
    const { profile, manager, resetOnFailure } = this.#options;
    const words = profile.example.failureText[reason];
    this.#log('error', `Provisioning failed!\n\tReason : ${words}\n\tPlease reset to factory and retry provisioning`);
    this.#tell({ kind: 'provisioning-failed', reason });
    this.#failures++;
    if (!resetOnFailure || this.#failures < profile.example.failuresBeforeReset) return;
    this.#failures = 0;
    if (profile.example.resetText) this.#log('info', profile.example.resetText);
    this.#credentials = undefined;
    manager.resetOnFailure().catch((error: unknown) => this.#log('error', String(error)));
  }

  /** The application rejoins by itself whenever the station is lost, as the example does. */
  #watchStation(): void {
    const { wifi } = this.#options;
    wifi.watch((event) => {
      if (event.kind === 'got-ip') {
        this.#log('info', `Connected with IP Address:${event.connection.ip4}`);
        this.#tell({ kind: 'connected', ip4: event.connection.ip4 });
        this.#greet();
      }
      if (event.kind === 'disconnected' && this.#rejoins()) {
        this.#log('info', 'Disconnected. Connecting to the AP again...');
        if (this.#credentials) wifi.join(this.#credentials);
      }
    });
  }

  /** Not where the manager tries again by itself, and not once switched off or reset. */
  #rejoins(): boolean {
    const { manager, profile } = this.#options;
    // A manager that waits for credentials has blanked those of the station.
    if (manager.phase === 'started') return false;
    const managed = manager.phase !== 'idle' && (profile.manager.connectionAttempts ?? 0) > 0;
    return this.#credentials !== undefined && !managed && !this.#stopped.signal.aborted;
  }

  /** The work of the application once it is online. */
  #greet(): void {
    if (this.#greeting) return;
    this.#greeting = true;
    const { signal } = this.#stopped;
    const greetForever = async () => {
      // The original waits for an event of its own first, so the manager has its say before.
      await this.#options.clock.sleep(0, { signal });
      for (;;) {
        this.#log('info', 'Hello World!');
        await this.#options.clock.sleep(helloIntervalMs, { signal });
      }
    };
    greetForever().catch(() => undefined);
  }

  #log(level: 'error' | 'info', line: string): void {
    this.#options.log(level, tag, line);
  }
}

/** What the example says of its hard-coded security 2 credentials. */
const developmentLines = ['Development mode: using hard coded salt', 'Development mode: using hard coded verifier'];

const securityLines = {
  'session-established': { level: 'info', line: 'Secured session established!' },
  'invalid-parameters': {
    level: 'error',
    line: 'Received invalid security parameters for establishing secure session!',
  },
  'credentials-mismatch': {
    level: 'error',
    line: 'Received incorrect username and/or PoP for establishing secure session!',
  },
} as const;

function text(bytes: Uint8Array): string {
  return decodeUtf8(bytes) ?? String.fromCharCode(...bytes);
}
