import { ObjectServer } from '@esp-prov/dbus';
import type { TestCentral } from './central.ts';
import type { TestPeripheral } from './peripheral.ts';

/** Registers an agent that agrees, or does not; returns the requests that it got. */
export async function registerAgent(
  of: TestCentral | TestPeripheral,
  options: { agrees?: boolean; isDefault?: boolean } = {},
) {
  const asked: unknown[] = [];
  const server = new ObjectServer(of.bus, { root: '/agent' });
  const authorize = ([path]: readonly unknown[]) => {
    asked.push(path);
    if (options.agrees === false) throw new Error('no');
  };
  server.add('/agent', {
    'org.bluez.Agent1': { methods: { RequestAuthorization: { in: 'o', out: '', call: authorize } } },
  });
  const call = (member: string, signature: string, body: readonly unknown[]) =>
    of.bus.call({
      destination: 'org.bluez',
      path: '/org/bluez',
      interface: 'org.bluez.AgentManager1',
      member,
      signature,
      body,
    });
  await call('RegisterAgent', 'os', ['/agent', 'NoInputNoOutput']);
  if (options.isDefault === true) await call('RequestDefaultAgent', 'o', ['/agent']);
  return { asked, call };
}
