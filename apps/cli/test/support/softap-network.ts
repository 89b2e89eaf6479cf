import { spawnSync } from 'node:child_process';
import type { TestContext } from 'vitest';
import { commandFile } from './program.ts';
import type { Scratch } from './scratch.ts';

/** A network of its own for a program and all that it starts, which end with it. Its user stays who it is, for D-Bus. */
const ownNetwork = ['unshare', '--map-current-user', '--keep-caps', '--net', '--pid', '--fork', '--kill-child'];

const script = `
ip link set lo up && ip address add 192.168.4.1/32 dev lo || exit 70
: >"$3"
"$1" "$2" device --transport softap --listen 192.168.4.1:80 --fast --no-qr --mac 24:0a:c4:00:ab:cd >"$3" 2>&1 &
until grep -q 'Provisioning started with' "$3"; do sleep 0.2; done
shift 3
"$@"`;

const hasOwnNetwork = spawnSync('unshare', [...ownNetwork.slice(1), 'ip', 'link', 'set', 'lo', 'up']).status === 0;

/** Skips a test aloud where nobody may make a network. */
export function requireOwnNetwork({ skip }: TestContext): void {
  if (hasOwnNetwork) return;
  process.stderr.write('skipped: a device at the address of an access point (no unshare, or not permitted)\n');
  skip('no network of its own');
}

/** What a command is started by, to be joined to the access point of a virtual device, at the address of all of them. */
export function joinedToSoftAp(scratch: Scratch): string[] {
  return [...ownNetwork, 'sh', '-c', script, 'sh', process.execPath, commandFile, scratch.path('softap.log')];
}
