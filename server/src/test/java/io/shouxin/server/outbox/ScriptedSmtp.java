// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.outbox;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A mail server that says what a test wants, verb by verb; {@link #HANG_UP} instead of a reply ends the connection. */
final class ScriptedSmtp implements AutoCloseable {

    static final String HANG_UP = "";
    /** The line after which a mail is the server's. */
    static final String DOT = ".";

    private final ServerSocket entrance;
    private final List<String> dots = new CopyOnWriteArrayList<>();
    private volatile Map<String, String> replies = Map.of();

    ScriptedSmtp() throws IOException {
        this(new ServerSocket(0, 10, InetAddress.getLoopbackAddress()));
    }

    ScriptedSmtp(ServerSocket entrance) {
        this.entrance = entrance;
        Thread thread = new Thread(this::serve, "scripted-smtp");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return entrance.getLocalPort();
    }

    /** By the first word of the command; what is not named is agreed to. */
    void says(Map<String, String> to) {
        replies = to;
    }

    /** The mails that came up to their dot, whatever was said to it. */
    List<String> dots() {
        return dots;
    }

    private void serve() {
        while (!entrance.isClosed()) {
            try {
                Socket client = entrance.accept();
                Thread thread = new Thread(() -> talkTo(client), "scripted-smtp-client");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException ended) {
                // The loop's condition says whether this was the end.
            }
        }
    }

    private void talkTo(Socket client) {
        try (client) {
            talk(client);
        } catch (IOException gone) {
            // It hung up, which is what some tests are about.
        }
    }

    private void talk(Socket client) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
        Writer out = new OutputStreamWriter(client.getOutputStream(), StandardCharsets.UTF_8);
        say(out, "220 trial.example");
        StringBuilder data = null;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (data != null && !line.equals(DOT)) {
                data.append(line).append('\n');
                continue;
            }
            if (data != null) {
                dots.add(data.toString());
            }
            String verb = line.split("[ :]", 2)[0].toUpperCase(Locale.ROOT);
            data = null;
            String reply = replies.getOrDefault(verb, verb.equals("DATA") ? "354 go on" : "250 yes");
            if (reply.equals(HANG_UP)) {
                return;
            }
            say(out, reply);
            data = reply.startsWith("354") ? new StringBuilder() : null;
        }
    }

    private static void say(Writer out, String reply) throws IOException {
        out.write(reply + "\r\n");
        out.flush();
    }

    @Override
    public void close() throws IOException {
        entrance.close();
    }
}
