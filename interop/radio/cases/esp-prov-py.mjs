import { check } from '../../support/checks.mjs';
import { forgetDevices } from '../../support/forget-devices.mjs';
import { requireTool, runEspProvPy, tools } from '../lab/esp-prov-py.mjs';

const home = ['--ssid', 'myssid', '--passphrase', 'mypassword'];
const established = /==== Session Established ====/;
const successful = /==== Provisioning was successful ====/;
// Over Bluetooth the tool does not expect a refusal, and ends with what bleak raised.
const refused = /Operation failed with ATT error: 0x80/;

const schemes = [
  { security: 0, right: ['--sec_ver', '0'] },
  { security: 1, right: ['--pop', 'abcd1234'], wrong: ['--pop', 'abcd1235'] },
  {
    security: 2,
    right: ['--sec_ver', '2', '--sec2_username', 'wifiprov', '--sec2_pwd', 'abcd1234'],
    wrong: ['--sec_ver', '2', '--sec2_username', 'wifiprov', '--sec2_pwd', 'abcd1235'],
  },
];

/** Returns Espressif's own tool over Bluetooth, against our device. */
export const espProvPyCases = tools.flatMap((tool) =>
  schemes.map(({ security, right, wrong }) => ({
    name: `esp_prov.py (${tool.title}): security ${security}${wrong ? ', wrong secret, then the right one' : ''}`,
    async run(lab) {
      requireTool(tool);
      const device = await lab.device({ security, profile: tool.profile });
      if (wrong) {
        const { code, output } = await runEspProvPy(lab, tool, device, [...wrong, ...home]);
        check(refused.test(output) && !established.test(output), 'a wrong secret was not refused');
        check(code === 1, `the tool ended with ${code}`);
        await device.logs('Received incorrect username and/or PoP');
        // The tool fails at devices that bluetoothd knows the services of; see interop/esp-prov-py/README.md.
        await forgetDevices();
      }
      const { code, output } = await runEspProvPy(lab, tool, device, [...right, ...home]);
      check(established.test(output), 'no session');
      check(successful.test(output), 'not provisioned');
      check(code === 0, `the tool ended with ${code}`);
      await device.tells('provisioning-succeeded');
    },
  })),
);
