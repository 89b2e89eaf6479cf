import { bluezPeripheral } from '@esp-prov/bluez';
import { bleDeviceTransport } from '@esp-prov/device';
import { isProvisioningError } from '@esp-prov/protocol';
import { watchBluetooth } from './bluetooth-watch.ts';
import type { OfferTransport, OfferTransportContext } from './offer-transport.ts';

/** What a board waits for, by the error of a start. */
const missingParts: Readonly<Record<string, string>> = {
  'bluetooth/no-service': 'the Bluetooth service (bluetoothd)',
  'bluetooth/no-adapter': 'a Bluetooth adapter',
  'bluetooth/powered-off': 'a Bluetooth adapter that is switched on',
  'bluetooth/blocked': 'a Bluetooth adapter that is not blocked (rfkill)',
};

/** Returns the transport over Bluetooth, which leaves the radio for Wi-Fi as it is. */
export function bleOfferTransport({ bus, wifi, options, clock, log }: OfferTransportContext): OfferTransport {
  const { adapter } = options.bluetooth ?? {};
  const peripheral = async () => bluezPeripheral({ bus, adapter, clock, log, refusesPairing: true });
  return {
    // Its lines go where those of the service go.
    transport: bleDeviceTransport(peripheral, { clock }),
    station: wifi.station,
    missing: (error) => (isProvisioningError(error) ? missingParts[error.code] : undefined),
    watch: () => watchBluetooth(bus, clock),
  };
}
