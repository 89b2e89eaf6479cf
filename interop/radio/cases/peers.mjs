import { check } from '../../support/checks.mjs';
import { longestWrite } from '../lab/bluetoothd.mjs';

/** That the lab itself is right: nothing here is ours. */
export const peerCases = [
  {
    name: 'peers: bleak and the Python device',
    async run(lab) {
      const device = await lab.pythonDevice('PROV_PYTHON');
      const bleak = await lab.bleak();
      const found = await bleak.must('find', { name: device.name, seconds: 20 });
      check(found.found, 'the device was not found');
      check(found.rssi > -55 && found.rssi < -41, `heard at ${found.rssi} dBm`);
      const { endpoints } = await bleak.connect();
      check(endpoints.echo === '1775ff60-6b43-439b-877c-060f2d9bed07', `echo is ${endpoints.echo}`);
      for (const length of [5, 253, 254, longestWrite]) {
        const hex = 'a5'.repeat(length);
        const answer = await bleak.must('exchange', { endpoint: 'echo', hex });
        check(answer.hex === hex, `${length} bytes came back as ${answer.hex.length / 2}`);
      }
      await bleak.must('disconnect');
    },
  },
];
