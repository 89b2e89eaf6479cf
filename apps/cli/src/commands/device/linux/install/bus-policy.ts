import { serviceUser } from './system-file.ts';

/** Name of the board on the system bus, and the interface of its control object. */
const busName = 'org.esp_prov.Device';

/** Returns who may own the board's name on the system bus and who may call what of it, and what the service may call. */
export function busPolicy({ wpaSupplicant }: { readonly wpaSupplicant: boolean }): string {
  const wpa = `    <allow send_destination="fi.w1.wpa_supplicant1"/>
    <allow receive_sender="fi.w1.wpa_supplicant1"/>
`;
  return `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-BUS Bus Configuration 1.0//EN"
  "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <!-- The service. -->
  <policy user="${serviceUser}">
    <allow own="${busName}"/>
    <allow send_destination="org.bluez"/>
${wpaSupplicant ? wpa : ''}  </policy>

  <!-- Whoever administers the board may also offer provisioning, end it, and forget the network. -->
  <policy user="root">
    <allow own="${busName}"/>
    <allow send_destination="${busName}"/>
  </policy>

  <!-- Everybody may see how the board is doing: there is no secret on the bus. -->
  <policy context="default">
    <allow send_destination="${busName}" send_interface="org.freedesktop.DBus.Properties" send_member="Get"/>
    <allow send_destination="${busName}" send_interface="org.freedesktop.DBus.Properties" send_member="GetAll"/>
    <allow send_destination="${busName}" send_interface="org.freedesktop.DBus.Introspectable"/>
  </policy>
</busconfig>
`;
}
