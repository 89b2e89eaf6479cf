import type { Endpoint } from '@esp-prov/device';
import {
  type ComponentVersion,
  capabilities,
  type DeviceSecurity,
  decodeUtf8,
  encodeVersionInfo,
  utf8,
} from '@esp-prov/protocol';
import type { ReleaseProfile } from './release-profile.ts';

/** What `proto-ver` of a release depends on besides the release. */
export interface VersionReplyOptions {
  readonly security: DeviceSecurity;
  /** Whether the device has a proof of possession; an empty one counts, as in the firmware. */
  readonly hasPop: boolean;
  readonly applications: Iterable<readonly [label: string, info: ComponentVersion]>;
  /** Whether provisioning is offered at this moment; default: it is. */
  readonly offersProvisioning?: (() => boolean) | undefined;
  /** Whether the reply follows when that changes; default: it is as at the start. */
  readonly renewsVersion?: boolean | undefined;
}

/** Returns the handler of `proto-ver` as a release has it. */
export function versionReply(profile: ReleaseProfile, options: VersionReplyOptions): Endpoint {
  const { versionReply: reply } = profile;
  switch (reply.kind) {
    case 'plain':
      return () => utf8(reply.version);
    case 'compare':
      return (request) => utf8(decodeUtf8(request) === reply.version ? 'SUCCESS' : 'FAIL');
    case 'json': {
      const { security, hasPop, applications, offersProvisioning = () => true, renewsVersion } = options;
      const scheme = [
        ...(security.version === 0 ? [capabilities.noSecurity] : []),
        ...(security.version === 1 && !hasPop ? [capabilities.noPop] : []),
      ];
      const bytes = (offered: boolean) => {
        const info = {
          version: reply.version,
          managed: true,
          capabilities: [...scheme, ...(offered ? reply.capabilities : [])],
          ...(reply.tellsSecurity ? { securityVersion: security.version } : {}),
          ...(reply.tellsPatch ? { securityPatchVersion: security.patchVersion } : {}),
          applications,
        };
        return encodeVersionInfo(info, reply.layout);
      };
      const frozen = bytes(offersProvisioning());
      return () => (renewsVersion ? bytes(offersProvisioning()) : Uint8Array.from(frozen));
    }
  }
}
