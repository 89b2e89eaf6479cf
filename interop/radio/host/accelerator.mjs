import { accessSync, constants, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cacheFolder } from './cache.mjs';

/** How QEMU runs the processor of the guest: by the hardware, or by translation, which every machine can do. */
export const accelerators = {
  kvm: { arguments: ['-accel', 'kvm', '-cpu', 'host'], patienceMs: 10_000 },
  tcg: { arguments: ['-accel', 'tcg,thread=multi,tb-size=256', '-cpu', 'max'], patienceMs: 60_000 },
};

/**
 * Returns the accelerators to try, in order. Some machines have a /dev/kvm that takes a kernel and never runs it; one
 * boot shows that.
 */
export function acceleratorsToTry() {
  return mayUseKvm() && !existsSync(refusalMark()) ? ['kvm', 'tcg'] : ['tcg'];
}

/** Remembers, until this machine is restarted, that its KVM does not work. */
export function rememberRefusal() {
  writeFileSync(refusalMark(), '');
}

function mayUseKvm() {
  try {
    accessSync('/dev/kvm', constants.R_OK | constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function refusalMark() {
  const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  return `${cacheFolder()}/no-kvm-${boot}`;
}
