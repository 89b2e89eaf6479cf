import {
  type FailReason,
  type LineValue,
  lineLog,
  type ManagerEvent,
  ownTag,
  type ProvisioningManager,
  type WifiCredentials,
  type WifiDriver,
} from '@esp-prov/device';
import {
  type Clock,
  type ComponentVersion,
  type DeviceSecurity,
  decodeUtf8,
  foreignText,
  type Log,
  qrPayloadPage,
  utf8,
} from '@esp-prov/protocol';
import type { Serial } from '../chip/serial-monitor.ts';
import { bootWarnings, type ReleaseProfile } from '../profiles/release-profile.ts';
import { versionReply } from '../profiles/version-reply.ts';
import { type ExampleLine, newestExampleWords } from '../profiles/words/example-words.ts';
import { sessionOnlyWords } from '../profiles/words/session-only-words.ts';
import type { VendorApplication } from '../vendor/vendor-application.ts';
import type { AppEvent } from './app-event.ts';
import type { BleScheme } from './ble-scheme.ts';
import type { CannedEndpoint } from './canned-endpoints.ts';
import type { SecretOrigin } from './device-secret.ts';
import { type QrFacts, qrLines, qrText } from './qr-code.ts';

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
  /** What the vendor's applications say of themselves in `proto-ver`. */
  readonly applications?: Iterable<readonly [label: string, info: ComponentVersion]> | undefined;
  /** Endpoints of the vendor, beside those of the example or in place of one. */
  readonly endpoints?: readonly CannedEndpoint[] | undefined;
  /** An application that the vendor has beside the example. */
  readonly vendor?: VendorApplication | undefined;
  readonly security: DeviceSecurity;
  /** Its Bluetooth half, where it has one. */
  readonly scheme?: BleScheme | undefined;
  readonly hasPop: boolean;
  readonly secretOrigin: SecretOrigin;
  /** Whether salt and verifier of security 2 are the device's own, and not the example's. */
  readonly hasOwnVerifier: boolean;
  readonly resetOnFailure: boolean;
  /** Whether it is the example of the session-only mode, whose manager was set so. */
  readonly sessionOnly: boolean;
  readonly renewsVersion: boolean;
  /** Whether provisioning is enabled although it is provisioned; means something in session-only mode. */
  readonly offersAgain: boolean;
  /** Whether secrets are printed as the original prints them. */
  readonly logSecrets: boolean;
  /** Content of the QR code; undefined: none is printed. */
  readonly qr?: QrFacts | undefined;
}

/** Endpoint of the example that takes any text and answers SUCCESS. */
export const customDataEndpoint = 'custom-data';

const helloIntervalMs = 1000;

/** Espressif's wifi_prov_mgr example: provisions when nothing is stored, else joins; its log lines are the original's. */
export class ExampleApp {
  readonly #options: ExampleAppOptions;
  readonly #tell: (event: AppEvent) => void;
  readonly #line: (name: ExampleLine, ...values: readonly LineValue[]) => void;
  readonly #stopped = new AbortController();
  #credentials: WifiCredentials | undefined;
  #greeting = false;
  #failures = 0;

  constructor(options: ExampleAppOptions, tell: (event: AppEvent) => void) {
    this.#options = options;
    this.#tell = tell;
    const { log, profile, logSecrets, sessionOnly, vendor } = options;
    const example = sessionOnly ? sessionOnlyWords : { ...newestExampleWords, ...profile.example.words };
    this.#line = lineLog({ log, lines: { ...example, ...vendor?.words }, secrets: logSecrets });
  }

  /** Runs until stopped; resolves when provisioning is offered or the station has begun to join. */
  async start(): Promise<void> {
    const { manager, wifi, sessionOnly, offersAgain } = this.#options;
    this.#watchStation();
    this.#options.scheme?.begin();
    manager.watch((event) => this.#onManagerEvent(event));
    manager.watchSecurity((event) => this.#line(event));
    const stored = (await manager.isProvisioned()) ? await manager.storedCredentials() : undefined;
    if (!stored || (sessionOnly && offersAgain)) return await this.#offerProvisioning();
    this.#line('already-provisioned');
    this.#tell({ kind: 'already-provisioned' });
    this.#credentials = stored;
    if (sessionOnly) {
      this.#warnOfRelease();
      await this.#startService();
    } else this.#options.scheme?.end();
    wifi.start();
    wifi.join(stored);
  }

  async #offerProvisioning(): Promise<void> {
    const { scheme, security, hasOwnVerifier, manager } = this.#options;
    this.#line('starting', scheme ? 'BLE' : 'WiFi SoftAP');
    this.#warnOfRelease();
    if (security.version === 2 && !hasOwnVerifier) {
      this.#line('hard-coded-salt');
      this.#line('hard-coded-verifier');
    }
    await manager.enableProvisioning();
    await this.#startService();
    this.#printQrCode();
  }

  /** Names the holes of the release and a scheme that it lacks by default, wherever a service starts. */
  #warnOfRelease(): void {
    const { profile, security, log } = this.#options;
    for (const warning of bootWarnings(profile, security.version)) log('warn', ownTag, warning);
  }

