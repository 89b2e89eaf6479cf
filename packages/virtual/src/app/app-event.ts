import type { FailReason } from '@esp-prov/device';
import type { SecurityVersion } from '@esp-prov/protocol';
import type { SecretOrigin } from './device-secret.ts';

/** What became of a run of the application. */
export type AppEvent =
  /** The service offers provisioning, or a session without it. */
  | {
      readonly kind: 'provisioning-started' | 'session-started';
      readonly serviceName: string;
      readonly securityVersion: SecurityVersion;
      readonly secret: SecretOrigin;
    }
  /** The QR code was printed, with this text. */
  | { readonly kind: 'qr-code'; readonly payload: string; readonly url: string }
  | { readonly kind: 'already-provisioned' }
  /** The endpoints of provisioning are gone, and the session goes on. */
  | { readonly kind: 'provisioning-ended' }
  | { readonly kind: 'credentials-received'; readonly ssid: string }
  | { readonly kind: 'provisioning-failed'; readonly reason: FailReason }
  | { readonly kind: 'provisioning-succeeded' }
  | { readonly kind: 'service-ended' }
  | { readonly kind: 'connected'; readonly ip4: string }
  | { readonly kind: 'power-cut' };
