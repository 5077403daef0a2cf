"""A server of files for tests, on the loopback address: so much of FTP (RFC 959) as is needed."""

from __future__ import annotations

import shutil
import socket
import socketserver
from pathlib import Path


class Handler(socketserver.StreamRequestHandler):
    """One connection: commands come as lines, files go over a second connection each."""

    server: Server
    renamed: Path
    passive: socket.socket
    offset = 0

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def path(self, name: str) -> Path:
        return self.server.root / name.strip("/")

    def handle(self) -> None:
        self.say("220 ready")
        while line := self.rfile.readline().decode().strip():
            verb, _, word = line.partition(" ")
            done = getattr(self, f"do_{verb.lower()}", None)
            try:
                self.say(done(word) if done else "502 unknown")
            except OSError as error:
                self.say(f"550 {error.strerror}")
            if verb.upper() == "QUIT":
                return

    def do_user(self, _: str) -> str:
        return "230 in"

    def do_type(self, _: str) -> str:
        return "200 so be it"

    do_noop = do_cwd = do_type

    def do_quit(self, _: str) -> str:
        return "221 out"

    def do_pwd(self, _: str) -> str:
        return '257 "/"'

    def do_epsv(self, _: str) -> str:
        self.passive = socket.create_server(("127.0.0.1", 0))
        return f"229 here (|||{self.passive.getsockname()[1]}|)"

    def do_pasv(self, _: str) -> str:
        self.passive = socket.create_server(("127.0.0.1", 0))
        port = self.passive.getsockname()[1]
        return f"227 here (127,0,0,1,{port // 256},{port % 256})"

    def send(self, data: bytes) -> str:
        self.say("150 here it comes")
        with self.passive, self.passive.accept()[0] as link:
            link.sendall(data)
        return "226 done"

    def do_retr(self, name: str) -> str:
        return self.send(self.path(name).read_bytes())

    def do_mlsd(self, name: str) -> str:
        rows = [
            f"type={'dir' if path.is_dir() else 'file'};size={path.stat().st_size}; {path.name}\r\n"
            for path in sorted(self.path(name).iterdir())
        ]
        return self.send("".join(rows).encode())

    def do_rest(self, offset: str) -> str:
        self.offset = int(offset)
        return "350 from there"

    def do_stor(self, name: str) -> str:
        path = self.path(name)
        # a file is begun at its beginning, and gone on with where it ends
        data = path.read_bytes()[: self.offset] if self.offset else b""
        self.offset = 0
        self.say("150 go on")
        with self.passive, self.passive.accept()[0] as link, path.open("wb") as file:
            file.write(data)
            while data := link.recv(1 << 16):
                file.write(data)
        return "226 done"

    def do_size(self, name: str) -> str:
        return f"213 {self.path(name).stat().st_size}"

    def do_mkd(self, name: str) -> str:
        self.path(name).mkdir()
        return f'257 "{name}"'

    def do_dele(self, name: str) -> str:
        self.path(name).unlink()
        return "250 gone"

    def do_rmd(self, name: str) -> str:
        shutil.rmtree(self.path(name))
        return "250 gone"

    def do_rnfr(self, name: str) -> str:
        self.renamed = self.path(name)
        self.renamed.stat()
        return "350 to what"

    def do_rnto(self, name: str) -> str:
        self.renamed.replace(self.path(name))
        return "250 done"


class Server(socketserver.ThreadingTCPServer):
    """Serves the files below a folder."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, root: Path) -> None:
        self.root = root
        super().__init__(("127.0.0.1", 0), Handler)

    @property
    def url(self) -> str:
        return f"ftp://127.0.0.1:{self.server_address[1]}/"
