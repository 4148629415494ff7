"""A local mail server that takes everything: `python -m bench.sink --port N`. It says how much when
it is asked (VRFY)."""

import argparse
import asyncio

from aiosmtpd.smtp import SMTP

from bench import cores

taken = {}


class Taking:
    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - the name is aiosmtpd's
        for recipient in envelope.rcpt_tos:
            taken[recipient] = taken.get(recipient, 0) + 1
        return "250 OK"

    async def handle_VRFY(self, server, session, envelope, address):  # noqa: N802
        return f"252 {len(taken)} {sum(taken.values())}"


async def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int)
    port = parser.parse_args().port
    cores.stay_on(cores.OTHERS)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(Taking()), "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
