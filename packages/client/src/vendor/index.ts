/**
 * For programs that use endpoints of a vendor: ESP RainMaker's user mapping and challenge, and ESP-IDF's local control.
 *
 * @packageDocumentation
 */
export {
  decodeExampleValue,
  type ExampleValue,
  encodeExampleValue,
  exampleTypes,
  isReadOnly,
} from './example-property.ts';
export type { JsonText } from './json-text.ts';
export {
  countProperties,
  type DeviceProperty,
  type LocalControlOptions,
  localControlEndpoint,
  type PropertyValue,
  type ReadPropertiesOptions,
  readProperties,
  setProperties,
} from './local-control.ts';
export { type LocalService, type LocalServiceOptions, localServices, localServiceTransport } from './local-service.ts';
export {
  disableRmakerChallenge,
  type RmakerSignature,
  readRmakerNodeId,
  rmakerChallengeEndpoint,
  signRmakerChallenge,
} from './rmaker-challenge.ts';
export {
  abortRmakerClaim,
  initRmakerClaim,
  rmakerClaimEndpoint,
  startRmakerClaim,
  verifyRmakerClaim,
} from './rmaker-claim.ts';
export {
  type RmakerReadOptions,
  type RmakerText,
  readRmakerConfig,
  readRmakerParams,
  rmakerDataEndpoints,
  type SignedRmakerText,
  setRmakerParams,
} from './rmaker-params.ts';
export type { TransferOptions } from './transfer.ts';
export { type VendorEndpoint, vendorEndpoints } from './vendor-endpoints.ts';
export type { VendorSession } from './vendor-session.ts';
