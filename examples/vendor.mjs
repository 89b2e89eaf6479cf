// A RainMaker node that nobody has claimed: reads it, sets a parameter, has a challenge signed, gets it a certificate.
import { DeviceSession } from '@esp-prov/client';
import { httpTransport } from '@esp-prov/client/node';
import {
  initRmakerClaim,
  readRmakerConfig,
  readRmakerParams,
  setRmakerParams,
  signRmakerChallenge,
  startRmakerClaim,
  vendorEndpoints,
  verifyRmakerClaim,
} from '@esp-prov/client/vendor';
import { VirtualEsp32 } from '@esp-prov/virtual';
import { HttpDeviceTransport } from '@esp-prov/virtual/node';
import { rainmaker } from '@esp-prov/virtual/vendor';

const transport = new HttpDeviceTransport();
const device = new VirtualEsp32({ transport, vendor: rainmaker() });
await device.boot();

const session = await DeviceSession.connect(() => httpTransport(transport.address), { pop: 'abcd1234' });
for (const { name, meaning } of vendorEndpoints(session.info)) console.log(`${name}: ${meaning}`);

const { document: config } = await readRmakerConfig(session);
console.log(`its devices: ${config.devices.map(({ name }) => name).join(', ')}`);
await setRmakerParams(session, { Light: { Power: false } });
console.log('its parameters:', (await readRmakerParams(session)).document);

const { nodeId, signature } = await signRmakerChallenge(session, new TextEncoder().encode('c'.repeat(64)));
console.log(`${nodeId} signed the challenge with ${signature.length} bytes`);

// What stands between the steps here is the claiming service, which the app talks to.
const { document: request } = await startRmakerClaim(session);
console.log('the claiming service is told', request);
const { document: signing } = await initRmakerClaim(session, JSON.stringify({ node_id: 'node-1' }));
console.log(`it gets a request of ${signing.csr.length} characters to sign`);
await verifyRmakerClaim(session, JSON.stringify({ certificate: 'a certificate', mqtt_host: 'mqtt.example.com' }));
console.log('the node has its certificate');

await session[Symbol.asyncDispose]();
await device[Symbol.asyncDispose]();
