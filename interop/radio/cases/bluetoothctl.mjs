import { check } from '../../support/checks.mjs';
import { runProgram } from '../../support/program.mjs';

const address = '24:0A:C4:26:1F:CE';

async function bluetoothctl(...args) {
  const { output, errors } = await runProgram('bluetoothctl', args, { patienceMs: 30_000 });
  return output + errors;
}

/** The tool that everybody has. */
export const bluetoothctlCases = [
  {
    name: 'bluetoothctl: sees name and service of our device, and connects',
    async run(lab) {
      await lab.device({ security: 1 });
      const scan = await bluetoothctl('--timeout', '4', 'scan', 'le');
      check(scan.includes(`Device ${address}`), `the scan shows ${scan}`);
      const info = await bluetoothctl('info', address);
      check(/Name: PROV_261FCC/.test(info), `no name in ${info}`);
      check(/021a9004-0382-4aea-bff4-6b3f1c5adfb4/.test(info), `no service in ${info}`);
      const connected = await bluetoothctl('connect', address);
      check(/Connection successful/.test(connected), `connecting shows ${connected}`);
      check(/Connected: yes/.test(await bluetoothctl('info', address)), 'it is not connected');
      const end = await bluetoothctl('disconnect', address);
      check(/Successful disconnected/.test(end), `disconnecting shows ${end}`);
    },
  },
];
