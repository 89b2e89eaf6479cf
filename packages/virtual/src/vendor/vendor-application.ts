import type { Bytes, Clock, ComponentVersion, Log } from '@esp-prov/protocol';
import type { CannedEndpoint } from '../app/canned-endpoints.ts';
import type { ExampleWords } from '../profiles/words/example-words.ts';

/** What a vendor's application is run with. */
export interface VendorParts {
  readonly log: Log;
  readonly clock: Clock;
  /** Address of the chip. */
  readonly mac: Bytes;
  /** Name of the chip, such as `esp32c3`. */
  readonly chip: string;
}

/** What a vendor's application has beside Espressif's example. */
export interface VendorApplication {
  /** What it says of itself in `proto-ver`. */
  readonly applications: ReadonlyMap<string, ComponentVersion>;
  readonly endpoints: readonly CannedEndpoint[];
  /** Lines that differ from those of the example. */
  readonly words?: Partial<ExampleWords>;
  /** How its QR code differs. */
  readonly qr?: VendorQr;
}

/** How the QR code of a vendor's application differs from that of the example. */
export interface VendorQr {
  /** Page that shows it; the payload stands behind. */
  readonly page: string;
  /** Whether it is written as `NP:name|pop|b`. */
  readonly compact: boolean;
}

/** Makes a vendor's application; called whenever the device is switched on. */
export type Vendor = (parts: VendorParts) => VendorApplication;
