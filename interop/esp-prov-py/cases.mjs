import { check } from '../support/checks.mjs';

export const pop = ['--pop', 'abcd1234'];
const sec2 = ['--sec_ver', '2', '--sec2_username', 'wifiprov', '--sec2_pwd', 'abcd1234'];
export const home = ['--ssid', 'myssid', '--passphrase', 'mypassword'];
export const security1 = ['--security', '1'];

// Between the two, -v prints keys.
export const established = /Starting Session ====[\s\S]*==== Session Established ====/;
const refused = /Failed to establish session\. Ensure that security scheme and proof of possession are correct/;
export const sent = /Wi-Fi Credentials sent successfully/;
const applied = /Apply config sent successfully/;
// v4.4 writes the states in another way.
export const connected = /WiFi state: connected [=+]{4}\s+==== Provisioning was successful/i;
const success = [established, sent, applied, connected];
const incorrectPassword = /WiFi state: connection failed [-+]{4}\s+[-+]{4} Failure reason: Incorrect Password/i;
const incorrectSsid = /WiFi state: connection failed [-+]{4}\s+[-+]{4} Failure reason: Incorrect SSID/i;
const failed = /---- Provisioning failed!? ----/;
const controlStatus = (status) => new RegExp(`CtrlReset status: 0x${status}`);

const connectedEvents = (ssid, ip4) => [
  { event: 'credentials-received', ssid },
  { event: 'connected', ...(ip4 ? { ip4 } : {}) },
  { event: 'provisioning-succeeded' },
];
const joined = connectedEvents('myssid', '192.168.43.220');
export const joinedAndEnded = [...joined, { event: 'service-ended' }];

// Quick to fail, so that five attempts take less than one poll of the tool.
const quickAir = [
  { ssid: 'myssid', password: 'mypassword', joinMs: 500, ip4: '192.168.43.220' },
  { ssid: 'Other', password: 'other password', joinMs: 500, ip4: '192.168.43.221' },
];

/** The rows that the default street has to give, strongest first. */
const street = [
  /\[ 1\] myssid {28}aabbccddeeff {4}6 -42 {2}WPA2_PSK/,
  /\[ 2\] HomeNet {27}240ac4001122 {4}1 -51 {2}WPA2_WPA3_PSK/,
  /\[ 3\] Cafe-Guest {24}a0b1c2d3e4f5 {4}1 -60 {2}Open/,
  /\[ 4\] HomeNet {27}240ac4001123 {3}11 -68 {2}WPA2_WPA3_PSK/,
  /\[ 5\] .* {4}3 -70 {2}WPA_WPA2_PSK/,
  /\[ 6\] OldRouter {25}101122334455 {3}11 -74 {2}WEP/,
  /\[ 7\] Office WPA3 {23}deadbeef2001 {4}9 -77 {2}WPA3_PSK/,
  /\[ 8\] Corp {30}66778899aabb {3}13 -81 {2}WPA2_ENTERPRISE/,
];

const withoutSecurity2 = ({ release }) => release < 5;
const withoutControl = ({ release }) => release < 5.1;

/** Returns the exit code of a failure: v4.4 names the step, later releases know only 1. */
const exitCode = ({ release }, old) => (release < 5 ? old : 1);
export const schemeLine = ({ release }, scheme) =>
  new RegExp(release < 5 ? `Security scheme determined to be : ${scheme}` : `==== Security Scheme: ${scheme} ====`);
const protocolVersion = ({ profile }) => (profile.startsWith('netprov') ? 'netprov-v1.2' : 'v1.1');

// The application gets events of sessions since v5.1; before, only protocomm logs that one was refused.
const withoutSessionEvents = ({ release }) => release < 5.1;
const sessionBegun = (column) => (withoutSessionEvents(column) ? '' : 'Secured session established![\\s\\S]*');
function wrongProof(column, scheme) {
  const refusal = {
    1: 'security1: Key mismatch\\. Close connection',
    2: 'security2: Failed to authenticate client proof!',
  };
  const told = 'Received incorrect username and/or PoP for establishing secure session!';
  return new RegExp(withoutSessionEvents(column) ? refusal[scheme] : `${refusal[scheme]}[\\s\\S]*${told}`);
}

