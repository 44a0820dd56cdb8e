"""A server on this machine that plays the releases of a repository."""

import hashlib
import http.server
import io
import socket
import tarfile
import threading
import time

TARGET = "x86_64-unknown-linux-musl"


def archive(members):
    """Packs files, given by their paths, as a release does."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz", compresslevel=1) as tar:
        for path, content in members.items():
            entry = tarfile.TarInfo(path)
            entry.size, entry.mode = len(content), 0o755
            tar.addfile(entry, io.BytesIO(content))
    return packed.getvalue()


def name(version="0.1.0", target=TARGET):
    return f"radar-{version}-{target}.tar.gz"


def release(program, version="0.1.0", target=TARGET, others=None):
    """Returns the files of a release with one program."""
    packed = archive({f"radar-{version}-{target}/radar": program, **(others or {})})
    return {name(version, target): packed, "SHA256SUMS": sums({name(version, target): packed})}


def sums(files):
    return "".join(f"{hashlib.sha256(file).hexdigest()}  {path}\n" for path, file in files.items()).encode()


class Server:
    """Answers with files by their paths, or as a function of the request says."""

    def __init__(self):
        self.files, self.requests = {}, []
        server = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                server.requests.append(self.path)
                answer = server.files.get(self.path)
                if callable(answer):
                    answer(self)
                elif answer is None:
                    self.send_error(404)
                else:
                    send(self, answer)

            def log_message(self, *_):
                pass

        self.http = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        threading.Thread(target=self.http.serve_forever, args=(0.02,), daemon=True).start()
        self.repository = f"http://127.0.0.1:{self.http.server_address[1]}/acme/tools"

    def publish(self, files, version="0.1.0"):
        for path, content in files.items():
            self.files[f"/acme/tools/releases/download/v{version}/{path}"] = content

    def close(self):
        self.http.shutdown()
        self.http.server_close()


def send(request, content):
    request.send_response(200)
    request.send_header("Content-Length", str(len(content)))
    request.end_headers()
    request.wfile.write(content)


def failing_first(times, status, content):
    """Fails some times, and then works."""
    left = [times]

    def answer(request):
        if left[0]:
            left[0] -= 1
            request.send_error(status)
        else:
            send(request, content)

    return answer


def redirecting(address):
    def answer(request):
        request.send_response(302)
        request.send_header("Location", address)
        request.end_headers()

    return answer


def slow(request):
    """Promises much, and sends a byte now and then."""
    request.send_response(200)
    request.send_header("Content-Length", "1000000")
    request.end_headers()
    for _ in range(40):
        try:
            request.wfile.write(b"x")
            time.sleep(0.25)
        except OSError:
            return


def cut_short(content):
    """Closes the connection in the middle."""

    def answer(request):
        request.send_response(200)
        request.send_header("Content-Length", str(len(content)))
        request.end_headers()
        request.wfile.write(content[: len(content) // 2])
        request.close_connection = True

    return answer


def closed_port():
    """Returns a port on which nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]
