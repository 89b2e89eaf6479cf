import { check } from '../support/checks.mjs';
import { connected, established, home, joinedAndEnded, pop, schemeLine, security1, sent } from './cases.mjs';

/**
 * Over a console only tools from v5.3.1 on get through a handshake. v4.4 reads every answer as UTF-8, v5.3.0 and
 * network_provisioning hand it over in a wrong type.
 */
const cannotShakeHands = ({ readsConsole }) => !readsConsole;
const ownDefect = ({ release }) => (release < 5 ? /UnicodeDecodeError/ : /TypeError/);
const transport = 'console';
const success = [/Client->Device msg : proto-ver 0 [0-9a-f]+/, established, sent, connected];

/** What esp_prov does with `--transport console`, where a person carries the messages. */
export const consoleCases = [
  {
    name: 'console, up to the defect of the tool',
    unless: (column) => !cannotShakeHands(column),
    async run(lab, column) {
      const device = await lab.device(security1, { transport });
      // Capabilities are text, so they arrive; the first message of the handshake is answered too.
      const { errors } = await lab.toolByHand(device, [...pop, ...home], {
        prints: [schemeLine(column, 1), /Client->Device msg : prov-session 0 [0-9a-f]+/],
        lacks: [established],
        code: 1,
      });
      check(ownDefect(column).test(errors), 'the tool ended for another reason than its own');
    },
  },
  {
    name: 'console, security 1',
    unless: cannotShakeHands,
    async run(lab) {
      const device = await lab.device(security1, { transport });
      await lab.toolByHand(device, [...pop, ...home], { prints: success });
      await device.tells(joinedAndEnded);
      await device.logs(/Secured session established!/);
    },
  },
  {
    name: 'console, security 0 and custom data',
    unless: cannotShakeHands,
    async run(lab) {
      const device = await lab.device(['--security', '0'], { transport });
      await lab.toolByHand(device, [...home, '--custom_data', 'by hand'], {
        prints: [established, /CustomData response: b'SUCCESS\\x00'/, sent, connected],
      });
      await device.logs(/app: Received data: by hand/);
      await device.tells(joinedAndEnded);
    },
  },
  {
    name: 'console, scan and choice',
    unless: cannotShakeHands,
    async run(lab) {
      const device = await lab.device(security1, { transport });
      await lab.toolByHand(device, pop, {
        // The question for the password goes to the other stream, so it is answered before it is seen.
        answers: [[/Select AP by number \(0 to rescan\) : $/, '1\nmypassword']],
        prints: [established, /Scan results : 8/, /\[ 1\] myssid/, sent, connected],
      });
      await device.tells(joinedAndEnded);
    },
  },
];
