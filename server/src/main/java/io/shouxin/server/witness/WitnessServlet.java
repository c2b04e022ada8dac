// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.witness;

import io.shouxin.core.ledger.AddCheckpoint;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/** The witness over HTTP: {@code POST /add-checkpoint}, and what it has seen for those who watch it. */
final class WitnessServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;
    private static final String TEXT = "text/plain; charset=utf-8";

    private final transient WatchedLogs logs;

    WitnessServlet(WatchedLogs logs) {
        this.logs = logs;
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!request.getRequestURI().equals("/add-checkpoint")) {
            answer(response, new WatchedLogs.Answer(404, TEXT, "unknown\n"));
            return;
        }
        // One byte more than the longest that is read: what is longer is refused, and not cut to something else.
        byte[] body = request.getInputStream().readNBytes(AddCheckpoint.BYTES_MAX + 1);
        answer(response, logs.add(body));
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = request.getRequestURI();
        if (path.equals("/key")) {
            answer(response, new WatchedLogs.Answer(200, TEXT, logs.keys().stream()
                    .map(key -> key + "\n").collect(Collectors.joining())));
        } else if (path.equals("/actuator/health")) {
            answer(response, new WatchedLogs.Answer(200, "application/json", "{\"status\":\"UP\"}"));
        } else {
            answer(response, logs.seen(path).map(note -> new WatchedLogs.Answer(200, TEXT, note))
                    .orElse(new WatchedLogs.Answer(404, TEXT, "unknown\n")));
        }
    }

    private static void answer(HttpServletResponse response, WatchedLogs.Answer answer) throws IOException {
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        response.setStatus(answer.status());
        response.setHeader("Content-Type", answer.type());
        response.setHeader("Cache-Control", "no-store");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
