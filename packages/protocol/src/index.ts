export { fromBase64, toBase64 } from './base64.ts';
export {
  bleServiceUuids,
  characteristicUuid,
  expandUuid,
  maxAttributeValue,
  offersProvisioning,
  provisioningServices,
  userDescriptionUuid,
} from './ble-uuids.ts';
export {
  type Bytes,
  concatBytes,
  decodeUtf8,
  encodeText,
  equalConstantTime,
  fromHex,
  type TextEncoding,
  toHex,
  utf8,
  xorBytes,
} from './bytes.ts';
export { type Clock, withDeadline } from './clock.ts';
export { type CompactQr, formatCompactQr, isCompactQr, rainmakerQrPage, rainmakerUsername } from './compact-qr.ts';
export { type EncodableVersion, encodeVersionInfo, type VersionLayout } from './encode-version-info.ts';
export { builtInEndpoints, type EndpointInfo, type EndpointKind, endpointNames, firstCustomSlot } from './endpoints.ts';
export { errorCauses } from './errors/error-causes.ts';
export { type ErrorEvidence, errorEvidence } from './errors/error-evidence.ts';
export { errorMeanings } from './errors/error-meanings.ts';
export { type ErrorCode, type ErrorEntry, errorTable } from './errors/error-table.ts';
export { exitCodes } from './errors/exit-codes.ts';
export { failedPath, fileFailure } from './errors/file-failure.ts';
export { type ErrorDetails, isProvisioningError, ProvisioningError } from './errors/provisioning-error.ts';
export { foreignJson, foreignText } from './foreign-text.ts';
export { type Fragment, FragmentCollector, type FragmentFlaw, fragmentAt, rmakerFragmentSize } from './fragments.ts';
export { halfBlockLines } from './half-blocks.ts';
export { type JsonMember, jsonMembers } from './json-members.ts';
export { type Log, type LogLevel, logLevels, maskSecret, silentLog } from './log.ts';
export { type OtherCode, otherCode, otherCodeKind } from './other-code.ts';
export {
  formatQrPayload,
  parseQrPayload,
  type QrPayload,
  qrPayloadLimit,
  qrPayloadPage,
  qrPayloadUrl,
} from './qr-payload.ts';
export { type Random, systemRandom } from './random.ts';
export {
  espErrors,
  type HandshakeFact,
  type HandshakeNote,
  type NotedBytes,
  openBytes,
} from './security/handshake-note.ts';
export type { Power, PowerTask } from './security/power.ts';
export { powerHere } from './security/power-here.ts';
export { withPowersApart } from './security/powers-apart.ts';
export { sec0Client } from './security/sec0/client.ts';
export { sec0Device } from './security/sec0/device.ts';
export { type Sec1ClientOptions, sec1Client } from './security/sec1/client.ts';
export { type Sec1DeviceOptions, sec1Device } from './security/sec1/device.ts';
export { type Sec2ClientOptions, sec2Client } from './security/sec2/client.ts';
export { type Sec2DeviceOptions, sec2Device } from './security/sec2/device.ts';
export { matchVerifier, type VerifierMatch } from './security/sec2/match-verifier.ts';
export type { SecretReading } from './security/sec2/secret-reading.ts';
export { isAmbiguousPair, makeVerifier, type SaltAndVerifier } from './security/sec2/verifier.ts';
export {
  type ClientHandshake,
  type ClientSecurity,
  type DeviceHandshake,
  type DeviceSecurity,
  isSecurityVersion,
  type SecureChannel,
  type SecurityVersion,
  type SteppedHandshake,
  securityVersions,
} from './security/security.ts';
export { statusName } from './security/session-message.ts';
export { mayOfferSessionOnly, offersSessionOnly } from './session-only.ts';
export { systemClock } from './system-clock.ts';
export { TextInbox } from './text-inbox.ts';
export { withoutTrailingNuls } from './trailing-nuls.ts';
export { underSignals } from './under-signals.ts';
export { untilAborted } from './until-aborted.ts';
export {
  type ComponentVersion,
  capabilities,
  decodeVersionInfo,
  type VersionInfo,
  type VersionReply,
} from './version-info.ts';
