import { connectBus } from '@esp-prov/dbus';
import { ProvisioningError, silentLog, systemClock, systemRandom } from '@esp-prov/protocol';
import { systemPrograms } from '../programs/system-programs.ts';
import { removeStaleInterface } from '../softap/second-interface.ts';
import { openBoardState } from '../state/open-board-state.ts';
import { openBoardWifi } from '../wifi/open-board-wifi.ts';
import { interfaceAddress } from './interface-address.ts';
import type { LinuxDevice, LinuxDeviceOptions } from './linux-device.ts';
import type { OfferTransport, OfferTransportContext } from './offer-transport.ts';
import { runLinuxDevice } from './run-linux-device.ts';

/**
 * Makes this board a device that Espressif's apps provision: it offers provisioning as its start policy says, joins the
 * network that a client brings, and keeps it over restarts. Resolves when the Wi-Fi service and the radio are there, for
 * which it waits. Disposal ends it; the network stays.
 *
 * @throws ProvisioningError of the family `board`, `usage/invalid-option`, `credentials/unportable`, `host/file-unusable`,
 *   or the reason of the signal
 */
export async function createLinuxDevice(options: LinuxDeviceOptions = {}): Promise<LinuxDevice> {
  const { clock = systemClock, random = systemRandom, log = silentLog } = options;
  return await runLinuxDevice(options, {
    clock,
    random,
    log,
    connectBus: systemBus,
    openState: openBoardState,
    openWifi: async (wifi) => {
      // Before a radio is looked for.
      await removeStaleInterface(systemPrograms({ clock }));
      return await openBoardWifi(wifi);
    },
    openTransport,
    addressOf: interfaceAddress,
  });
}

async function systemBus() {
  try {
    return await connectBus();
  } catch (cause) {
    throw new ProvisioningError('board/no-service', 'the D-Bus system bus cannot be reached', { cause });
  }
}

/** Loads what a transport needs when provisioning is offered first: a board in its network needs none of it. */
async function openTransport(context: OfferTransportContext): Promise<OfferTransport> {
  if (context.options.transport === 'softap') {
    const { softApOfferTransport } = await import('./softap-offer-transport.ts');
    return softApOfferTransport(context, { programs: systemPrograms({ clock: context.clock }) });
  }
  const { bleOfferTransport } = await import('./ble-offer-transport.ts');
  return bleOfferTransport(context);
}
