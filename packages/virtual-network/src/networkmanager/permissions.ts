import { managerError, settingsError } from './nm-error.ts';
import { nmName } from './nm-names.ts';

const names = [
  'checkpoint-rollback',
  'enable-disable-connectivity-check',
  'enable-disable-network',
  'enable-disable-statistics',
  'enable-disable-wifi',
  'enable-disable-wimax',
  'enable-disable-wwan',
  'network-control',
  'reload',
  'settings.modify.global-dns',
  'settings.modify.hostname',
  'settings.modify.own',
  'settings.modify.system',
  'sleep-wake',
  'wifi.scan',
  'wifi.share.open',
  'wifi.share.protected',
] as const;

/** A permission, without the name of NetworkManager before it. */
export type Permission = (typeof names)[number];

/** What polkit would answer: every client has all permissions that are not denied. */
export class Permissions {
  #denied = new Set<string>();

  constructor(denied: readonly string[]) {
    this.deny(denied);
  }

  /** Sets which permissions nobody has. @throws TypeError for one that there is not */
  deny(denied: readonly string[]): void {
    const all = names.map((name) => `${nmName}.${name}`);
    const unknown = denied.find((name) => name !== 'all' && !all.includes(name));
    if (unknown !== undefined) throw new TypeError(`there is no permission '${unknown}'; there are ${all.join(', ')}`);
    this.#denied = new Set(denied.includes('all') ? all : denied);
  }

  /** What `GetPermissions` returns. */
  all(): Record<string, string> {
    return Object.fromEntries(names.map((name) => [`${nmName}.${name}`, this.has(name) ? 'yes' : 'no']));
  }

  has(permission: Permission): boolean {
    return !this.#denied.has(`${nmName}.${permission}`);
  }

  /** Refuses a call with the words of its method. @throws DBusError `PermissionDenied` */
  require(permission: Permission, text: string): void {
    if (!this.has(permission)) throw managerError('PermissionDenied', text);
  }

  /** Refuses a call to a device. @throws DBusError `PermissionDenied` */
  requireForDevice(permission: Permission): void {
    this.require(permission, `${nmName}.${permission} request failed: not authorized`);
  }

  /** Refuses to change profiles. @throws DBusError `Settings.PermissionDenied` */
  requireModify(own: boolean): void {
    if (this.has(own ? 'settings.modify.own' : 'settings.modify.system')) return;
    throw settingsError('PermissionDenied', 'Insufficient privileges');
  }
}
