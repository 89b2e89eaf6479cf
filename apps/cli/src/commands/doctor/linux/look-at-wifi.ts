import type { RadioSwitch } from '@esp-prov/bluez';
import type { Finding } from '../../../reach/examine/finding.ts';
import type { BoardMachine } from './board-machine.ts';
import { lookAtDhcp } from './look-at-dhcp.ts';
import type { WifiServices } from './wifi-services.ts';

const interfaces = '/sys/class/net';

/** Checks the Wi-Fi services and the interfaces of the radio. */
export async function lookAtWifi(machine: BoardMachine, services: WifiServices | undefined): Promise<Finding[]> {
  return [
    ...(services ? lookAtServices(services) : []),
    ...(await lookAtInterfaces(machine, services)),
    ...lookAtSwitches(await machine.radioSwitches()),
    await lookAtCountry(machine),
    ...(services ? await lookAtSaving(machine, services) : []),
    ...(services ? await lookAtDhcp(machine, services) : []),
  ];
}

function lookAtServices({ networkManager, wpaSupplicant }: WifiServices): Finding[] {
  const findings: Finding[] = [];
  if (networkManager) {
    const { version, wirelessEnabled } = networkManager;
    findings.push(
      wirelessEnabled
        ? { subject: 'NetworkManager', state: 'ok', text: `version ${version}` }
        : {
            subject: 'NetworkManager',
            state: 'wrong',
            text: `version ${version}, its Wi-Fi is switched off`,
            remedy: 'nmcli radio wifi on',
          },
    );
  }
  if (wpaSupplicant) findings.push({ subject: 'wpa_supplicant', state: 'ok', text: 'answers on D-Bus' });
  if (findings.length > 0) return findings;
  return [
    {
      subject: 'Wi-Fi service',
      state: 'wrong',
      text: 'neither NetworkManager nor wpa_supplicant answers on D-Bus',
      remedy: 'sudo apt install network-manager, and see that it runs: systemctl status NetworkManager',
    },
  ];
}

async function lookAtInterfaces(machine: BoardMachine, services: WifiServices | undefined): Promise<Finding[]> {
  const all = (await machine.names(interfaces)) ?? [];
  const found: Finding[] = [];
  for (const name of all) {
    // The kernel links an interface to its radio; only those of Wi-Fi have one.
    if ((await machine.names(`${interfaces}/${name}/phy80211`)) !== undefined) {
      found.push(await lookAtInterface(machine, name, services));
    }
  }
  if (found.length > 0) return found;
  return [
    {
      subject: 'Wi-Fi interface',
      state: 'wrong',
      text: 'there is none',
      remedy: 'Check that the radio is there and has its driver and firmware: dmesg, lsusb.',
    },
  ];
}

async function lookAtInterface(
  machine: BoardMachine,
  name: string,
  services: WifiServices | undefined,
): Promise<Finding> {
  const subject = `interface ${name}`;
  const address = (await machine.text(`${interfaces}/${name}/address`))?.trim() ?? 'no address';
  if (services?.networkManager?.managed.includes(name)) {
    return { subject, state: 'ok', text: `${address}, managed by NetworkManager` };
  }
  if (services?.wpaSupplicant?.interfaces.includes(name)) {
    return { subject, state: 'ok', text: `${address}, used by wpa_supplicant` };
  }
  // That there is no service has been said.
  if (!services?.networkManager && !services?.wpaSupplicant) return { subject, state: 'ok', text: address };
  const remedy = services.networkManager
    ? `nmcli device set ${name} managed yes`
    : `See that wpa_supplicant is started with -i ${name}.`;
  return { subject, state: 'wrong', text: `${address}, no Wi-Fi service manages it`, remedy };
}

function lookAtSwitches(switches: readonly RadioSwitch[]): Finding[] {
  const subject = 'rfkill';
  const wifi = switches.filter(({ type }) => type === 'wlan');
  const hard = wifi.find((each) => each.hard);
  if (hard) {
    const remedy = 'Turn the switch or key of the machine.';
    return [{ subject, state: 'wrong', text: `a switch blocks Wi-Fi (${hard.name})`, remedy }];
  }
  const soft = wifi.find((each) => each.soft);
  if (!soft) return wifi.length === 0 ? [] : [{ subject, state: 'ok', text: 'Wi-Fi is not blocked' }];
  const remedy = 'sudo rfkill unblock wifi; on Raspberry Pi OS set the country first: sudo raspi-config';
  return [{ subject, state: 'wrong', text: `Wi-Fi is blocked by software (${soft.name})`, remedy }];
}

/** Checks the country, without which a radio stays off the channels that some countries do not have. */
async function lookAtCountry(machine: BoardMachine): Promise<Finding> {
  const subject = 'Wi-Fi country';
  const told = await machine.run('iw', ['reg', 'get']);
  const country = /^country ([A-Z0-9]{2}):/m.exec(told?.stdout ?? '')?.[1];
  if (country === undefined) return { subject, state: 'note', text: 'not known; the program iw tells it' };
  if (country !== '00' && country !== '99') return { subject, state: 'ok', text: country };
  const remedy = 'sudo raspi-config nonint do_wifi_country DE; on other systems sudo iw reg set DE';
  return { subject, state: 'note', text: 'not set, so channels may be missing', remedy };
}

/** Checks whether wpa_supplicant writes its own file, where nothing else keeps networks. */
async function lookAtSaving(
  machine: BoardMachine,
  { networkManager, wpaSupplicant }: WifiServices,
): Promise<Finding[]> {
  if (networkManager || !wpaSupplicant) return [];
  const subject = 'wpa_supplicant.conf';
  const text = (await machine.text('/etc/wpa_supplicant/wpa_supplicant.conf')) ?? '';
  if (/^\s*update_config=1\s*$/m.test(text))
    return [{ subject, state: 'ok', text: 'wpa_supplicant saves its networks' }];
  const kept = 'wpa_supplicant does not save its networks, so esp-prov gives them to it at every start';
  return [{ subject, state: 'note', text: kept }];
}
