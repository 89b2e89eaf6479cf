import { type Clock, type SecurityVersion, silentLog, systemClock, type VersionInfo } from '@esp-prov/protocol';
import type { Transport } from '../transport/transport.ts';
import { chooseSecurity, namingClaim, requireRoom, wantedSecurity, warnAboutNonce } from './choose-security.ts';
import type { ConnectOptions } from './connect-options.ts';
import { loggedConsent } from './demand.ts';
import { requestVersion, requireVersion } from './read-version.ts';
import { RenewableSession } from './renewable-session.ts';
import { type OpenTransport, RenewableTransport } from './renewable-transport.ts';

/** A session that was opened, and what is known about the device at its other end. */
export interface ConnectedSession {
  /** What the device says about itself. */
  readonly info: VersionInfo;
  /** The scheme in use. */
  readonly securityVersion: SecurityVersion;
  readonly session: RenewableSession;
  readonly link: RenewableTransport;
  readonly clock: Clock;
}

/**
 * Requests the version of the device, chooses its security scheme and opens a session.
 *
 * @param source - a transport, which stays its owner's, or the way to open one, which is closed with the session
 */
export async function connectSession(
  source: Transport | OpenTransport,
  options: ConnectOptions,
): Promise<ConnectedSession> {
  const { signal, protocolVersion, clock = systemClock, log = silentLog, reconnect: policy = {} } = options;
  const { timeoutMs: limitMs, allowNonceReuse, onSealed } = options;
  const link = await RenewableTransport.from(source, { clock, policy, limitMs, signal });
  try {
    const info = options.info ?? (await requestVersion(link, { signal, protocolVersion }));
    requireVersion(info, protocolVersion);
    requireRoom(link.transport, options.securityVersion ?? wantedSecurity(info));
    const security = await chooseSecurity(info, { ...options, allowUnproven: loggedConsent(options, log) });
    const opened = RenewableSession.open(link, security, { signal, allowNonceReuse, log, onSealed });
    const session = await opened.catch((error: unknown) => {
      throw namingClaim(error, info, security.version);
    });
    if (session.reading) log('warn', 'client', `${session.reading.meaning}. Give it another pair of salt and verifier`);
    if (session.reusesNonce) warnAboutNonce(log, { allowNonceReuse });
    return { info, securityVersion: security.version, session, link, clock };
  } catch (error) {
    await link[Symbol.asyncDispose]().catch(() => undefined);
    throw error;
  }
}
