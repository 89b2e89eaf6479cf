"""A connection between two controllers."""
import hci

# A packet's boundary flag as sent by the host; everything else arrives as it left. Volume 4 part E, 5.4.2
FIRST_FROM_HOST, FIRST_FROM_CONTROLLER = 0, 2


class Link:
    def __init__(self, air, central, peripheral, parameters):
        self.air = air
        self.ends = (central, peripheral)
        self.handles = {end: end.take_handle(self) for end in self.ends}
        self.parameters = parameters
        self.key = None
        self.alive = True
        self.packets = 0

    def peer_of(self, end):
        return self.ends[1] if end is self.ends[0] else self.ends[0]

    @property
    def supervision_seconds(self):
        return self.parameters[2] * 0.01

    def in_range(self):
        return not any(end.mute for end in self.ends)

    def carry(self, sender, flags, payload):
        if self.in_range():
            self.air.agenda.after(self.air.delay, lambda: self._deliver(sender, flags, payload))

    def _deliver(self, sender, flags, payload):
        if not self.alive:
            return
        receiver = self.peer_of(sender)
        boundary = FIRST_FROM_CONTROLLER if flags & 3 == FIRST_FROM_HOST else flags & 3
        receiver.send(hci.acl_data(self.handles[receiver], boundary, payload))
        self.packets += 1
        for end in self.ends:
            end.count_packet()

    def change_parameters(self, parameters):
        self.parameters = parameters
        for end in self.ends:
            end.send(hci.connection_update(self.handles[end], parameters))

    def ask_key(self, central, key, number):
        self.key = key
        peripheral = self.peer_of(central)
        peripheral.send(hci.long_term_key_request(self.handles[peripheral], number))

    def answer_key(self, key):
        """Nothing is really encrypted; both hosts are told that it is when their keys are the same."""
        if key is not None and key == self.key:
            for end in self.ends:
                end.send(hci.encryption_change(hci.SUCCESS, self.handles[end]))
        else:
            central = self.ends[0]
            central.send(hci.encryption_change(hci.PIN_OR_KEY_MISSING, self.handles[central]))

    def end_by(self, end, reason):
        """`end` hangs up; the other side is told `reason`."""
        self._end({end: hci.TERMINATED_BY_LOCAL_HOST, self.peer_of(end): reason})

    def lose(self):
        """Neither side hears the other any more, and their supervision times out."""
        self._end({end: hci.CONNECTION_TIMEOUT for end in self.ends})

    def lose_unless_in_range(self):
        if not self.in_range():
            self.lose()

    def _end(self, reasons):
        if not self.alive:
            return
        self.alive = False
        central, peripheral = self.ends
        self.air.tell(f'link of {central.index} and {peripheral.index} over after {self.packets} packets: {reasons[central]:#04x}')
        for end, reason in reasons.items():
            end.links.pop(self.handles[end], None)
            end.send(hci.disconnection_complete(self.handles[end], reason))
