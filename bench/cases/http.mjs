import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { Provisioner } from '@esp-prov/client';
import { httpTransport } from '@esp-prov/client/node';
import { systemClock } from '@esp-prov/protocol';
import { factoryFlash, releaseProfiles, VirtualEsp32 } from '@esp-prov/virtual';
import { HttpDeviceTransport } from '@esp-prov/virtual/node';
import { compare, median, wallMs } from '../lib/measure.mjs';

const calls = 50;
/** Time from one status question to the next over HTTP. */
const pollMs = 250;
const moments = 9;
const home = { ssid: 'home', passphrase: 'a long secret' };
const secret = { securityVersion: 1 };

/** Returns a device over HTTP that answers as firmware does, and a transport to it. */
async function powerOn(options = {}, segments = 'split') {
  const transport = new HttpDeviceTransport({ segments });
  const device = new VirtualEsp32({ transport, flash: factoryFlash(), secret, ...options });
  await device.boot();
  const link = httpTransport(transport.address);
  return {
    device,
    link,
    address: transport.address,
    async [Symbol.asyncDispose]() {
      await link[Symbol.asyncDispose]();
      await device[Symbol.asyncDispose]();
    },
  };
}

async function usingDevice(options, segments, task) {
  const powered = await powerOn(options, segments);
  try {
    return await task(powered);
  } finally {
    await powered[Symbol.asyncDispose]();
  }
}

/** Returns the time of one exchange with a device that sends its answers so. */
function exchangeMs(segments) {
  return usingDevice({}, segments, async ({ link }) => {
    const version = () => link.exchange('proto-ver', Uint8Array.of(1));
    await version();
    const ms = await wallMs(async () => {
      for (let i = 0; i < calls; i++) await version();
    });
    return ms / calls;
  });
}

/**
 * Returns a provisioning of a device that needs no time, less the pauses between questions; and its number of
 * exchanges.
 */
function provisioning() {
  return usingDevice({ fast: true }, 'split', async ({ link }) => {
    let pausedMs = 0;
    let exchanges = 0;
    const sleep = async (ms, options) => {
      pausedMs += await wallMs(() => systemClock.sleep(ms, options));
    };
    const exchange = link.exchange.bind(link);
    link.exchange = (...args) => {
      exchanges++;
      return exchange(...args);
    };
    const ms = await wallMs(async () => {
      const clock = { now: systemClock.now, sleep };
      const provisioner = await Provisioner.connect(link, { pop: 'abcd1234', clock });
      let last;
      for await (const step of provisioner.provision({ ssid: 'myssid', passphrase: 'mypassword' })) last = step;
      if (last?.kind !== 'connected') throw new Error(`provisioning ended with ${last?.kind}`);
    });
    return { ms: ms - pausedMs, exchanges };
  });
}

/** Returns as many requests to such a device, one by one over connections of their own, by Node alone. */
function bareRequests(count) {
  return usingDevice({ fast: true }, 'split', ({ address }) =>
    wallMs(async () => {
      for (let i = 0; i < count; i++) {
        const request = httpRequest(`http://${address}/proto-ver`, { method: 'POST', agent: false });
        request.end('---');
        const [response] = await once(request, 'response');
        response.resume();
        await once(response, 'close');
      }
    }),
  );
}

/**
 * Returns how late the outcome of a try is reported in ms, at several moments between two questions, the least first.
 */
async function lateness(profileName, fate, outcome) {
  const profile = releaseProfiles.find(({ name }) => name === profileName);
  const late = [];
  for (let i = 0; i < moments; i++) {
    const joinMs = 300 + Math.round((i * pollMs) / moments);
    const air = [
      { ssid: home.ssid, bssid: '02:00:00:00:00:01', channel: 1, rssi: -40, auth: 'WPA2_PSK', joinMs, ...fate },
    ];
    const options = { profile, air, resetOnFailure: false };
    const ms = await usingDevice(options, 'split', async ({ device, link }) => {
      let known;
      device.watch(({ kind }) => {
        if (kind === outcome.device) known ??= performance.now();
      });
      const provisioner = await Provisioner.connect(link, { pop: 'abcd1234' });
      let last;
      for await (const step of provisioner.provision(home)) last = step;
      if (last?.kind !== outcome.client) throw new Error(`provisioning ended with ${last?.kind}`);
      return performance.now() - known;
    });
    late.push(ms);
  }
  return late.sort((one, other) => one - other);
}

const joins = { password: home.passphrase };
const joined = { device: 'provisioning-succeeded', client: 'connected' };
const refuses = { password: 'another secret' };
const refused = { device: 'provisioning-failed', client: 'failed' };

/** Returns a row in units of the time from one question to the next. */
const inPolls = (ms, note) => ({ oursMs: ms, peerMs: pollMs, ratio: ms / pollMs, note });

async function late(profile, fate, outcome) {
  const ms = await lateness(profile, fate, outcome);
  const middle = median(ms);
  return { middle, most: ms.at(-1), note: `${ms[0].toFixed(0)} to ${ms.at(-1).toFixed(0)} ms at ${moments} moments` };
}

/** What firmware's way to answer, and the pace of the questions, cost. */
export const cases = [
  {
    name: 'exchange-split',
    what: 'an exchange whose answer comes in two segments against one whose answer comes whole',
    limit: 2,
    run: () =>
      compare(
        () => exchangeMs('split'),
        () => exchangeMs('whole'),
        { pairs: 9 },
      ),
  },
  {
    name: 'provision-requests',
    what: 'a provisioning over such answers against as many bare requests',
    limit: 3,
    run: async () => {
      const { exchanges } = await provisioning();
      return await compare(
        async () => (await provisioning()).ms,
        () => bareRequests(exchanges),
        { pairs: 15, warmUp: 3 },
      );
    },
  },
  {
    name: 'late-success',
    what: 'how late a success is reported, the middle of several moments, in times from question to question',
    limit: 0.7,
    run: async () => {
      const { middle, note } = await late('idf-5.5', joins, joined);
      return inPolls(middle, note);
    },
  },
  {
    name: 'late-failure-counted',
    what: 'how late a failure is reported at most by a device that counts its attempts',
    limit: 1.4,
    run: async () => {
      const { most, note } = await late('idf-5.5', refuses, refused);
      return inPolls(most, note);
    },
  },
  {
    name: 'late-failure-uncounted',
    what: 'the same by one that does not count, whose status is requested twice more',
    limit: 3.2,
    run: async () => {
      const { most, note } = await late('idf-4.4', refuses, refused);
      return inPolls(most, note);
    },
  },
];
