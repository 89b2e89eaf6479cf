// A session of one's own: talks to a custom endpoint for a while, loses its link, opens another one and goes on.
import { DeviceSession, wrapTransport } from '@esp-prov/client';
import { httpTransport } from '@esp-prov/client/node';
import { isProvisioningError, ProvisioningError } from '@esp-prov/protocol';
import { startVirtualDevice } from './virtual-device.mjs';

const virtual = await startVirtualDevice();

// The link is lost once, when the fourth message has been sent: nobody knows whether the device got it.
let sent = 0;
async function open() {
  const transport = httpTransport(virtual.address);
  return wrapTransport(transport, async (endpoint, request, options) => {
    const answer = await transport.exchange(endpoint, request, options);
    if (endpoint === 'custom-data' && ++sent === 4) throw new ProvisioningError('link/lost');
    return answer;
  });
}

const session = await DeviceSession.connect(open, { pop: 'abcd1234' });
for (let number = 1; number <= 8; number++) {
  try {
    const answer = await session.request('custom-data', new TextEncoder().encode(`message ${number}`));
    console.log(`message ${number} was answered with ${new TextDecoder().decode(answer)}`);
  } catch (error) {
    if (!isProvisioningError(error, 'endpoint/outcome-unknown')) throw error;
    console.log(`message ${number}: ${error.message}`);
  }
}

await session[Symbol.asyncDispose]();
await virtual.switchOff();
