import { serviceUser } from './system-file.ts';
import type { SpecifierWord } from './unit-word.ts';
import { unitCommand } from './unit-word.ts';

/** What the unit depends on. */
export interface UnitOptions {
  /** The program and its arguments. */
  readonly command: readonly (string | SpecifierWord)[];
  /** Names of the secrets, each in a file of `credentialsFolder`. */
  readonly credentials: readonly string[];
  readonly softAp: boolean;
  /** Service that is wanted; undefined: whichever is there. */
  readonly wifi: 'networkmanager' | 'wpa-supplicant' | undefined;
  /** Whether a command reads a pin of the board. */
  readonly gpio: boolean;
  /** Name of the folder of the state below `/var/lib`. */
  readonly stateName: string;
}

/** Folder of the secrets that the service is given. */
export const credentialsFolder = '/etc/esp-prov';

/** Returns the capabilities that the service needs beside its user's rights; none over Bluetooth by NetworkManager. */
function neededCapabilities({ softAp, wifi }: Pick<UnitOptions, 'softAp' | 'wifi'>): string[] {
  // HTTP, DNS and DHCP have ports below 1024.
  const ports = softAp ? ['CAP_NET_BIND_SERVICE'] : [];
  const addresses = softAp || wifi === 'wpa-supplicant' ? ['CAP_NET_ADMIN'] : [];
  return [...ports, ...addresses];
}

/** Returns the unit of the service. */
export function unitText(options: UnitOptions): string {
  const { command, credentials, softAp, wifi, gpio, stateName } = options;
  const capabilities = neededCapabilities(options).join(' ');
  const wants = [
    ...(softAp ? [] : ['bluetooth.service']),
    ...(wifi === 'networkmanager' ? ['NetworkManager.service'] : []),
    ...(wifi === 'wpa-supplicant' ? ['wpa_supplicant.service'] : []),
  ];
  const after = ['dbus.service', 'bluetooth.service', 'NetworkManager.service', 'wpa_supplicant.service'];
  return `[Unit]
Description=Wi-Fi provisioning of this board
Documentation=man:esp-prov(1)
After=${after.join(' ')}
${wants.length === 0 ? '' : `Wants=${wants.join(' ')}\n`}# Whatever is missing at the start of the board may come late.
StartLimitIntervalSec=0

[Service]
Type=exec
User=${serviceUser}
ExecStart=${unitCommand(command)}
${credentials.map((name) => `LoadCredential=${name}:${credentialsFolder}/${name}\n`).join('')}Restart=on-failure
RestartSec=5s
# Wrong options stay wrong.
RestartPreventExitStatus=2
KillMode=mixed
TimeoutStopSec=20s
StateDirectory=${stateName}
StateDirectoryMode=0700
UMask=0077

# What the service may do. Commands of --hook, --button and --endpoint run inside of it too; to widen it for them:
# systemctl edit esp-prov
AmbientCapabilities=${capabilities}
CapabilityBoundingSet=${capabilities}
NoNewPrivileges=yes
ProtectSystem=strict
ProtectHome=yes
PrivateTmp=yes
${gpio ? 'DevicePolicy=closed\nDeviceAllow=char-gpiochip rw\n' : 'PrivateDevices=yes\n'}ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectProc=invisible
LockPersonality=yes
RemoveIPC=yes
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallFilter=~@privileged @resources
SystemCallErrorNumber=EPERM
# MemoryDenyWriteExecute= is not here: Node makes code while it runs.

[Install]
WantedBy=multi-user.target
`;
}
