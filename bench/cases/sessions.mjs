import { Provisioner } from '@esp-prov/client';
import { makeVerifier, sec1Client, sec1Device, sec2Client, sec2Device } from '@esp-prov/protocol';
import { memoryLink } from '@esp-prov/testing';
import { factoryFlash, VirtualEsp32 } from '@esp-prov/virtual';
import { handshake } from '../lib/handshake.mjs';
import { compare, wallMs } from '../lib/measure.mjs';

const secrets = { pop: 'abcd1234', username: 'wifiprov', password: 'abcd1234' };
const salt = Uint8Array.from({ length: 16 }, (_, i) => i + 1);
const schemes = {
  1: { client: sec1Client(secrets), device: sec1Device(secrets) },
  2: {
    client: sec2Client({ ...secrets, patchVersion: 1 }),
    device: sec2Device(makeVerifier(secrets.username, secrets.password, salt)),
  },
};
const calls = 20;

/** Sessions of one virtual device: version, handshake, a status request, closing. */
async function sessions(link) {
  for (let i = 0; i < calls; i++) {
    const transport = link.connect();
    const provisioner = await Provisioner.connect(transport, { pop: secrets.pop });
    await provisioner.wifiStatus();
    await transport[Symbol.asyncDispose]();
  }
}

function bareHandshakes(securityVersion) {
  const act = (action) => action();
  for (let i = 0; i < calls; i++) handshake(schemes[securityVersion], { client: act, device: act });
}

/** Both ends in one process; `perSecond` is the number that a test farm can count on. */
export const cases = [1, 2].map((securityVersion) => ({
  name: `sessions-sec${securityVersion}`,
  what: `a whole session with a virtual device, both ends in one process, against its two halves of the handshake`,
  limit: 2.5,
  async run() {
    const link = memoryLink();
    const device = new VirtualEsp32({ transport: link.device, flash: factoryFlash(), secret: { securityVersion } });
    await device.boot();
    const result = await compare(
      async () => (await wallMs(() => sessions(link))) / calls,
      async () => (await wallMs(() => bareHandshakes(securityVersion))) / calls,
      { pairs: 15, warmUp: 3 },
    );
    await device[Symbol.asyncDispose]();
    return { ...result, perSecond: 1000 / result.oursMs };
  },
}));
