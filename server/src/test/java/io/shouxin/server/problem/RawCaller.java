// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.problem;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A caller that sends what no client library would. */
final class RawCaller {

    private static final int ANSWER_MAX = 1 << 14;
    private static final int PATIENCE_MILLIS = 15_000;

    private RawCaller() {
    }

    /** Sends these characters as bytes and answers what comes back, head and body. */
    static String send(int port, String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
            byte[] answer = new byte[ANSWER_MAX];
            int got = socket.getInputStream().readNBytes(answer, 0, answer.length);
            return new String(answer, 0, got, StandardCharsets.UTF_8);
        }
    }
}
