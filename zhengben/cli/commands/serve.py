"""``serve``: a page on this machine that shows what is made, while it is edited."""

from __future__ import annotations

import argparse
import socket

from zhengben.cli.commands.common import add_content, add_install
from zhengben.cli.folders import chosen_content
from zhengben.design.assets import Assets
from zhengben.document.errors import SetupError, UsageError
from zhengben.setup import extras

_HOST = "127.0.0.1"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument(
        "--port", type=int, default=8765, metavar="N", help="port of 127.0.0.1 (default: 8765)"
    )
    add_install(parser)
    add_content(parser)


def run(arguments: argparse.Namespace) -> int:
    """Serve until it is interrupted; nothing is written but to the cache of fonts."""
    if not 0 <= arguments.port <= 65_535:
        raise UsageError(f"{arguments.port} is no port; name one from 0 to 65535.")
    content = chosen_content(arguments)
    if not content.is_dir():
        raise UsageError(f"There is no folder {content}; name one with --content.")
    extras.require("serve", install=arguments.install)
    import uvicorn

    from zhengben.press.publish import TOOL
    from zhengben.preview.app import application

    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((_HOST, arguments.port))
        except OSError as error:
            told = f"Port {arguments.port} cannot be had ({error.strerror}); name another one"
            raise SetupError(f"{told} with --port.") from None
        port = listener.getsockname()[1]
        print(f"http://{_HOST}:{port}/ (Ctrl-C ends it)", flush=True)
        app = application(content.resolve(), Assets.find(), TOOL, port)
        config = uvicorn.Config(app, log_level="error", lifespan="on", timeout_graceful_shutdown=1)
        uvicorn.Server(config).run(sockets=[listener])
    return 0
