import { describe, expect, test } from 'vitest';
import { FakeTools, nmcliLine, printing } from '../../support/fake-tools.ts';
import { Program } from '../../support/program.ts';
import { Scratch } from '../../support/scratch.ts';
import { secrets } from '../../support/secrets.ts';
import { joinedToSoftAp, requireOwnNetwork } from '../../support/softap-network.ts';
import { requireTmux, Screen } from '../../support/tmux.ts';

const menu = /How to go on[\s\S]*Stop/;
const overBle = ['--transport', 'ble'];
const network = ['--ssid', 'myssid', '--passphrase', secrets.password];

describe.concurrent('a terminal without Bluetooth', { timeout: 240_000 }, () => {
  test.for([
    { args: overBle, columns: 110 },
    { args: overBle, columns: 80 },
    { args: [], columns: 80 },
    { args: overBle, columns: 40 },
    { args: [...overBle, '--plain'], columns: 40 },
  ])('shows one menu, and the cause once: $args in $columns columns', async ({ args, columns }, context) => {
    requireTmux(context);
    using screen = new Screen(args, { columns });
    await screen.sees(menu);
    const asked = screen.shown;
    await screen.answers(menu, ...(args.includes('--plain') ? ['6', 'Enter'] : ['Up', 'Enter']));
    await screen.sees(/exit code 9/);
    const name = `no-adapter-${columns}${args.includes('--plain') ? '-plain' : args.length === 0 ? '-bare' : ''}`;
    await context.expect(`${asked}\n----\n${screen.shown}\n`).toMatchFileSnapshot(`../../transcripts/${name}.txt`);
  });

  test('provisions a virtual device that it switches on', async (context) => {
    requireTmux(context);
    using screen = new Screen(['--transport', 'ble'], { columns: 80 });
    await screen.answers(menu, 'Down', 'Down', 'Down', 'Enter');
    await screen.sees(/its network myssid has the password mypassword/);
    await screen.answers(/◆ {2}Proof of possession\n/, 'abcd1234', 'Enter');
    await screen.answers(/Scan again/, 'Enter');
    await screen.answers(/◆ {2}Wi-Fi password/, 'mypassword', 'Enter');
    await screen.sees(/Provisioning was successful[\s\S]*exit code 0/);
  });

  test('reaches a device over a serial port whose name is typed', async (context) => {
    requireTmux(context);
    await using device = new Program(['device', '--transport', 'console', '--listen', '0', '--no-qr', '--fast']);
    const [, port = ''] = await device.sees(/--port (socket:\S+)/);
    using screen = new Screen([...overBle, '--pop', secrets.pop, ...network], { columns: 80 });
    await screen.answers(menu, 'Down', 'Enter');
    await screen.answers(/Another port: type its name[\s\S]*Back/, 'Up', 'Up', 'Enter');
    await screen.answers(/Name of the port/, port, 'Enter');
    await screen.sees(/Provisioning was successful[\s\S]*exit code 0/);
  });

  test('asks the doctor, and comes back', async (context) => {
    requireTmux(context);
    using screen = new Screen(overBle, { columns: 80 });
    await screen.answers(menu, 'Up', 'Up', 'Enter');
    await screen.answers(/WRONG +Bluetooth[\s\S]*thing[\s\S]*wrong\.[\s\S]*How to go on[\s\S]*Stop/, 'Up', 'Enter');
    await screen.sees(/exit code 9/);
  });

  test('waits until the Wi-Fi of the device is joined by hand', async (context) => {
    requireTmux(context);
    requireOwnNetwork(context);
    using scratch = new Scratch();
    const args = [...overBle, '--pop', secrets.pop, ...network];
    using screen = new Screen(args, { columns: 80, launcher: joinedToSoftAp(scratch) });
    await screen.answers(menu, 'Enter');
    await screen.answers(/I have joined it: try again[\s\S]*Back/, 'Enter');
    await screen.sees(/Connecting to 192\.168\.4\.1[\s\S]*Provisioning was successful[\s\S]*exit code 0/);
  });

  test('joins it where it can, goes back to the old network when nothing answers, and to the menu', async (context) => {
    requireTmux(context);
    using scratch = new Scratch();
    const tools = new FakeTools(scratch);
    const lists = printing(nmcliLine('PROV_1'), nmcliLine('HomeNet', { inUse: true }));
    const active = "printf '%s\\n' 0123abcd-0123-4567-89ab-0123456789ab:wlan0:HomeNet";
    tools.add('nmcli', `case "$*" in *'wifi list'*) ${lists}\n;; *--active*) ${active} ;; esac`);
    using screen = new Screen(overBle, { columns: 80, env: tools.env });
    await screen.answers(menu, 'Enter');
    await screen.answers(/Join PROV_1 for me/, 'Down', 'Enter');
    await screen.sees(/Nothing answers at 192\.168\.4\.1[\s\S]*This machine is joined to HomeNet again/);
    await screen.answers(/HomeNet again[\s\S]*Wi-Fi of the device[\s\S]*Back/, 'Up', 'Enter');
    await screen.answers(/How to go on[\s\S]*How to go on[\s\S]*Stop/, 'C-c');
    await screen.sees(/Interrupted[\s\S]*exit code 130/);
    expect(tools.calls.at(-1)).toMatch(/connection delete id esp-prov-/);
  });
});