  async #startService(): Promise<void> {
    const {
      manager,
      profile,
      serviceName,
      security,
      hasPop,
      applications = [],
      endpoints = [],
      vendor,
    } = this.#options;
    if (profile.example.customData)
      manager.createEndpoint(customDataEndpoint, (request) => {
        this.#line('custom-data', request);
        return utf8('SUCCESS\0');
      });
    for (const [label, info] of [...(vendor?.applications ?? []), ...applications]) manager.setAppInfo(label, info);
    // Those of a file come last, so that one of them can stand in for the vendor's.
    for (const { name, handler } of [...(vendor?.endpoints ?? []), ...endpoints]) manager.createEndpoint(name, handler);
    await manager.start({
      serviceName,
      security,
      version: versionReply(profile, {
        security,
        hasPop,
        applications: manager.applications,
        offersProvisioning: () => manager.offersProvisioning,
        renewsVersion: this.#options.renewsVersion,
      }),
      without: profile.lacks,
      brake: !profile.exact,
      keepsReplacedSession: profile.keepsReplacedSession,
    });
  }

  /** Ends the greetings; the parts that were handed in stay with their owner. */
  stop(): void {
    this.#stopped.abort();
  }

  /** Prints the QR code. Its lines contain the secret: that is what a QR code is for. */
  #printQrCode(): void {
    const { profile, qr, serial, log, vendor } = this.#options;
    const code = qr && qrText(profile, qr, vendor?.qr);
    if (!code) return;
    const url = (vendor?.qr?.page ?? qrPayloadPage) + code.text;
    this.#line('scan-qr-code');
    log('info', 'QRCODE', 'Encoding below text with ECC LVL 0 & QR Code Version 10');
    log('info', 'QRCODE', foreignText(code.text, Number.POSITIVE_INFINITY));
    for (const line of qrLines(code.text)) serial(line);
    this.#line('qr-code-url', url);
    if (code.flaw) log('warn', ownTag, `${code.flaw}: no app can use it`);
    this.#tell({ kind: 'qr-code', payload: code.text, url });
  }

  #onManagerEvent(event: ManagerEvent): void {
    switch (event.kind) {
      case 'started':
        this.#line('started');
        this.#line(this.#options.scheme ? 'started-over-ble' : 'started-over-softap', this.#options.serviceName);
        this.#tell({
          kind: this.#options.manager.offersProvisioning ? 'provisioning-started' : 'session-started',
          serviceName: this.#options.serviceName,
          securityVersion: this.#options.security.version,
          secret: this.#options.secretOrigin,
        });
        return;
      case 'credentials-received':
        this.#onCredentials(event.credentials);
        return;
      case 'credentials-failed':
        this.#onFailure(event.reason);
        return;
      case 'credentials-succeeded':
        this.#line('succeeded');
        this.#tell({ kind: 'provisioning-succeeded' });
        return;
      case 'ended':
        this.#line('ended');
        // Bluetooth is kept for the session, and its memory is not freed.
        if (!this.#options.sessionOnly) this.#options.scheme?.end();
        this.#tell({ kind: this.#options.sessionOnly ? 'provisioning-ended' : 'service-ended' });
    }
  }

  #onCredentials(credentials: WifiCredentials): void {
    const ssid = text(credentials.ssid);
    this.#credentials = credentials;
    this.#line('credentials', ssid, { secretText: text(credentials.passphrase) });
    this.#tell({ kind: 'credentials-received', ssid });
  }

  #onFailure(reason: FailReason): void {
    const { profile, manager, resetOnFailure } = this.#options;
    this.#line(reason);
    this.#tell({ kind: 'provisioning-failed', reason });
    this.#failures++;
    // Without another attempt no further failure would come.
    const enough = profile.example.rejoins === 'always' ? profile.example.failuresBeforeReset : 1;
    if (!resetOnFailure || this.#failures < enough) return;
    this.#failures = 0;
    this.#line('reset');
    this.#credentials = undefined;
    // Where it is refused, the manager says so.
    manager.resetOnFailure().catch(() => undefined);
  }

  /** Watches the station: the application rejoins by itself whenever it is lost, as the example does. */
  #watchStation(): void {
    const { wifi } = this.#options;
    wifi.watch((event) => {
      if (event.kind === 'got-ip') {
        this.#line('connected', event.connection.ip4);
        this.#tell({ kind: 'connected', ip4: event.connection.ip4 });
        this.#greet();
      }
      if (event.kind === 'disconnected' && this.#rejoins()) {
        this.#line('disconnected');
        if (this.#credentials) wifi.join(this.#credentials);
      }
    });
  }

  /**
   * Whether the application rejoins: not where the manager tries again by itself, and not once switched off or reset.
   */
  #rejoins(): boolean {
    const { manager, profile } = this.#options;
    const isProvisioned = manager.phase === 'idle' || !manager.offersProvisioning;
    // A manager that waits for credentials has blanked those of the station.
    if (manager.phase === 'started' && !isProvisioned) return false;
    const { rejoins } = profile.example;
    const unproven = !isProvisioned && !this.#greeting;
    if (rejoins === 'never' || (rejoins === 'once-proven' && unproven)) return false;
    const managed = !isProvisioned && (profile.manager.connectionAttempts ?? 0) > 0;
    return this.#credentials !== undefined && !managed && !this.#stopped.signal.aborted;
  }

  /** Does the work of the application once it is online. */
  #greet(): void {
    if (this.#greeting) return;
    this.#greeting = true;
    const { signal } = this.#stopped;
    const greetForever = async () => {
      // The original waits for an event of its own first, so the manager has its say before.
      await this.#options.clock.sleep(0, { signal });
      this.#line('online');
      for (;;) {
        this.#line('hello');
        await this.#options.clock.sleep(helloIntervalMs, { signal });
      }
    };
    greetForever().catch(() => undefined);
  }
}

function text(bytes: Uint8Array): string {
  return decodeUtf8(bytes) ?? String.fromCharCode(...bytes);
}
