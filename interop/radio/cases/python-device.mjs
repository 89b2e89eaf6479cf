import { Provisioner } from '@esp-prov/client';
import { check } from '../../support/checks.mjs';
import { longestWrite } from '../lab/bluetoothd.mjs';
import { expectError } from '../lab/expect-error.mjs';

const endpoints = ['Grüße', 'echo', 'empty', 'longest', 'proto-ver', 'prov-config', 'prov-session', 'refuse', 'slow'];

/** Our client against the device in Python. */
export const pythonDeviceCases = [
  {
    name: 'Python device: our client finds endpoints by their names and values of any length',
    async run(lab) {
      const device = await lab.pythonDevice('PROV_PYTHON');
      const transport = await lab.transport(device);
      check(String([...transport.endpoints].sort()) === String(endpoints), `it finds ${[...transport.endpoints]}`);
      for (const length of [1, 20, 253, 254, 480, 505, longestWrite]) {
        const request = Uint8Array.from({ length }, (_, index) => (index * 5 + length) & 255);
        const answer = await transport.exchange('echo', request);
        check(Buffer.compare(answer, request) === 0, `${length} bytes came back as ${answer.length}`);
        const { bytes, offset } = await device.next('write', 'echo');
        check(bytes === length && offset === 0, `the device got ${bytes} bytes at ${offset}`);
      }
      check((await transport.exchange('longest', Uint8Array.of(1))).length === 512, 'the longest answer');
      check((await transport.exchange('empty', Uint8Array.of(1))).length === 0, 'the empty answer');
      const greeting = await transport.exchange('Grüße', Uint8Array.of(1));
      check(Buffer.from(greeting).toString() === 'Grüße zurück', 'the answer of a name beyond ASCII');
    },
  },
  {
    name: 'Python device: a refusal, a slow answer, a session, and all of it again',
    async run(lab) {
      const device = await lab.pythonDevice('PROV_PYTHON');
      for (const round of [1, 2]) {
        const transport = await lab.transport(device);
        await expectError('endpoint/refused', transport.exchange('refuse', Uint8Array.of(1)));
        const begin = performance.now();
        await transport.exchange('slow', Uint8Array.of(1));
        check(performance.now() - begin > 1900, 'an answer before the work was done');
        const provisioner = await Provisioner.connect(transport, { allowUnproven: true });
        check(provisioner.info.version === 'v1.1' && provisioner.securityVersion === 0, 'the version');
        const answer = await provisioner.send('echo', Uint8Array.of(round));
        check(answer.length === 1 && answer[0] === round, `round ${round} answers ${answer}`);
        await transport[Symbol.asyncDispose]();
      }
    },
  },
];
