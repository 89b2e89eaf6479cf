import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { startProgram } from '../../support/program.mjs';
import { accelerators, acceleratorsToTry, rememberRefusal } from './accelerator.mjs';
import { makeDisk } from './disk.mjs';
import { writeInitrd } from './initrd.mjs';

const kernelArguments = 'console=ttyS0 panic=-1 loglevel=4 mitigations=off nokaslr audit=0 random.trust_cpu=on edd=off';
const bootPatienceMs = 300_000;

/**
 * Boots the guest, runs a command in its copy of the project, and returns the command's exit code.
 *
 * @param image folder with vmlinuz, initrd and root.img
 * @param folders of the host by name; each is copied to /data/NAME
 * @param command program and arguments, run in /data/project
 * @param onOutput gets what the command prints
 * @param patienceMs for the command; the boot has its own
 * @param systemd whether systemd starts the guest, with polkit and the units of Debian
 */
export async function runInGuest({ image, folders = {}, command, env = {}, onOutput, patienceMs, systemd = false }) {
  const folder = mkdtempSync(`${tmpdir()}/esp-prov-radio-`);
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', remove);
  const port = await listen(`${folder}/output`, onOutput);
  try {
    writeInitrd(`${folder}/initrd`, `${image}/initrd`, { command, env });
    await makeDisk(`${folder}/disk`, folders);
    const begin = Date.now();
    const { guest, accelerator } = await start((name) => machine({ name, image, folder, systemd }));
    try {
      const state = await guest.sees(readyOrNot, 'the guest is ready', bootPatienceMs);
      if (state[1] !== undefined) throw new Error(state[1]);
      onOutput(`guest ready after ${((Date.now() - begin) / 1000).toFixed(1)} s (${accelerator})\n`);
      const [, code] = await guest.sees(ended, 'the end of the command', patienceMs);
      return Number(code);
    } catch (error) {
      throw new Error(`${error.message}\n${guest.output.slice(-4000)}${guest.errors}`);
    } finally {
      await guest.stop('SIGKILL');
    }
  } finally {
    await port.close();
    process.off('exit', remove);
    remove();
  }
}

// The text of the first is why it cannot start.
const readyOrNot = (console) => /^guest: (?:ready|(cannot start: .*?))\r?$/m.exec(console) ?? undefined;
const ended = (console) => /^guest: ended with (\d+)/m.exec(console) ?? undefined;

/** Returns the first accelerator with which a kernel runs at all. */
async function start(argumentsFor) {
  for (const name of acceleratorsToTry()) {
    const guest = startProgram('qemu-system-x86_64', argumentsFor(name));
    try {
      const runs = (console) => /^guest: kernel runs/m.exec(console) ?? undefined;
      await guest.sees(runs, 'the kernel runs', accelerators[name].patienceMs);
      return { guest, accelerator: name };
    } catch (error) {
      await guest.stop('SIGKILL');
      if (name === 'tcg') throw new Error(`${error.message}\n${guest.output}${guest.errors}`);
      rememberRefusal();
    }
  }
  throw new Error('no accelerator to try');
}

function machine({ name, image, folder, systemd }) {
  const disks = [`${image}/root.img`, `${folder}/disk`].flatMap((file, index) => [
    ...['-drive', `file=${file},format=raw,if=none,id=disk${index},read-only=on`],
    ...['-device', `virtio-blk-pci,drive=disk${index}`],
  ]);
  return [
    ...accelerators[name].arguments,
    ...['-machine', 'q35', '-smp', '2', '-m', '1024'],
    ...['-nodefaults', '-no-user-config', '-display', 'none', '-no-reboot', '-serial', 'stdio'],
    ...['-kernel', `${image}/vmlinuz`, '-initrd', `${folder}/initrd`, '-append'],
    kernelArguments + (systemd ? ' systemd.unit=guest.target systemd.show_status=no' : ''),
    ...['-device', 'virtio-rng-pci', '-device', 'virtio-serial-pci'],
    ...['-chardev', `socket,id=output,path=${folder}/output`],
    ...['-device', 'virtserialport,chardev=output,name=output'],
    ...disks,
  ];
}

/** Listens on a socket at which arrives what the guest writes to its port. */
async function listen(path, onOutput) {
  const sockets = new Set();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.setEncoding('utf8').on('data', onOutput);
    socket.on('error', () => undefined);
  });
  await new Promise((resolve, reject) => server.once('error', reject).listen(path, resolve));
  return {
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
