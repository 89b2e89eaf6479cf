#!/usr/bin/env python3
"""gatt_device.py ADAPTER NAME: a device with a provisioning service, written without a line of the project.

Its endpoints have names (0x2901) and slots that are not Espressif's, so a client has to go by the names. It speaks
security 0 and no Wi-Fi; its other endpoints are for clients to be tried on. Prints JSON lines of what happens to it.
"""
import asyncio
import json
import sys

from dbus_fast import BusType, DBusError, PropertyAccess, Variant
from dbus_fast.aio import MessageBus
from dbus_fast.service import ServiceInterface, dbus_property, method

SERVICE = '1775244d-6b43-439b-877c-060f2d9bed07'
DESCRIPTION = '00002901-0000-1000-8000-00805f9b34fb'
ROOT = '/device'
VERSION = json.dumps({'prov': {'ver': 'v1.1', 'sec_ver': 0, 'cap': ['no_sec', 'wifi_scan']}}).encode()
# SessionData: sec0 with S0SessionResp of status Success.
SESSION = bytes.fromhex('52050801aa0100')


def tell(**event):
    print(json.dumps(event), flush=True)


async def slow(request):
    await asyncio.sleep(2)
    return request


async def refuse(_):
    raise DBusError('org.bluez.Error.NotPermitted', 'not this one')


def always(answer):
    async def handle(_):
        return answer
    return handle


async def echo(request):
    return request


# In this order, with slots from ff60 on.
ENDPOINTS = {
    'echo': echo,
    'refuse': refuse,
    'proto-ver': always(VERSION),
    'slow': slow,
    'empty': always(b''),
    'longest': always(bytes(index & 255 for index in range(512))),
    'prov-session': always(SESSION),
    'prov-config': echo,
    'Grüße': always('Grüße zurück'.encode()),
}


class Service(ServiceInterface):
    def __init__(self):
        super().__init__('org.bluez.GattService1')

    @dbus_property(access=PropertyAccess.READ)
    def UUID(self) -> 's':
        return SERVICE

    @dbus_property(access=PropertyAccess.READ)
    def Primary(self) -> 'b':
        return True


class Characteristic(ServiceInterface):
    def __init__(self, service, slot, endpoint):
        super().__init__('org.bluez.GattCharacteristic1')
        self._service, self._slot, self._endpoint = service, slot, endpoint
        self._answer = b''

    @dbus_property(access=PropertyAccess.READ)
    def UUID(self) -> 's':
        return SERVICE[:4] + f'{self._slot:04x}' + SERVICE[8:]

    @dbus_property(access=PropertyAccess.READ)
    def Service(self) -> 'o':
        return self._service

    @dbus_property(access=PropertyAccess.READ)
    def Flags(self) -> 'as':
        return ['read', 'write']

    @method()
    async def WriteValue(self, value: 'ay', options: 'a{sv}'):
        tell(event='write', endpoint=self._endpoint, bytes=len(value), offset=number(options, 'offset'))
        self._answer = await ENDPOINTS[self._endpoint](bytes(value))

    @method()
    def ReadValue(self, options: 'a{sv}') -> 'ay':
        return self._answer[number(options, 'offset'):]


class Name(ServiceInterface):
    def __init__(self, characteristic, text):
        super().__init__('org.bluez.GattDescriptor1')
        self._characteristic, self._text = characteristic, text

    @dbus_property(access=PropertyAccess.READ)
    def UUID(self) -> 's':
        return DESCRIPTION

    @dbus_property(access=PropertyAccess.READ)
    def Characteristic(self) -> 'o':
        return self._characteristic

    @dbus_property(access=PropertyAccess.READ)
    def Flags(self) -> 'as':
        return ['read']

    @method()
    def ReadValue(self, options: 'a{sv}') -> 'ay':
        return self._text.encode()[number(options, 'offset'):]


class Advertisement(ServiceInterface):
    def __init__(self, name):
        super().__init__('org.bluez.LEAdvertisement1')
        self._name = name

    @dbus_property(access=PropertyAccess.READ)
    def Type(self) -> 's':
        return 'peripheral'

    @dbus_property(access=PropertyAccess.READ)
    def ServiceUUIDs(self) -> 'as':
        return [SERVICE]

    @dbus_property(access=PropertyAccess.READ)
    def LocalName(self) -> 's':
        return self._name

    @method()
    def Release(self):
        tell(event='released')


def number(options, name):
    return options.get(name, Variant('q', 0)).value


async def main(adapter_name, name):
    bus = await MessageBus(bus_type=BusType.SYSTEM).connect()
    service = f'{ROOT}/service'
    bus.export(service, Service())
    for index, endpoint in enumerate(ENDPOINTS):
        characteristic = f'{service}/c{index}'
        bus.export(characteristic, Characteristic(service, 0xFF60 + index, endpoint))
        bus.export(f'{characteristic}/name', Name(characteristic, endpoint))
    bus.export('/advertisement', Advertisement(name))

    path = f'/org/bluez/{adapter_name}'
    adapter = bus.get_proxy_object('org.bluez', path, await bus.introspect('org.bluez', path))
    await adapter.get_interface('org.bluez.GattManager1').call_register_application(ROOT, {})
    await adapter.get_interface('org.bluez.LEAdvertisingManager1').call_register_advertisement('/advertisement', {})
    tell(event='ready')
    await bus.wait_for_disconnect()


asyncio.run(main(*sys.argv[1:]))
