import { check } from '../../support/checks.mjs';
import { giveSerialPort } from '../lib/serial-line.mjs';
import { account, pop } from '../lib/virtual-device.mjs';
import { until } from '../lib/watch.mjs';
import { firefoxLane } from './firefox.mjs';

const network = { ssid: 'myssid', passphrase: 'mypassword' };

/** What a page answers each scheme with. */
const proofs = [{ allowUnproven: true }, { pop }, account];

/** The client in a page of a stranger: every profile and scheme, and what the radio does to it. */
export function bareCases(releaseProfiles) {
  return [
    ...releaseProfiles.flatMap((profile) =>
      profile.schemes.map((scheme) => ({
        name: `bare page: ${profile.name}, security ${scheme}`,
        run: (scene) => provisions(scene, profile, scheme),
      })),
    ),
    { name: 'bare page: a wrong code is refused', run: wrongCode },
    { name: 'bare page: a list that is closed', run: closedList },
    { name: 'bare page: a device that drops the link is reported as lost', run: dropped },
    { name: 'bare page: a device that does not answer is given up', run: silent },
    { name: 'bare page: the device learns of a page that goes away', run: pageGone },
    { name: 'bare page: two provisionings from one page', run: twice },
    ...[0, 1].flatMap((scheme) => [
      {
        name: `bare page: by USB, security ${scheme}`,
        run: (scene) => byUsb(scene, scheme, (...it) => scene.open(...it)),
      },
      {
        name: `bare page: by USB in Firefox, security ${scheme}`,
        lane: firefoxLane,
        run: (scene) => byUsb(scene, scheme, (...it) => scene.openFirefox(...it)),
      },
    ]),
  ];
}

async function provisions(scene, profile, scheme) {
  const device = await scene.device({ profile: profile.name, security: scheme });
  const { page } = await openBare(scene);
  const securityVersion = profile.versionReply.kind === 'json' ? {} : { securityVersion: scheme };
  const scan = !profile.lacks.includes('prov-scan');
  const { steps, error } = await click(page, { proof: { ...proofs[scheme], ...securityVersion }, network, scan });
  check(error === undefined, `the page failed with ${JSON.stringify(error)}`);
  check(steps.at(-1).kind === 'connected', `the page ended with ${steps.at(-1).kind}`);
  const { ssid } = await device.happened('credentials-received');
  check(ssid === network.ssid, `the device got ${ssid}`);
  await device.happened('connected');
}

async function wrongCode(scene) {
  const device = await scene.device({ security: 1 });
  const { page } = await openBare(scene);
  const { error } = await click(page, { proof: { pop: 'abcd1235' }, network });
  check(error?.code === 'session/proof-mismatch', `it is ${error?.code}`);
  check(!device.events.some(({ kind }) => kind === 'credentials-received'), 'the device got credentials');
}

async function closedList(scene) {
  await scene.device();
  const { page } = await openBare(scene, { pick: () => null });
  const { error } = await click(page, { proof: { pop }, network });
  check(error?.code === 'bluetooth/nothing-chosen', `it is ${JSON.stringify(error)}`);
}

async function dropped(scene) {
  const device = await scene.device({ security: 1, endpoints: [] });
  const { page } = await openBare(scene);
  device.peripheral.interferes = async ({ endpoint }) => {
    if (endpoint === 'prov-scan') await device.peripheral.drop();
  };
  const { error } = await click(page, { proof: { pop }, network, reconnect: { beforeCredentials: 0 } });
  check(/^link\//.test(error?.code), `it is ${JSON.stringify(error)}`);
}

async function silent(scene) {
  const device = await scene.device({ security: 1 });
  device.peripheral.refuses.discovery = 'hang';
  const { page } = await openBare(scene);
  const { error } = await click(page, {
    proof: { pop },
    network,
    connect: { connectTimeoutMs: 1500, timeoutMs: 1500 },
  });
  check(error?.code === 'link/timeout', `it is ${JSON.stringify(error)}`);
}

async function pageGone(scene) {
  const device = await scene.device({ security: 1 });
  const { page } = await openBare(scene);
  const { radio } = await scene.chromium();
  radio.latencyMs = 60;
  scene.defer(() => {
    radio.latencyMs = 0;
  });
  void click(page, { proof: { pop }, network }).catch(() => undefined);
  await until(() => device.peripheral.isConnected, 'a connection');
  await page.goto('about:blank');
  await until(() => !device.peripheral.isConnected, 'the end of the link');
}

async function twice(scene) {
  const { page } = await openBare(scene);
  for (const security of [1, 2]) {
    const device = await scene.device({ security });
    const { steps, error } = await click(page, { proof: proofs[security], network });
    check(steps?.at(-1).kind === 'connected', `security ${security}: ${JSON.stringify(error)}`);
    await device.switchOff();
  }
}

/** By a serial port whose other end is the console of the device, which prints its log on it too. */
async function byUsb(scene, scheme, open) {
  const device = await scene.consoleDevice({ security: scheme });
  const prepare = (page) => giveSerialPort(page, device.line.client);
  const { page } = await open(`${scene.lab.server.origin}/bare.html`, { prepare });
  const { steps, error } = await click(page, { way: 'usb', proof: proofs[scheme], network });
  check(steps?.at(-1).kind === 'connected', `it ended with ${JSON.stringify(error ?? steps)}`);
  await device.happened('connected');
}

async function openBare(scene, options) {
  return await scene.open(`${scene.lab.server.origin}/bare.html`, options);
}

/** Clicks the button of the page and returns what came of it. */
async function click(page, task) {
  await page.evaluate((given) => {
    globalThis.task = given;
    globalThis.outcome = undefined;
  }, task);
  await page.bringToFront();
  await page.click('button');
  const outcome = await page.waitForFunction(() => globalThis.outcome, ...timeout(page));
  return await outcome.jsonValue();
}

/** Playwright and Puppeteer differ in where the options stand. */
function timeout(page) {
  return page.context ? [undefined, { timeout: 30_000 }] : [{ timeout: 30_000 }];
}
