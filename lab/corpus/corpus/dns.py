"""A name server on the server's loopback that answers with whatever names a case wants (RFC 1035, UDP only)."""
import ipaddress
import socket
import struct
import threading

_A, _PTR, _AAAA = 1, 12, 28


def _name(text):
    return b"".join(bytes([len(part)]) + part for part in text.encode("latin-1").split(b".") if part) + b"\0"


class NameServer:
    """`names` maps an address to its PTR name and a name to its list of addresses; all else does not exist."""

    def __init__(self, server):
        self.names = {}
        self._socket = server.socket_inside(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 53))
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            query, client = self._socket.recvfrom(512)
            end, labels = 12, []
            while query[end]:
                labels.append(query[end + 1:end + 1 + query[end]].decode("latin-1"))
                end += query[end] + 1
            kind = struct.unpack(">H", query[end + 1:end + 3])[0]
            answers = [b"\xc0\x0c" + struct.pack(">HHIH", kind, 1, 60, len(data)) + data
                       for data in self._answers(".".join(labels), kind)]
            flags = 0x8580 if answers or labels and labels[-1] == "example" else 0x8583
            self._socket.sendto(query[:2] + struct.pack(">HHHHH", flags, 1, len(answers), 0, 0)
                                + query[12:end + 5] + b"".join(answers), client)

    def _answers(self, name, kind):
        if kind == _PTR:
            for address, pointer in self.names.items():
                if isinstance(pointer, str) and ipaddress.ip_address(address).reverse_pointer == name.lower():
                    return [_name(pointer)]
            return []
        family = {_A: 4, _AAAA: 6}.get(kind)
        addresses = [ipaddress.ip_address(a) for a in self.names.get(name, []) if isinstance(self.names.get(name), list)]
        return [a.packed for a in addresses if a.version == family]
