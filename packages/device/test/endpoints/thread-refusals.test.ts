import { fromHex, toHex } from '@esp-prov/protocol';
import { describe, expect, test } from 'vitest';
import { TestDevice } from '../support/test-device.ts';

// Requests of Espressif's tool: test/vectors/protocol/protobuf-net.json. Each answer has the number after the
// request's, the member that goes with it, and the status InvalidArgument.
const commands = [
  ['prov-config', 'status', '0806820100', '08078a01020804'],
  ['prov-config', 'set', '080892010a0a080e08000000000001', '08099a01020804'],
  ['prov-config', 'apply', '080a', '080baa01020804'],
  ['prov-scan', 'start', '08068201020801', '080710048a0100'],
  ['prov-scan', 'status', '0808', '080910049a0100'],
  ['prov-ctrl', 'reset', '0805', '08061004820100'],
  ['prov-ctrl', 'reprovision', '0807', '08081004920100'],
] as const;

describe('a Wi-Fi build of network_provisioning', () => {
  test.each(commands)(
    'answers %s of a Thread client, %s, with InvalidArgument',
    async (endpoint, _, request, answer) => {
      const device = await new TestDevice({ settings: { answersThread: true } }).start();
      expect(toHex(await device.send(endpoint, fromHex(request)))).toBe(answer);
      expect(device.manager.phase).toBe('started');
    },
  );

  test('has no answer to a request for Thread scan results', async () => {
    const device = await new TestDevice({ settings: { answersThread: true } }).start();
    expect(await device.ask('prov-scan', fromHex('080aa201021004'))).toBeUndefined();
  });
});

describe('wifi_provisioning', () => {
  test.each(commands)('does not know %s of a Thread client, %s', async (endpoint, _, request) => {
    expect(await (await new TestDevice().start()).ask(endpoint, fromHex(request))).toBeUndefined();
  });
});
