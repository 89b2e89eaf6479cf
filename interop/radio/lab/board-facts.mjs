import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { check } from '../../support/checks.mjs';
import { runProgram } from '../../support/program.mjs';

/** Returns what programs of others say of the board: what it has on the air, and which profiles are there. */
async function boardFacts() {
  const [number, interfaces, profiles] = await Promise.all([
    advertisements(),
    run('iw', ['dev']),
    run('nmcli', ['--terse', '--fields', 'NAME,DEVICE,FILENAME', 'connection']),
  ]);
  return {
    advertisements: number,
    hotspots: interfaces.match(/type AP\b/g)?.length ?? 0,
    interfaces: [...interfaces.matchAll(/Interface (\S+)/g)].map(([, name]) => name),
    nameServers: nameServers(),
    ours: profiles.split('\n').filter((line) => line.startsWith('esp-prov')),
  };
}

/** Returns how many advertisements the board's controller has. */
export async function advertisements() {
  const property = ['org.bluez.LEAdvertisingManager1', 'ActiveInstances'];
  const answer = await run('busctl', ['get-property', 'org.bluez', '/org/bluez/hci1', ...property]);
  return Number(/^y (\d+)/.exec(answer)?.[1] ?? Number.NaN);
}

/** Waits until nothing of provisioning is left: no advertisement, no access point, and these profiles of ours. */
export async function untilClean({ profiles }, patienceMs = 15_000) {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const facts = await boardFacts();
    const { advertisements, hotspots, interfaces, nameServers: servers, ours } = facts;
    const left = [advertisements, hotspots, interfaces.length - 1, servers.length, ours.length - profiles];
    if (left.every((number) => number === 0)) return;
    check(Date.now() < deadline, `the board is not clean: ${JSON.stringify(facts)}`);
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
}

/** Processes of dnsmasq on the board; those of access points are in another network namespace. */
function nameServers() {
  const ofBoard = readlinkSync('/proc/self/ns/net');
  return readdirSync('/proc').filter((process) => {
    try {
      const isOne = /^\d+$/.test(process) && readFileSync(`/proc/${process}/comm`, 'utf8').trim() === 'dnsmasq';
      return isOne && readlinkSync(`/proc/${process}/ns/net`) === ofBoard;
    } catch {
      // It has just ended.
      return false;
    }
  });
}

async function run(program, args) {
  const { output, errors } = await runProgram(program, args, { patienceMs: 20_000 });
  return output + errors;
}
