import { check } from '../../support/checks.mjs';
import { air } from '../lab/air.mjs';
import { longestWrite } from '../lab/bluetoothd.mjs';

const service = '021a9004-0382-4aea-bff4-6b3f1c5adfb4';

/** Our device transport, driven by bleak. */
export const bleakCases = [
  {
    name: 'bleak: advertisement, names and slots of our device',
    async run(lab) {
      const device = await lab.device({ security: 1 });
      const bleak = await lab.bleak();
      const found = await bleak.must('find', { name: 'PROV_261FCC', seconds: 20 });
      check(found.found, 'the device was not found');
      check(String(found.services) === service, `it advertises ${found.services}`);
      const { endpoints } = await bleak.connect();
      const wanted = { 'prov-ctrl': 'ff4f', 'prov-scan': 'ff50', 'prov-session': 'ff51', 'prov-config': 'ff52' };
      for (const [name, slot] of Object.entries({ ...wanted, 'proto-ver': 'ff53', 'custom-data': 'ff54' })) {
        check(endpoints[name] === `021a${slot}${service.slice(8)}`, `${name} is ${endpoints[name]}`);
      }
      check(Object.keys(endpoints).length === 6, `it has ${Object.keys(endpoints)}`);
      const before = await bleak.must('read', { endpoint: 'proto-ver' });
      check(before.hex === '', `before any request it answers ${before.hex}`);
      const { hex } = await bleak.must('exchange', { endpoint: 'proto-ver', hex: '455350' });
      const { prov } = JSON.parse(Buffer.from(hex, 'hex').toString());
      check(prov.ver === 'v1.1' && prov.sec_ver === 1, `its version is ${JSON.stringify(prov)}`);
      await bleak.must('disconnect');
      check(device.count('Secured session established') === 0, 'a session was never opened');
    },
  },
  {
    name: 'bleak: requests and answers of 1 to 508 bytes',
    async run(lab) {
      const device = await lab.echoDevice();
      const bleak = await lab.bleak();
      check((await bleak.must('find', { name: device.name, seconds: 20 })).found, 'the device was not found');
      await bleak.connect();
      for (const length of [1, 5, 20, 100, 244, 252, 253, 254, 255, 400, 505, longestWrite]) {
        const hex = Buffer.from(Uint8Array.from({ length }, (_, index) => (index * 7 + length) & 255)).toString('hex');
        const answer = await bleak.must('exchange', { endpoint: 'echo', hex });
        check(answer.hex === hex, `${length} bytes came back as ${answer.hex.length / 2}`);
        const again = await bleak.must('read', { endpoint: 'echo' });
        check(again.hex === hex, `${length} bytes read twice are ${again.hex.length / 2}`);
      }
      await bleak.must('disconnect');
    },
  },
  {
    name: 'bleak: refusals of our device, after which it goes on',
    async run(lab) {
      const device = await lab.echoDevice();
      const bleak = await lab.bleak();
      await bleak.must('find', { name: device.name, seconds: 20 });
      await bleak.connect();
      const refused = await bleak.ask('write', { endpoint: 'refuse', hex: '01' });
      check(/ATT error: 0x80/.test(refused.error), `a refusal is ${JSON.stringify(refused)}`);
      const long = await bleak.ask('write', { endpoint: 'long', hex: Buffer.from('513').toString('hex') });
      check(/Invalid Length/.test(long.error), `an answer of 513 bytes is ${JSON.stringify(long)}`);
      const answer = await bleak.must('exchange', { endpoint: 'echo', hex: 'beef' });
      check(answer.hex === 'beef', `afterwards it answers ${answer.hex}`);
      await bleak.must('disconnect');
    },
  },
  {
    name: 'bleak: connects, leaves, is thrown out and comes again; each time a new session',
    async run(lab) {
      const device = await lab.echoDevice();
      const bleak = await lab.bleak();
      await bleak.must('find', { name: device.name, seconds: 20 });
      for (const round of [1, 2, 3]) {
        await bleak.connect();
        const before = await bleak.must('read', { endpoint: 'echo' });
        check(before.hex === '', `round ${round} reads the answer to another`);
        const answer = await bleak.must('exchange', { endpoint: 'echo', hex: `0${round}` });
        check(answer.hex === `0${round}`, `round ${round} reads ${answer.hex}`);
        if (round === 2) {
          air('drop 1');
          await bleak.must('await_loss', { seconds: 10 });
        } else await bleak.must('disconnect');
        await device.closed(round);
        check(device.sessions.opened === round, `${device.sessions.opened} sessions after round ${round}`);
        check((await bleak.must('find', { name: device.name, seconds: 20 })).found, 'it does not advertise again');
      }
    },
  },
];
