/** Interface that describes an object as XML. */
export const introspectable = 'org.freedesktop.DBus.Introspectable';
/** Interface that reads and changes properties. */
export const properties = 'org.freedesktop.DBus.Properties';
/** Interface that lists all objects below one. */
export const objectManager = 'org.freedesktop.DBus.ObjectManager';
/** Interface that every connection has. */
export const peer = 'org.freedesktop.DBus.Peer';
