"""Provisions over HTTP with the session and the messages of the package esp-protocomm, which brings only Bluetooth."""
import asyncio
import http.client
import sys

from esp_protocomm import Security1, SecurityError, WifiError, establish_session, provision_wifi


class HttpTransport:
    def __init__(self, address):
        self.connection = http.client.HTTPConnection(address, timeout=30)
        self.cookie = None

    async def send(self, endpoint, data):
        headers = {'Cookie': self.cookie} if self.cookie else {}
        self.connection.request('POST', '/' + endpoint, data, headers)
        response = self.connection.getresponse()
        self.cookie = response.getheader('Set-Cookie', self.cookie)
        body = response.read()
        if response.status != 200:
            raise ConnectionError(f'status {response.status}')
        return body


async def main(address, pop, ssid, passphrase):
    try:
        transport = HttpTransport(address)
        security = await establish_session(transport, Security1(pop))
        status = await provision_wifi(transport, security, ssid, passphrase)
        print(status.describe())
    except SecurityError as error:
        print(f'no session: {error}')
    except WifiError as error:
        print(f'refused: {error}')


asyncio.run(main(*sys.argv[1:]))
