import type { Variant } from '@esp-prov/dbus';
import { bluezErrors } from '../bluez-error.ts';

/** How a value is to be read or written. */
export interface AttributeOptions {
  readonly offset: number;
  readonly type: string | undefined;
}

/** Returns the options of `ReadValue` and `WriteValue`. @throws DBusError when one has the wrong type */
export function attributeOptions(given: unknown): AttributeOptions {
  let offset = 0;
  let type: string | undefined;
  for (const [name, option] of Object.entries(given as Readonly<Record<string, Variant>>)) {
    if (name.toLowerCase() === 'offset') offset = typedValue<number>(option, 'q');
    if (name.toLowerCase() === 'type') type = typedValue<string>(option, 's').toLowerCase();
  }
  return { offset, type };
}

function typedValue<T>({ signature, value }: Variant, wanted: string): T {
  if (signature !== wanted) throw bluezErrors.invalidArguments();
  return value as T;
}
