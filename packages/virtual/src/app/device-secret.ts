import {
  type DeviceSecurity,
  fromHex,
  makeVerifier,
  ProvisioningError,
  type Random,
  type SaltAndVerifier,
  type SecurityVersion,
  sec0Device,
  sec1Device,
  sec2Device,
} from '@esp-prov/protocol';
import type { FactoryData } from '../flash/factory-data.ts';
import {
  examplePop,
  exampleSalt,
  exampleUsername,
  type ReleaseProfile,
  schemeOption,
} from '../profiles/release-profile.ts';

/** What the device accepts as proof. */
export interface DeviceSecret {
  readonly securityVersion?: SecurityVersion | undefined;
  /** Proof of possession of security 1; null: none. Default: the example's. */
  readonly pop?: string | null | undefined;
  /** User name and password of security 2; default: the example's. */
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  /** Salt and verifier in place of a password. */
  readonly verifier?: SaltAndVerifier | undefined;
  readonly random?: Random | undefined;
}

/**
 * Returns the secret, completed from the factory data. If no scheme was named, it is the one that the factory data have
 * a secret for, or the release's own if they have secrets for both.
 *
 * @throws ProvisioningError `flash/factory-data` if that is a scheme which the release has only when it is asked for
 */
export function withFactoryData(
  secret: DeviceSecret,
  factory: FactoryData | undefined,
  { name, schemes, schemesOffByDefault, securityVersion }: ReleaseProfile,
): DeviceSecret {
  if (!factory) return secret;
  const { pop, username, password, verifier } = secret;
  const own = { sec1: pop !== undefined, sec2: (username ?? password ?? verifier) !== undefined };
  const merged = {
    ...secret,
    pop: own.sec1 ? pop : factory.pop,
    verifier: own.sec2 ? verifier : factory.verifier,
  };
  if (secret.securityVersion !== undefined || own.sec1 || own.sec2) return merged;
  const provable = schemes.filter((scheme) => (scheme === 1 && factory.pop) || (scheme === 2 && factory.verifier));
  const [only = securityVersion] = provable.length === 1 ? provable : [];
  if (!schemesOffByDefault.includes(only)) return { ...merged, securityVersion: only };
  throw new ProvisioningError(
    'flash/factory-data',
    `the factory data have a secret for security ${only} alone, which ${name} leaves out by default; name the scheme to be a firmware with ${schemeOption(only)}`,
  );
}

/**
 * Returns the device's half of the scheme for a release and a secret.
 *
 * @throws RangeError when the release does not know the scheme
 */
export function deviceSecurity(profile: ReleaseProfile, secret: DeviceSecret): DeviceSecurity {
  const { securityVersion: version = profile.securityVersion, random } = secret;
  if (!profile.schemes.includes(version)) {
    throw new RangeError(
      `security ${version} does not exist in ${profile.name}, which has ${profile.schemes.join(', ')}`,
    );
  }
  switch (version) {
    case 0:
      return sec0Device();
    case 1: {
      const pop = secret.pop === undefined ? examplePop : (secret.pop ?? undefined);
      const { restartsHandshake: restarts, restartsKeystream } = profile;
      return sec1Device({ pop, random, restarts, restartsKeystream });
    }
    case 2:
      return sec2Device({
        ...(secret.verifier ?? exampleVerifier(secret)),
        patchVersion: profile.sec2PatchVersion,
        acceptZeroKey: profile.acceptsZeroKey,
        reroll: !profile.exact,
        exactKeyLength: profile.exact,
        random,
      });
  }
}

/**
 * Where the secret of a device is from: there is none, it is the one of Espressif's example, it was given, or only its
 * verifier was.
 */
export type SecretOrigin = 'none' | 'example' | 'given' | 'verifier';

/** Returns where the secret of a scheme is from, which is all that may be said about it. */
export function secretOrigin(
  version: SecurityVersion,
  { pop, username, password, verifier }: DeviceSecret,
): SecretOrigin {
  if (version === 0 || (version === 1 && pop === null)) return 'none';
  if (version === 2 && verifier) return 'verifier';
  const given = version === 1 ? pop : (username ?? password);
  return given === undefined ? 'example' : 'given';
}

/** Returns what the label of such a device shows: nothing that only the device's verifier knows. */
export function labelSecret(
  version: SecurityVersion,
  secret: DeviceSecret,
): { readonly username?: string; readonly pop?: string } {
  if (version === 1) return secret.pop === null ? {} : { pop: secret.pop ?? examplePop };
  if (version !== 2 || secret.verifier) return {};
  return { username: secret.username ?? exampleUsername, pop: secret.password ?? examplePop };
}

/** That of the example's own password: the same for every device that has no other, and made once. */
let hardCoded: SaltAndVerifier | undefined;

function exampleVerifier({ username = exampleUsername, password = examplePop }: DeviceSecret): SaltAndVerifier {
  const make = () => makeVerifier(username, password, fromHex(exampleSalt));
  if (username !== exampleUsername || password !== examplePop) return make();
  hardCoded ??= make();
  return hardCoded;
}
