export type { ConformanceCase } from './conformance/conformance-case.ts';
export { keyValueStoreConformance } from './conformance/key-value-store-conformance.ts';
export { type SecurityPair, securityConformance } from './conformance/security-conformance.ts';
export { type TransportFactory, transportConformance } from './conformance/transport-conformance.ts';
export { FakeWifiDriver } from './fake-wifi-driver.ts';
export { type Fault, type FaultyLinkOptions, faultyLink } from './faulty-link.ts';
export { fixedRandom, seededRandom } from './fixed-random.ts';
export { type ManualClock, manualClock } from './manual-clock.ts';
export { type MemoryLink, memoryLink } from './memory-link.ts';
