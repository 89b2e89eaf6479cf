import {
  type Bytes,
  type ClientSecurity,
  capabilities,
  encodeText,
  isProvisioningError,
  type Log,
  ProvisioningError,
  type SecurityVersion,
  sec0Client,
  type TextEncoding,
  type VersionInfo,
} from '@esp-prov/protocol';
import { loadSec1Client, loadSec2Client } from '#secured-clients';
import type { Transport } from '../transport/transport.ts';
import type { ClientProof, Secret } from './client-proof.ts';
import { requireConsent, requireGivenUsed } from './demand.ts';

/** `prov.ver` of network_provisioning 0.1.0, whose messages no other release has. */
const draftVersion = 'v1.2';

/**
 * Returns the scheme that the device wants: `sec_ver` where it reports one, else 0 with the capability `no_sec`, else
 * 1.
 *
 * @throws ProvisioningError `session/scheme-unsupported` for plain-text versions, which do not tell the scheme, and for
 * schemes that this version does not have
 */
export function wantedSecurity(info: VersionInfo): SecurityVersion {
  if (info.version === draftVersion) throw new ProvisioningError('version/draft-unsupported');
  if (info.securityVersion !== undefined) return info.securityVersion;
  // Taken for none told it would be security 1, which is not what the device requires.
  if (info.unknownSecurity !== undefined) {
    throw new ProvisioningError('session/scheme-unsupported', unknownScheme(info.unknownSecurity));
  }
  if (!info.managed) {
    throw new ProvisioningError(
      'session/scheme-unsupported',
      `firmware with the version ${info.version} does not tell its security scheme`,
      { details: { version: info.version } },
    );
  }
  return info.capabilities.includes(capabilities.noSecurity) ? 0 : 1;
}

/**
 * Returns the scheme of the device together with the client's secret.
 *
 * @throws ProvisioningError `session/pop-required` or `session/user-required` when a secret is wanted and none is at
 * hand, `session/downgraded` when the scheme is weaker than `minimumSecurityVersion` or `minimumPatchVersion` demand,
 * or leaves out a secret that was given, `session/unproven` when the device would prove nothing and `allowUnproven` does
 * not agree, `host/code-not-loaded` in a page that cannot load the scheme
 */
export async function chooseSecurity(info: VersionInfo, proof: ClientProof): Promise<ClientSecurity> {
  const { random, encoding, power } = proof;
  const version = proof.securityVersion ?? wantedSecurity(info);
  requireStrength(version, proof.minimumSecurityVersion);
  requireGivenUsed(info, version, proof);
  requirePatch(info, version, proof.minimumPatchVersion);
  switch (version) {
    case 0:
      await requireConsent(version, proof);
      return sec0Client();
    case 1: {
      const pop = await wantedPop(info, proof);
      if (pop === undefined) await requireConsent(version, proof);
      const sec1Client = await loadSec1Client();
      return sec1Client({ pop: pop === undefined ? undefined : encodeSecret(pop, encoding), random });
    }
    case 2: {
      const required = async (secret: Secret | undefined) => await requireUser(info, secret);
      const username = encodeSecret(await required(proof.username), encoding);
      const password = encodeSecret(await required(proof.password), encoding);
      // Where no patch level is told the nonce tells the truth: some releases count without saying so, and somebody on
      // the way who leaves the level out gains nothing by it.
      const { securityPatchVersion: patchVersion } = info;
      const { minimumPatchVersion, shortSalt } = proof;
      const sec2Client = await loadSec2Client();
      return sec2Client({ username, password, patchVersion, minimumPatchVersion, shortSalt, random, power });
    }
  }
}

/**
 * Returns the bytes of a secret.
 *
 * @throws ProvisioningError `usage/invalid-option` for one that no device can have: firmware ends a text at a zero byte
 */
function encodeSecret(secret: string, encoding: TextEncoding | undefined): Bytes {
  if (!secret.includes('\0')) return encodeText(secret, encoding);
  throw new ProvisioningError('usage/invalid-option', 'a secret holds a zero byte, at which a device would end it');
}

