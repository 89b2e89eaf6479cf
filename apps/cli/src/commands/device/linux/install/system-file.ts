/** A file of the system that makes a board a device, or a link to one. */
export interface SystemFile {
  /** Where it is, such as `/etc/systemd/system/esp-prov.service`. */
  readonly path: string;
  readonly mode: number;
  /** Its text; of a link the path that it leads to. */
  readonly content: string;
  readonly kind: 'file' | 'secret' | 'link';
}

/** User that the service runs as. */
export const serviceUser = 'esp-prov';

/** Name of the service. */
export const serviceName = 'esp-prov.service';
