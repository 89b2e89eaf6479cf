// Talks to an endpoint of a device's own, in a session that provisions nothing.
import { DeviceSession } from '@esp-prov/client';
import { httpTransport } from '@esp-prov/client/node';
import { startVirtualDevice } from './virtual-device.mjs';

const virtual = process.argv[2] ? undefined : await startVirtualDevice();
const transport = httpTransport(process.argv[2] ?? virtual.address);

const session = await DeviceSession.connect(transport, { pop: 'abcd1234' });
const answer = await session.request('custom-data', new TextEncoder().encode('on'));
console.log(new TextDecoder().decode(answer));

await session[Symbol.asyncDispose]();
await transport[Symbol.asyncDispose]();
await virtual?.switchOff();
