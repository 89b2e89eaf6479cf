import { check } from '../../support/checks.mjs';

/** Firmware that insists on an encrypted link. */
export const pairingCases = [
  {
    name: 'pairing: a device that wants an encrypted link gets one, without a question',
    async run(lab) {
      const device = await lab.device({ security: 1, ble: { encrypted: true } });
      const provisioner = await lab.provisioner(device);
      check((await provisioner.scan()).length >= 8, 'no networks');
    },
  },
];
