"""A line as a telephone has it: a few kB a second for all connections together, a wait before each piece, and drops."""

import socket
import struct
from contextlib import closing, suppress
from dataclasses import dataclass, field
from threading import Event, Lock, Thread
from time import monotonic

# At 3 kB/s a tenth of a second: no connection holds the line for long.
PIECE, CLOSE = 300, 0.05
# Closed so, a connection is refused and not answered with nothing.
RESET = struct.pack("ii", 1, 0)


@dataclass
class Cut:
    """A drop that waits for its request, and happens once: `of` it or of its answer so many bytes pass.

    The line stays down for some seconds, so that a browser that asks again at once is not served either.
    """

    address: str
    of: str
    after: int = 0
    seconds: float = 1
    happened: Event = field(default_factory=Event)

    def fits(self, request: bytes) -> bool:
        return not self.happened.is_set() and request.startswith(f"POST {self.address}".encode())


@dataclass
class Way:
    """One direction of the line, shared by all connections: whoever comes waits until what came before is through."""

    free_at: float = 0.0
    count: int = 0
    lock: Lock = field(default_factory=Lock)

    def through_at(self, size: int, rate: float, latency: float) -> float:
        with self.lock:
            self.count += size
            idle = monotonic() - self.free_at
            # What follows closely on another piece is on its way already.
            begins, waits = (self.free_at, 0) if idle < CLOSE else (monotonic(), latency)
            self.free_at = begins + waits + (size / rate if rate else 0)
            return self.free_at


@dataclass
class Line:
    """A line to a port: `rate` bytes a second each way (0: as fast as the machine), `latency` seconds to be there."""

    to: int
    rate: float = 0
    latency: float = 0
    port: int = 0
    over: Event = field(default_factory=Event)
    cuts: list[Cut] = field(default_factory=list)
    ways: dict[str, Way] = field(default_factory=lambda: {"request": Way(), "answer": Way()})
    down_until: float = 0
    silent_until: float = 0

    def __enter__(self) -> "Line":
        self.listener = socket.socket()
        # Little is taken in advance: what the browser has sent is on its way.
        self.listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self.listener.bind(("127.0.0.1", 0))
        self.listener.listen(64)
        self.port = self.listener.getsockname()[1]
        self.held: set[socket.socket] = set()
        self.threads = [Thread(target=self._accept)]
        self.threads[0].start()
        return self

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def slow_down(self, rate: float, latency: float) -> None:
        self.rate, self.latency = rate, latency

    def cut(self, address: str, of: str, *, after: int = 0, seconds: float = 1) -> Cut:
        """Cut the line in the next request to an address that begins so, or in its answer."""
        self.cuts.append(Cut(address, of, after, seconds))
        return self.cuts[-1]

    def go_down(self, seconds: float) -> None:
        """Cut what is open, and refuse what is asked meanwhile."""
        self.down_until = monotonic() + seconds
        self._shut(*self.held)

    def come_back(self) -> None:
        """Carry again, however long it should have been down."""
        self.down_until = 0

    def fall_silent(self, seconds: float) -> None:
        """Let nothing through for a while, and tell nobody: as between two cells."""
        self.silent_until = monotonic() + seconds

    def _accept(self) -> None:
        while not self.over.is_set():
            near, _address = self.listener.accept()
            if self.over.is_set() or monotonic() < self.down_until:
                near.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
                near.close()
                continue
            far = socket.create_connection(("127.0.0.1", self.to))
            self.held |= {near, far}
            talk = Talk(self)
            for ends in ((near, far, "request"), (far, near, "answer")):
                self.threads.append(Thread(target=self._carry, args=(talk, *ends)))
                self.threads[-1].start()

    def _carry(self, talk: "Talk", source: socket.socket, target: socket.socket, way: str) -> None:
        with closing(source), closing(target):
            with suppress(OSError):
                while (data := source.recv(PIECE if self.rate else 65536)) and self._pass(talk, data, target, way):
                    pass
            # Whoever still waits for the other side is told too.
            self._shut(source, target)
        self.held -= {source, target}

    def _pass(self, talk: "Talk", data: bytes, target: socket.socket, way: str) -> bool:
        """Let a piece through when its time has come; whether more may come."""
        cut = talk.cut_in(data, way)
        through = self.ways[way].through_at(len(data), self.rate, self.latency)
        if self.over.wait(max(0, max(through, self.silent_until) - monotonic())):
            return False
        if cut is None:
            target.sendall(data)
            return True
        target.sendall(data[: cut.after - talk.passed[way] + len(data)])
        self.go_down(cut.seconds)
        cut.happened.set()
        return False

    def _shut(self, *ends: socket.socket) -> None:
        for one in ends:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self.go_down(0)
        with suppress(OSError), socket.create_connection(("127.0.0.1", self.port)):
            pass
        for one in self.threads:
            one.join(timeout=20)
        self.listener.close()


@dataclass
class Talk:
    """What passed on one connection of the request that is under way, and of its answer."""

    line: Line
    cuts: list[Cut] = field(default_factory=list)
    passed: dict[str, int] = field(default_factory=lambda: {"request": 0, "answer": 0})

    def cut_in(self, data: bytes, way: str) -> Cut | None:
        """The cut that falls into this piece."""
        if way == "request" and (self.passed["answer"] or not self.passed["request"]):
            # A browser asks one thing after the other: what it says after an answer is the next request.
            self.passed = {"request": 0, "answer": 0}
            self.cuts = [one for one in self.line.cuts if one.fits(data)]
        self.passed[way] += len(data)
        return next((one for one in self.cuts if one.of == way and self.passed[way] > one.after), None)
