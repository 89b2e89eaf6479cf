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
  readonly applications: ReadonlyMap<string, ComponentVersion>;
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
      const { security, hasPop, applications } = options;
      const scheme = [
        ...(security.version === 0 ? [capabilities.noSecurity] : []),
        ...(security.version === 1 && !hasPop ? [capabilities.noPop] : []),
      ];
      const bytes = encodeVersionInfo({
        version: reply.version,
        managed: true,
        capabilities: [...scheme, ...reply.capabilities],
        ...(reply.tellsSecurity ? { securityVersion: security.version } : {}),
        ...(reply.tellsPatch ? { securityPatchVersion: security.patchVersion } : {}),
        applications,
      });
      return () => Uint8Array.from(bytes);
    }
  }
}
