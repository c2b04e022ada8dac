// SPDX-License-Identifier: Apache-2.0
package io.shouxin.bench;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One persistent HTTP/1.1 connection, as lean as pgbench's: on a machine where load and server share two cores,
 * a comfortable client would be measured with them.
 */
final class HttpLine implements AutoCloseable {

    private final URI address;
    private final String headers;
    private Socket socket;
    private OutputStream out;
    private InputStream in;

    /** As an application with its key. */
    HttpLine(URI address, String key) throws IOException {
        this(address, "Authorization: Bearer " + key, "Content-Type: application/json");
    }

    private HttpLine(URI address, String... headers) throws IOException {
        this.address = address;
        connect();
        this.headers = " HTTP/1.1\r\nHost: " + address.getAuthority() + "\r\n" + String.join("\r\n", headers)
                + "\r\nContent-Length: ";
    }

    /** As a browser with this cookie. */
    static HttpLine ofBrowser(URI address, String cookie) throws IOException {
        return new HttpLine(address, new String[] {"Cookie: " + cookie, "Accept: text/html"});
    }

    private void connect() throws IOException {
        socket = new Socket(address.getHost(), address.getPort());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(30_000);
        out = socket.getOutputStream();
        in = new BufferedInputStream(socket.getInputStream(), 16 * 1024);
    }

    /** What came back, read whole. */
    record Answer(int status, String body) {}

    /** Posts and reads the whole answer. */
    String post(String path, String body, int expected) throws IOException {
        Answer answer = send("POST", path, body);
        if (answer.status() != expected) {
            throw new IOException("Not measured: the door answered " + answer.status());
        }
        return answer.body();
    }

    Answer send(String method, String path, String body) throws IOException {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        byte[] head = (method + " " + path + headers + content.length + "\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
        byte[] request = new byte[head.length + content.length];
        System.arraycopy(head, 0, request, 0, head.length);
        System.arraycopy(content, 0, request, head.length, content.length);
        out.write(request);
        String status = line();
        int length = -1;
        boolean last = false;
        for (String header = line(); !header.isEmpty(); header = line()) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Integer.parseInt(lower.substring(15).strip());
            }
            last |= lower.equals("connection: close");
        }
        String answer = new String(length >= 0 ? exactly(length) : chunks(), StandardCharsets.UTF_8);
        if (last) {
            // The server ends a connection after so many requests; what that costs belongs to the figure.
            socket.close();
            connect();
        }
        if (!status.startsWith("HTTP/1.1 ")) {
            throw new IOException("Not measured: the door answered " + status);
        }
        return new Answer(Integer.parseInt(status.substring(9, 12)), answer);
    }

    private byte[] chunks() throws IOException {
        java.io.ByteArrayOutputStream all = new java.io.ByteArrayOutputStream();
        for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
            all.write(exactly(size));
            line();
        }
        line();
        return all.toByteArray();
    }

    private byte[] exactly(int length) throws IOException {
        byte[] read = in.readNBytes(length);
        if (read.length < length) {
            throw new EOFException();
        }
        return read;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException();
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
