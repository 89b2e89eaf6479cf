import { bleServiceUuids } from '@esp-prov/protocol';
import { type ReleaseProfile, releaseProfiles } from '@esp-prov/virtual';
import { describe, expect, test } from 'vitest';
import { GattDevice } from '../../support/gatt-device.ts';
import { playOnScreen, withoutMessages } from '../../support/guided-screen.ts';
import { leakedSecrets, secrets } from '../../support/secrets.ts';
import { requireTmux, Screen } from '../../support/tmux.ts';

const guided = ['--transport', 'ble', '--guided', '--service_name', 'PROV_261FCC'];

function profile(wanted: string): ReleaseProfile {
  return releaseProfiles.find((each) => each.name === wanted) as ReleaseProfile;
}

/** How often a client asks for the state of a scan or of a join depends on the speed of the machine. */
const repeatedExchange = /(BLECLI >> Write following data .*\n +>> …\nBLECLI >> Enter data read .*\n +<< …\n)\1+/g;

/** Whether the run ended well, and what it has left on the screen. */
function left(screen: Screen): string {
  const text = withoutMessages(screen.printed);
  expect(leakedSecrets(text)).toEqual([]);
  return `${text.replace(/ +$/gm, '').replace(repeatedExchange, '$1')}\n`;
}

describe.concurrent('a guided run on a screen', { timeout: 240_000 }, () => {
  test('provisions a device of today, asking for what is missing in between', async (context) => {
    requireTmux(context);
    await using device = await GattDevice.start(profile('readme'));
    using screen = new Screen(guided, { columns: 80 });
    const playing = playOnScreen(screen, device);
    await screen.answers(/◆ {2}Proof of possession\n/, secrets.pop, 'Enter');
    await screen.answers(/Scan again/, 'Enter');
    await screen.answers(/◆ {2}Wi-Fi password/, secrets.password, 'Enter');
    await playing;
    await context.expect(left(screen)).toMatchFileSnapshot('../../transcripts/guided.txt');
  });

  test('provisions a beta of v3.2, of which the README tells', async (context) => {
    requireTmux(context);
    await using device = await GattDevice.start(profile('idf-3.2-beta'), { serviceUuid: bleServiceUuids.legacy });
    using screen = new Screen([...guided, '--proto_ver', 'V0.1', '--ssid', 'myssid'], { columns: 80 });
    const playing = playOnScreen(screen, device);
    await screen.answers(/◆ {2}Proof of possession\n/, secrets.pop, 'Enter');
    await screen.answers(/◆ {2}Wi-Fi password/, secrets.password, 'Enter');
    await playing;
    await context.expect(left(screen)).toMatchFileSnapshot('../../transcripts/guided-legacy.txt');
  });

  test('draws nothing with --plain in 40 columns', async (context) => {
    requireTmux(context);
    await using device = await GattDevice.start(profile('readme'));
    using screen = new Screen([...guided, '--plain'], { columns: 40 });
    const playing = playOnScreen(screen, device);
    await screen.answers(/Proof of possession \(not shown\)/, secrets.pop, 'Enter');
    await screen.answers(/Select AP by number/, '1', 'Enter');
    await screen.answers(/Wi-Fi password \(not shown\)/, secrets.password, 'Enter');
    await playing;
    await context.expect(left(screen)).toMatchFileSnapshot('../../transcripts/guided-plain.txt');
  });
});
