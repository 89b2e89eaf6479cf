import { type ConnectOptions, DeviceSession, type OpenTransport, Provisioner, type Transport } from '@esp-prov/client';
import { errorMeanings, isProvisioningError } from '@esp-prov/protocol';
import { encodeArgument } from '../options/encode-argument.ts';
import { logLine } from '../report/log-line.ts';
import { isInteractive } from '../terminal/prompts.ts';
import type { DeviceLink, LinkContext } from './device-link.ts';
import { firstSecrets, otherSecrets, type Secrets } from './device-secrets.ts';
import { patienceMs } from './patience.ts';
import type { ReachOptions } from './reach-options.ts';
import { tellConnecting } from './tell-connecting.ts';
import { tellReading } from './tell-reading.ts';
import { unprovenConsent } from './unproven-consent.ts';

/** How a session is opened over a link. */
type Connect<T> = (source: Transport | OpenTransport, options: ConnectOptions) => Promise<T>;

/** Opens a session for provisioning. */
export async function openSession(link: DeviceLink, options: ReachOptions, context: LinkContext): Promise<Provisioner> {
  return await openAsked(Provisioner.connect, link, options, context);
}

/** Opens a session that lasts: each lost link is opened again, a few times for one request. */
export async function openLastingSession(
  link: DeviceLink,
  options: ReachOptions,
  context: LinkContext,
): Promise<DeviceSession> {
  const reconnect = { beforeCredentials: 3, waitMs: 1000 };
  return await openAsked((source, how) => DeviceSession.connect(source, { ...how, reconnect }), link, options, context);
}

/** Opens a session with the secret of the options or one that is asked for, again and again if it is wrong. */
async function openAsked<T extends Pick<DeviceSession, 'secretReading'>>(
  connectBy: Connect<T>,
  link: DeviceLink,
  options: ReachOptions,
  { output, signal }: LinkContext,
): Promise<T> {
  for (const text of [options.pop || '', options.sec2Username, options.sec2Pwd])
    encodeArgument(text ?? '', options.encoding);
  tellConnecting(link, output);
  const allowUnproven = unprovenConsent(options, output);
  const connect = async (secrets: Secrets, shortSalt: boolean) =>
    await connectBy(link.source, {
      signal,
      timeoutMs: patienceMs({ ...options, byHand: link.byHand }),
      securityVersion: options.secVer,
      minimumSecurityVersion: options.minSecVer,
      minimumPatchVersion: options.minSecPatch,
      allowNonceReuse: options.allowNonceReuse,
      shortSalt,
      ...secrets,
      allowUnproven,
      encoding: options.encoding,
      protocolVersion: options.protoVer,
      log: (level, _tag, text) => output.event({ event: 'log', level, text }, logLine(level, text)),
    });
  let secrets = firstSecrets(options);
  let before: unknown;
  for (;;) {
    try {
      // Once for each device: firmware counts wrong proofs, and the next secret is most likely one that was mistyped.
      const shortSalt = options.shortSalt ?? (!link.byHand && before === undefined);
      const session = await connect(secrets, shortSalt);
      tellReading(output, session.secretReading);
      return session;
    } catch (error) {
      // An empty answer throws the failure that has led to the question.
      if (error === before) throw error;
      if (output.json || !isInteractive() || !isProvisioningError(error, 'session/proof-mismatch')) throw error;
      before = error;
      output.event({ event: 'log', level: 'warn', text: errorMeanings[error.code] }, errorMeanings[error.code]);
      secrets = otherSecrets(error);
    }
  }
}
