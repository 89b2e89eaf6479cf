import { type DeviceTransport, Protocomm } from '@esp-prov/device';
import { type DeviceSecurity, type Log, silentLog, utf8 } from '@esp-prov/protocol';
import type { CannedEndpoint } from '../app/canned-endpoints.ts';

/** A service of a device that is on its network, apart from provisioning. */
export interface LocalServiceOptions {
  readonly transport: DeviceTransport;
  readonly security: DeviceSecurity;
  /** What its endpoints `version` and `session` are below; default `esp_local_ctrl`. */
  readonly kind?: 'esp_local_ctrl' | 'rmaker_local_ctrl' | undefined;
  readonly endpoints: readonly CannedEndpoint[];
  /** Name of the service; default: that of Espressif's example. */
  readonly name?: string | undefined;
  readonly log?: Log | undefined;
}

/** Slot of the first endpoint over Bluetooth; version, session and control follow one another. esp_local_ctrl.c */
const firstSlot = 0xff50;

/** Member of the version document. */
const members = { esp_local_ctrl: 'local_ctrl', rmaker_local_ctrl: 'rmaker_local_ctrl' } as const;

/**
 * Starts ESP-IDF's local control, or that of RainMaker Neo: a handshake under a name of its own, a version document,
 * and the endpoints that are given. It ends with the transport.
 *
 * @example
 * await startLocalService({ transport, security: sec1Device({ pop: 'abcd1234' }), endpoints });
 */
export async function startLocalService(options: LocalServiceOptions): Promise<void> {
  const { transport, security, kind = 'esp_local_ctrl', endpoints, name = 'my_esp_ctrl_device' } = options;
  const { log = silentLog } = options;
  const protocomm = new Protocomm({ security, log });
  const [version, session] = [`${kind}/version`, `${kind}/session`];
  // Only RainMaker Neo lists what it offers.
  const cap = kind === 'rmaker_local_ctrl' ? { cap: endpoints.map((endpoint) => endpoint.name) } : {};
  const { version: sec_ver, patchVersion: sec_patch_ver = 0 } = security;
  const document = utf8(JSON.stringify({ [members[kind]]: { ver: 'v1.0', sec_ver, sec_patch_ver, ...cap } }));
  protocomm.add(version, () => Uint8Array.from(document), 'version');
  protocomm.addSecurity(session);
  for (const endpoint of endpoints) protocomm.add(endpoint.name, endpoint.handler);
  await transport.start(
    {
      name,
      log,
      endpoints: [
        { name: version, slot: firstSlot, kind: 'version' },
        { name: session, slot: firstSlot + 1, kind: 'security' },
        ...endpoints.map((endpoint, i) => ({ name: endpoint.name, slot: firstSlot + 2 + i, kind: 'request' as const })),
      ],
    },
    protocomm,
  );
}
