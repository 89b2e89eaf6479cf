// A session of one's own: talks to a custom endpoint for a while, loses its link, opens another one and goes on.
import { chooseSecurity, readVersion, Session, wasNeverSent, wrapTransport } from '@esp-prov/client';
import { httpTransport } from '@esp-prov/client/node';
import { ProvisioningError } from '@esp-prov/protocol';
import { startVirtualDevice } from './virtual-device.mjs';

const virtual = await startVirtualDevice();
const transport = httpTransport(virtual.address);

/** The link is lost once, when the fourth message has gone out: nobody knows whether the device got it. */
let sent = 0;
const weak = wrapTransport(transport, async (endpoint, request, options) => {
  const answer = await transport.exchange(endpoint, request, options);
  if (endpoint === 'custom-data' && ++sent === 4) throw new ProvisioningError('link/lost');
  return answer;
});

const info = await readVersion(weak);
const security = await chooseSecurity(info, { pop: 'abcd1234' });
let session = await Session.open(weak, security);

for (let number = 1; number <= 8; number++) {
  const message = new TextEncoder().encode(`message ${number}`);
  try {
    const answer = await session.request('custom-data', message);
    console.log(`message ${number} was answered with ${new TextDecoder().decode(answer)}`);
  } catch (error) {
    if (!session.broken) throw error;
    // Only a transport that knows that nothing went out says so; then the message may be sent again.
    const isSafe = wasNeverSent(error);
    console.log(`message ${number}: ${error.code}, ${isSafe ? 'it never went out' : 'its outcome is unknown'}`);
    session = await Session.open(weak, security);
    console.log('a new session is open, with new keys');
    if (isSafe) number--;
  }
}

await transport[Symbol.asyncDispose]();
await virtual.switchOff();
