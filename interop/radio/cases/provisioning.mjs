import { Provisioner } from '@esp-prov/client';
import { check } from '../../support/checks.mjs';
import { expectError } from '../lab/expect-error.mjs';

const home = { ssid: 'myssid', passphrase: 'mypassword' };
const wrongSecret = { 1: { pop: 'abcd1235' }, 2: { password: 'abcd1235' } };
const text = (bytes) => Buffer.from(bytes).toString();

async function provision(provisioner, network) {
  let last;
  for await (const step of provisioner.provision(network)) last = step;
  return last;
}

const wholeWay = [0, 1, 2].map((security) => ({
  name: `ours: provisioning, security ${security}`,
  async run(lab) {
    const device = await lab.device({ security });
    const provisioner = await lab.provisioner(device);
    check(provisioner.securityVersion === security, `security ${provisioner.securityVersion}`);
    const networks = await provisioner.scan();
    check(networks.length >= 8, `${networks.length} networks`);
    check(text(networks[0].ssid) === 'myssid', `the strongest is ${text(networks[0].ssid)}`);
    check(
      networks.some(({ ssid }) => text(ssid) === 'Café ☕'),
      'a name beyond ASCII',
    );
    const last = await provision(provisioner, home);
    check(last.kind === 'connected', `it ended with ${JSON.stringify(last)}`);
    check(last.connection.ip4 === '192.168.43.220', `its address is ${last.connection.ip4}`);
    await device.tells('provisioning-succeeded');
    await device.tells('service-ended');
  },
}));

const wrongSecrets = [1, 2].map((security) => ({
  name: `ours: wrong secret of security ${security}, then the right one over the same link`,
  async run(lab) {
    const device = await lab.device({ security });
    const transport = await lab.transport(device);
    const wrong = { ...device.secrets, ...wrongSecret[security] };
    await expectError('session/proof-mismatch', Provisioner.connect(transport, wrong));
    const provisioner = await Provisioner.connect(transport, device.secrets);
    check((await provisioner.scan()).length >= 8, 'no networks');
  },
}));

/** Our client provisions our device. */
export const provisioningCases = [
  ...wholeWay,
  ...wrongSecrets,
  {
    name: 'ours: wrong Wi-Fi password, reset, right one, in one session',
    async run(lab) {
      const device = await lab.device({ security: 2, profile: 'readme' });
      const provisioner = await lab.provisioner(device);
      const failed = await provision(provisioner, { ...home, passphrase: 'not this one' });
      check(failed.kind === 'failed' && failed.reason === 'auth-error', `it ended with ${JSON.stringify(failed)}`);
      await device.tells('provisioning-failed');
      await provisioner.reset();
      const last = await provision(provisioner, home);
      check(last.kind === 'connected', `it ended with ${JSON.stringify(last)}`);
      await device.tells('provisioning-succeeded');
    },
  },
  {
    name: 'ours: custom data of 1 to 480 bytes, security 2',
    async run(lab) {
      const device = await lab.device({ security: 2 });
      const provisioner = await lab.provisioner(device);
      for (const length of [1, 256, 480]) {
        const answer = await provisioner.send('custom-data', new Uint8Array(length).fill(0x41));
        check(text(answer) === 'SUCCESS\0', `${length} bytes are answered ${text(answer)}`);
        await device.logs(`Received data: ${'A'.repeat(length)}`);
      }
    },
  },
  {
    name: 'ours: a device with the rules of Bluedroid ends the link after a refusal',
    async run(lab) {
      const device = await lab.device({ security: 1, ble: { host: 'bluedroid' } });
      const transport = await lab.transport(device);
      await expectError('endpoint/refused', transport.exchange('prov-config', Uint8Array.of(0xff)));
      await new Promise((resolve) => transport.lost.addEventListener('abort', resolve, { once: true }));
      const provisioner = await lab.provisioner(device);
      check((await provisioner.scan()).length >= 8, 'no networks');
    },
  },
  {
    name: 'ours: a device whose endpoints have no names is known by its slots',
    async run(lab) {
      const device = await lab.device({ security: 1, ble: { descriptions: false } });
      const provisioner = await lab.provisioner(device);
      check((await provisioner.scan()).length >= 8, 'no networks');
    },
  },
];