/** Refuses a scheme that is too weak: an attacker in the middle could claim a weaker one than the device has. */
function requireStrength(version: SecurityVersion, minimum: SecurityVersion | undefined): void {
  if (minimum === undefined || version >= minimum) return;
  throw new ProvisioningError(
    'session/downgraded',
    `security ${version} is offered, ${minimum} is the least demanded`,
    {
      details: { offered: version, minimum },
    },
  );
}

/** A patch level belongs to security 2; plain-text versions tell none, and then the nonce of the handshake decides. */
function requirePatch(info: VersionInfo, version: SecurityVersion, minimum = 0): void {
  const offered = info.securityPatchVersion ?? (info.managed ? 0 : minimum);
  if (minimum <= 0 || (version === 2 && offered >= minimum)) return;
  const what = version === 2 ? `patch level ${offered} of security 2` : `security ${version}`;
  throw new ProvisioningError(
    'session/downgraded',
    `${what} is offered, patch level ${minimum} of security 2 is the least demanded`,
    { details: { offered: version, offeredPatch: offered, minimumPatch: minimum } },
  );
}

/** A device without PoP would take any for a wrong one, so none is asked for. */
async function wantedPop(info: VersionInfo, { pop, allowUnproven }: ClientProof): Promise<string | undefined> {
  if (info.capabilities.includes(capabilities.noPop)) return undefined;
  const answer = typeof pop === 'function' ? await pop() : pop;
  if (answer) return answer;
  // Plain-text firmware does not tell whether it has a PoP; and whoever says that there is none may know better.
  if (!info.managed || (pop === '' && allowUnproven)) return undefined;
  throw new ProvisioningError('session/pop-required', claimed(info, 1));
}

async function requireUser(info: VersionInfo, secret: Secret | undefined): Promise<string> {
  const answer = typeof secret === 'function' ? await secret() : secret;
  if (answer) return answer;
  throw new ProvisioningError('session/user-required', claimed(info, 2));
}

/** Returns what a device says that shall have another scheme; undefined where the two agree, or it says nothing. */
function claimed({ securityVersion, managed }: VersionInfo, named: SecurityVersion): string | undefined {
  if (!managed || securityVersion === undefined || securityVersion === named) return undefined;
  return `security ${named} was requested, and the device says that it has security ${securityVersion}`;
}

function unknownScheme(told: string): string {
  return /^-?\d{1,9}$/.test(told) ? `the device wants security ${told}` : 'the device names its security by no number';
}

/** Returns the refusal of a scheme that was fixed, with what the device says of its own: that tells more. */
export function namingClaim(error: unknown, info: VersionInfo, named: SecurityVersion): unknown {
  const claim = claimed(info, named);
  if (claim === undefined || !isProvisioningError(error, 'session/scheme-mismatch')) return error;
  return new ProvisioningError('session/scheme-mismatch', claim, { cause: error, details: error.details });
}

/** Bytes of the public key that opens a handshake of security 2; the rest of the message comes on top. */
const sec2KeyLength = 384;

/**
 * Refuses a scheme whose handshake cannot pass the transport, before a person is asked for a secret.
 *
 * @throws ProvisioningError `endpoint/request-size` for security 2 over a console
 */
export function requireRoom({ kind, maxRequest }: Transport, version: SecurityVersion): void {
  if (version !== 2 || maxRequest > sec2KeyLength) return;
  throw new ProvisioningError(
    'endpoint/request-size',
    `security 2 does not fit: its handshake begins with more than ${sec2KeyLength} bytes, and the ${kind} carries ` +
      `${maxRequest}; reach the device over SoftAP or Bluetooth`,
    { details: { maxRequest } },
  );
}

/** Says that the firmware seals every message of a session with one nonce, and what is done about it. */
export function warnAboutNonce(
  log: Log,
  { allowNonceReuse = false }: { readonly allowNonceReuse?: boolean | undefined },
): void {
  const done = allowNonceReuse
    ? 'Whoever knows one of them, such as the scan answer, can read the credentials'
    : 'Credentials are sent in a session of their own, but whoever can also change messages may still read them';
  log('warn', 'client', `the firmware reuses one nonce for all messages of a session. ${done}. Update the firmware`);
}
