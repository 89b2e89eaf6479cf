#!/usr/bin/env python3
"""bleak_central.py ADAPTER: the central role by the library bleak, for others to steer.

Reads a JSON object a line and answers each with one: {"do": "find", "name": N, "seconds": S}, {"do": "connect"},
{"do": "exchange", "endpoint": E, "hex": H}, {"do": "write" ...}, {"do": "read" ...}, {"do": "await-loss", "seconds": S},
{"do": "disconnect"}. An answer with "error" says what bleak raised.
"""
import asyncio
import json
import sys
import time
import warnings

from bleak import BleakClient, BleakScanner

# get_services is deprecated in favour of the list that bleak keeps; settled_services asks again on purpose.
warnings.simplefilter('ignore', FutureWarning)


class Central:
    def __init__(self, adapter):
        self.adapter = adapter
        self.device = self.client = None
        self.characteristics = {}
        self.lost = asyncio.Event()

    async def find(self, name, seconds):
        found = asyncio.get_running_loop().create_future()

        def seen(device, advertisement):
            # Both at once, as they come in two packets; bluetoothd may report the first alone.
            if advertisement.local_name == name and advertisement.service_uuids and not found.done():
                found.set_result((device, advertisement))

        async with BleakScanner(seen, adapter=self.adapter):
            try:
                self.device, advertisement = await asyncio.wait_for(found, seconds)
            except asyncio.TimeoutError:
                return {'found': False}
        return {
            'found': True,
            'address': self.device.address,
            'services': advertisement.service_uuids,
            'rssi': advertisement.rssi,
        }

    async def connect(self):
        self.lost.clear()
        self.client = BleakClient(self.device, lambda _: self.lost.set(), adapter=self.adapter, timeout=30)
        await self.client.connect()
        self.characteristics = {}
        for service in await self.settled_services():
            for characteristic in service.characteristics:
                for descriptor in characteristic.descriptors:
                    if descriptor.uuid.startswith('00002901'):
                        name = bytes(await self.client.read_gatt_descriptor(descriptor.handle)).decode()
                        self.characteristics[name] = characteristic
        return {'endpoints': {name: each.uuid for name, each in self.characteristics.items()}}

    async def settled_services(self):
        # bluetoothd may say that the services are resolved before it announces them, though it has them all by then;
        # bleak keeps what it has heard of until that word, which may be nothing.
        before = self.client.services
        for _ in range(50):
            await asyncio.sleep(0.2)
            # bleak 0.20 makes the list anew only when it has none.
            self.client._backend.services = None
            services = await self.client.get_services()
            if 0 < len(services.characteristics) == len(before.characteristics):
                return services
            before = services
        raise TimeoutError('Expected services of the device within 10 s of the link')

    async def write(self, endpoint, hex):
        await self.client.write_gatt_char(self.characteristics[endpoint], bytes.fromhex(hex), response=True)
        return {}

    async def read(self, endpoint):
        return {'hex': bytes(await self.client.read_gatt_char(self.characteristics[endpoint])).hex()}

    async def exchange(self, endpoint, hex):
        await self.write(endpoint, hex)
        return await self.read(endpoint)

    async def await_loss(self, seconds):
        begin = time.monotonic()
        await asyncio.wait_for(self.lost.wait(), seconds)
        return {'seconds': time.monotonic() - begin}

    async def disconnect(self):
        await self.client.disconnect()
        return {}


async def main(adapter):
    central = Central(adapter)
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    print(json.dumps({'ready': True}), flush=True)
    while line := await reader.readline():
        request = json.loads(line)
        work = getattr(central, request.pop('do').replace('-', '_'))
        try:
            answer = await work(**request)
        except Exception as error:
            answer = {'error': f'{type(error).__name__}: {error}'}
        print(json.dumps(answer), flush=True)


asyncio.run(main(*sys.argv[1:]))