/** What esp_prov can do, each as a dialogue; both sides have to report the same. The slow ones come first. */
export const cases = [
  {
    name: 'unknown SSID',
    async run(lab, { profile }) {
      const device = await lab.device(security1);
      const args = [...pop, '--ssid', 'nowhere', '--passphrase', 'whatever1'];
      await lab.tool(device, args, { prints: [established, sent, applied, incorrectSsid, failed], lacks: [connected] });
      // v5.5 gives its application the reason of the failure before, at first a wrong password; polls get the right
      // one.
      const reason = profile === 'idf-5.5' ? 'auth-error' : 'network-not-found';
      await device.tells([{ event: 'provisioning-failed', reason }]);
      await device.logs(/STA AP Not found/);
    },
  },
  {
    name: 'wrong Wi-Fi password',
    async run(lab, { release, profile }) {
      const air = [{ ssid: 'myssid', password: 'mypassword', joinMs: 1500 }];
      const device = await lab.device(security1, { air });
      const args = [...pop, '--ssid', 'myssid', '--passphrase', 'not this one'];
      // Firmware with several attempts reports how many are left, and tools of its time print it.
      const retries = release >= 5.5 && profile !== 'readme' ? [/attempts_remaining: [1-4]/] : [];
      await lab.tool(device, args, {
        prints: [established, sent, applied, ...retries, incorrectPassword, failed],
        lacks: [connected],
      });
      await device.tells([{ event: 'provisioning-failed', reason: 'auth-error' }]);
      await device.logs(/STA Auth Error/);
      check(!device.output.includes('not this one'), 'the device printed the password');
    },
  },
  {
    name: 'right password after a wrong one',
    async run(lab, column) {
      const device = await lab.device(security1, { air: quickAir });
      await lab.toolUntil(device, [...pop, '--ssid', 'myssid', '--passphrase', 'not this one'], incorrectPassword);
      if (column.profile === 'readme') {
        // Firmware of this kind is stuck until its flash is erased.
        const told = { prints: [established, sent], lacks: [applied], code: 1 };
        const { errors } = await lab.tool(device, [...pop, ...home], told);
        check(/Error in apply Wi-Fi config/.test(errors), 'the tool was not refused at Apply');
        return;
      }
      // Older applications count failures first, and say when they reset; newer ones do it at once.
      const counts = column.profile === 'idf-4.4' || column.profile === 'idf-5.3';
      await device.logs(counts ? /reseting provisioned credentials/ : /Provisioning failed!/);
      await lab.tool(device, [...pop, ...home], { prints: success });
      await device.tells([{ event: 'provisioning-failed' }, ...joinedAndEnded]);
    },
  },
  {
    name: 'reset after a failure',
    unless: withoutControl,
    async run(lab) {
      const device = await lab.device([...security1, '--on-failure', 'keep'], { air: quickAir });
      await lab.toolUntil(device, [...pop, '--ssid', 'myssid', '--passphrase', 'not this one'], incorrectPassword);
      await lab.tool(device, [...pop, '--reset', '-v'], { prints: [established, controlStatus(0)] });
      await lab.tool(device, [...pop, ...home], { prints: success });
      await device.tells([{ event: 'provisioning-failed', reason: 'auth-error' }, ...joinedAndEnded]);
    },
  },
  {
    name: 'reset without a failure',
    unless: withoutControl,
    async run(lab, { profile }) {
      const device = await lab.device(security1);
      // Granted since network_provisioning 1.2.1, an InternalError before.
      const granted = profile.startsWith('netprov-');
      await lab.tool(device, [...pop, '--reset', '-v'], { prints: [established, controlStatus(granted ? 0 : 5)] });
      if (!granted) await device.logs(/Trying reset when not in failure state\. Current state: 2/);
      await lab.tool(device, [...pop, ...home], { prints: success });
      await device.tells(joinedAndEnded);
    },
  },
  {
    name: 'reprov',
    unless: withoutControl,
    async run(lab) {
      const device = await lab.device([...security1, '--no-auto-stop'], { air: quickAir });
      await lab.tool(device, [...pop, ...home], { prints: success });
      await lab.tool(device, [...pop, '--reprov', '-v'], { prints: [established, controlStatus(0)] });
      const other = ['--ssid', 'Other', '--passphrase', 'other password'];
      await lab.tool(device, [...pop, ...other], { prints: success });
      await device.tells([...joined, { event: 'provisioning-started' }, ...connectedEvents('Other', '192.168.43.221')]);
    },
  },
  {
    name: 'reprov where the service ends by itself',
    unless: withoutControl,
    async run(lab) {
      const device = await lab.device(security1);
      await lab.tool(device, [...pop, '--reprov', '-v'], { prints: [established, controlStatus(5)] });
      await lab.tool(device, [...pop, ...home], { prints: success });
    },
  },
  {
    name: 'a join that takes longer than a poll',
    async run(lab, { release }) {
      const air = [{ ssid: 'myssid', password: 'mypassword', joinMs: 6000 }];
      const device = await lab.device(security1, { air });
      await lab.tool(device, [...pop, ...home], {
        // The alias came with v5.2.
        transport: release < 5.2 ? 'softap' : 'httpd',
        prints: [established, sent, applied, /WiFi state: connecting\.\.\. \+\+\+\+/i, connected],
      });
      await device.tells([...connectedEvents('myssid'), { event: 'service-ended' }]);
    },
  },
  {
    name: 'security 0',
    async run(lab, column) {
      const device = await lab.device(['--security', '0']);
      await lab.tool(device, home, { prints: [schemeLine(column, 0), ...success] });
      await device.tells(joinedAndEnded);
    },
  },
  {
    name: 'security 1, version asked',
    async run(lab, column) {
      const device = await lab.device(security1);
      await lab.tool(device, [...pop, ...home, '--proto_ver', protocolVersion(column)], {
        prints: [schemeLine(column, 1), /Verified protocol version successfully/, ...success],
      });
      await device.tells(joinedAndEnded);
      await device.logs(new RegExp(`${sessionBegun(column)}Provisioning stopped`));
      const isTold = device.log.includes('Secured session established!');
      check(
        isTold !== withoutSessionEvents(column),
        'the log reports the session although its release does not, or the reverse',
      );
      check(!device.output.includes('mypassword'), 'the device printed the password');
    },
  },
  {
    name: 'security 2',
    unless: withoutSecurity2,
    async run(lab) {
      const device = await lab.device(['--security', '2']);
      await lab.tool(device, [...sec2, ...home], { prints: success });
      await device.tells(joinedAndEnded);
      await device.logs(/Secured session established!/);
    },
  },
  {
    name: 'custom data, security 0',
    async run(lab) {
      const device = await lab.device(['--security', '0']);
      await lab.tool(device, [...home, '--custom_data', 'plain'], {
        prints: [established, /CustomData response: b'SUCCESS\\x00'/, ...success.slice(1)],
      });
      await device.logs(/app: Received data: plain/);
    },
  },
  {
    name: 'custom data, security 1',
    async run(lab) {
      const device = await lab.device(security1);
      await lab.tool(device, [...pop, ...home, '--custom_data', 'hello, device'], {
        prints: [established, /CustomData response: b'SUCCESS\\x00'/, /Custom data sent successfully/, connected],
      });
      await device.logs(/app: Received data: hello, device/);
    },
  },
  {
    name: 'custom data, security 2',
    unless: withoutSecurity2,
    async run(lab) {
      const device = await lab.device(['--security', '2']);
      await lab.tool(device, [...sec2, ...home, '--custom_data', 'x'.repeat(1000)], {
        prints: [established, /CustomData response: b'SUCCESS\\x00'/, /Custom data sent successfully/, connected],
      });
      await device.logs(/app: Received data: x{1000}/);
    },
  },
  {
    name: 'scan, choice of an open network',
    async run(lab) {
      const device = await lab.device(security1);
      await lab.tool(device, pop, { input: '3\n\n', prints: [established, ...street, ...success.slice(1)] });
      await device.tells(connectedEvents('Cafe-Guest'));
    },
  },
  {
    name: 'scan over security 2',
    unless: withoutSecurity2,
    async run(lab) {
      const device = await lab.device(['--security', '2']);
      await lab.tool(device, sec2, { input: '2\ncorrect horse\n', prints: [established, ...street, connected] });
      await device.tells(connectedEvents('HomeNet'));
    },
  },
  {
    name: 'scan, choice of a UTF-8 SSID',
    async run(lab) {
      const device = await lab.device(security1);
      await lab.tool(device, pop, { input: '5\nespresso!\n', prints: success });
      await device.tells(connectedEvents('Café ☕'));
    },
  },
  {
    name: 'scan, invalid input and rescan',
    async run(lab) {
      const device = await lab.device(security1);
      await lab.tool(device, pop, {
        input: '9\nwhat\n0\n1\nmypassword\n',
        prints: [...street, /Invalid input! Retry/, /Invalid input! Retry/, /Scanning Wi-Fi APs/, ...street, connected],
      });
      await device.tells(joined);
    },
  },
  {
    name: 'scan, more networks than a device keeps',
    async run(lab, { profile }) {
      const air = Array.from({ length: 25 }, (_, index) => ({
        ssid: `net-${index}-${'x'.repeat(20)}`,
        rssi: -30 - index,
      }));
      const device = await lab.device(security1, { air });
      // The firmware gives up the end of a full list for the networks of a later channel, weak as they are.
      const last = profile === 'readme' ? 'net-15-' : 'net-18-';
      await lab.tool(device, pop, {
        input: '16\n\n',
        prints: [
          /Scan results : 16/,
          /\[ 1\] net-0-/,
          /\[15\] net-14-/,
          new RegExp(`\\[16\\] ${last}`),
          ...success.slice(1),
        ],
        lacks: [/\[17\]/],
      });
      await device.tells(connectedEvents(`${last}${'x'.repeat(20)}`));
    },
  },
  {
    name: 'scan in an empty air',
    async run(lab, { release }) {
      const device = await lab.device(security1, { air: [] });
      await lab.tool(device, pop, { prints: [/Scan results : 0/, /No APs found!/], code: release < 5 ? 9 : 0 });
    },
  },
  {
    name: 'longest names: 32 and 63 bytes',
    async run(lab) {
      const [ssid, password] = ['s'.repeat(32), 'p'.repeat(63)];
      const device = await lab.device(security1, { air: [{ ssid, password }] });
      await lab.tool(device, [...pop, '--ssid', ssid, '--passphrase', password], { prints: success });
      await device.tells(connectedEvents(ssid));
    },
  },
  {
    name: 'no PoP wanted',
    async run(lab) {
      const device = await lab.device([...security1, '--no-pop']);
      await lab.tool(device, home, { prints: success });
      await device.tells(joinedAndEnded);
    },
  },
  {
    name: 'no PoP wanted, one given',
    async run(lab) {
      const device = await lab.device([...security1, '--no-pop']);
      await lab.tool(device, [...pop, ...home], { prints: [/Proof of Possession will be ignored/, ...success] });
    },
  },
  {
    name: 'PoP missing',
    async run(lab, { release }) {
      const device = await lab.device(security1);
      if (release < 5) {
        await lab.tool(device, home, { prints: [/Proof of Possession argument not provided/], code: 2 });
      } else {
        // Prompted for, and typed.
        await lab.tool(device, home, { input: 'abcd1234\n', prints: success });
      }
    },
  },
  {
    name: 'wrong PoP, then the right one',
    async run(lab, column) {
      const device = await lab.device(security1);
      const told = { prints: [refused], lacks: [established], code: exitCode(column, 4) };
      await lab.tool(device, ['--pop', 'abcd1235', ...home], told);
      await device.logs(wrongProof(column, 1));
      await lab.tool(device, [...pop, ...home], { prints: success });
      await device.tells(joinedAndEnded);
    },
  },
  {
    name: 'wrong security 2 password, then the right one',
    unless: withoutSecurity2,
    async run(lab, column) {
      const device = await lab.device(['--security', '2']);
      const wrong = ['--sec_ver', '2', '--sec2_username', 'wifiprov', '--sec2_pwd', 'abcd1235', ...home];
      await lab.tool(device, wrong, { prints: [refused], lacks: [established], code: 1 });
      await device.logs(wrongProof(column, 2));
      await lab.tool(device, [...sec2, ...home], { prints: success });
      await device.tells(joinedAndEnded);
    },
  },
  {
    name: 'wrong security 2 user name',
    unless: withoutSecurity2,
    async run(lab, column) {
      const device = await lab.device(['--security', '2']);
      const wrong = ['--sec_ver', '2', '--sec2_username', 'somebody', '--sec2_pwd', 'abcd1234', ...home];
      await lab.tool(device, wrong, { prints: [refused], lacks: [established], code: 1 });
      await device.logs(wrongProof(column, 2));
    },
  },
  {
    name: 'security 2 of another user, asked for',
    unless: withoutSecurity2,
    async run(lab) {
      const device = await lab.device(['--security', '2', '--username', 'somebody', '--password', 'pass word']);
      await lab.tool(device, ['--sec_ver', '2', ...home], { input: 'somebody\npass word\n', prints: success });
    },
  },
  {
    name: 'wrong scheme: 0 for 1',
    async run(lab, column) {
      const device = await lab.device(security1);
      const told = { prints: [refused], lacks: [established], code: exitCode(column, 4) };
      await lab.tool(device, ['--sec_ver', '0', ...home], told);
      await lab.tool(device, [...pop, ...home], { prints: success });
    },
  },
  {
    name: 'wrong scheme: 2 taken for 1',
    unless: withoutSecurity2,
    async run(lab, column) {
      const device = await lab.device(['--security', '2']);
      const told = { prints: [schemeLine(column, 1), refused], lacks: [established], code: 1 };
      await lab.tool(device, [...pop, ...home], told);
      await lab.tool(device, [...sec2, ...home], { prints: success });
    },
  },
  {
    name: 'another protocol version',
    async run(lab, column) {
      const device = await lab.device(security1);
      const told = { prints: [/Verifying protocol version/], lacks: [/Verified protocol/], code: exitCode(column, 3) };
      await lab.tool(device, [...pop, ...home, '--proto_ver', 'V0.1'], told);
    },
  },
];
