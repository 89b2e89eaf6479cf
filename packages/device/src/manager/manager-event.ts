import type { WifiConnection, WifiCredentials } from '../wifi-driver.ts';

/** Why a device could not join with the credentials that it got. */
export type FailReason = 'auth-error' | 'network-not-found';

/** What a manager tells its application, in the order in which it happens. esp-idf: wifi_provisioning/manager.h */
export type ManagerEvent =
  | { readonly kind: 'started' }
  | { readonly kind: 'credentials-received'; readonly credentials: WifiCredentials }
  | { readonly kind: 'credentials-failed'; readonly reason: FailReason }
  | { readonly kind: 'credentials-succeeded'; readonly connection: WifiConnection }
  | { readonly kind: 'ended' };
