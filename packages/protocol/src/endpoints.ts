/** Names of the endpoints that every provisioning service knows. They match exactly, case included. */
export const endpointNames = {
  control: 'prov-ctrl',
  scan: 'prov-scan',
  session: 'prov-session',
  config: 'prov-config',
  version: 'proto-ver',
} as const;

/** What a request to an endpoint means to the dispatcher: only `request` endpoints are sealed. */
export type EndpointKind = 'version' | 'security' | 'request';

/** An endpoint as a service offers it. */
export interface EndpointInfo {
  readonly name: string;
  /** 16-bit slot from which BLE derives the characteristic's UUID. */
  readonly slot: number;
  readonly kind: EndpointKind;
}

/** Built-in endpoints in GATT order. Slots: esp-idf wifi_provisioning/src/manager.c and scheme_ble.c. */
export const builtInEndpoints: readonly EndpointInfo[] = [
  { name: endpointNames.control, slot: 0xff4f, kind: 'request' },
  { name: endpointNames.scan, slot: 0xff50, kind: 'request' },
  { name: endpointNames.session, slot: 0xff51, kind: 'security' },
  { name: endpointNames.config, slot: 0xff52, kind: 'request' },
  { name: endpointNames.version, slot: 0xff53, kind: 'version' },
];

/** Slot of the first custom endpoint; later ones follow in the order of creation. */
export const firstCustomSlot = 0xff54;
