import { check } from '../../support/checks.mjs';
import { runProgram } from '../../support/program.mjs';

/** Firmware that insists on an encrypted link. */
export const pairingCases = [
  {
    name: 'pairing: a device that wants an encrypted link gets one, without a question',
    async run(lab) {
      const device = await lab.device({ security: 1, ble: { encrypted: true } });
      try {
        const provisioner = await lab.provisioner(device);
        check((await provisioner.scan()).length >= 8, 'no networks');
      } finally {
        for (const adapter of ['00:1A:7D:DA:71:0A', '24:0A:C4:26:1F:CE']) await forgetAll(adapter);
      }
    },
  },
];

/** Bonds would stay and encrypt the links of other cases. */
async function forgetAll(adapter) {
  const { output } = await runProgram('bluetoothctl', [], { input: `select ${adapter}\ndevices\nquit\n` });
  const addresses = [...output.matchAll(/Device ([0-9A-F:]{17})/g)].map(([, address]) => address);
  const lines = addresses.map((address) => `remove ${address}\n`).join('');
  await runProgram('bluetoothctl', [], { input: `select ${adapter}\n${lines}quit\n` });
}
