const doctype =
  '<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"\n' +
  ' "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">\n';

const openPolicy = `<policy context="default">
    <allow user="*"/>
    <allow own="*"/>
    <allow send_destination="*" eavesdrop="false"/>
    <allow send_type="method_call"/>
    <allow send_type="signal"/>
    <allow send_requested_reply="true"/>
    <allow receive_requested_reply="true"/>
    <allow receive_type="signal"/>
  </policy>`;

/** Returns the configuration of a dbus-daemon that listens on the socket `path`. */
export function busConfig(path: string, policy: string = openPolicy): string {
  return `${doctype}<busconfig>
  <type>system</type>
  <listen>unix:path=${path}</listen>
  <auth>EXTERNAL</auth>
  ${policy}
</busconfig>
`;
}
