// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.crash;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The wire between a server and its PostgreSQL. It can be held: requests still reach PostgreSQL then, and
 * its answers do not come back. And it can be cut, with the answers that were held.
 */
final class Relay implements AutoCloseable {

    private final ServerSocket entrance;
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean held;
    private int generation;

    Relay(int target) throws IOException {
        this.target = target;
        this.entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        started(this::acceptAll);
    }

    int port() {
        return entrance.getLocalPort();
    }

    /** Answers of PostgreSQL wait from now on. */
    void hold() {
        set(true, false);
    }

    /** What was held goes on as if nothing had been. */
    void release() {
        set(false, false);
    }

    /** Every connection ends, and what was held is lost. */
    void cut() {
        set(false, true);
        open.forEach(this::end);
    }

    private void set(boolean hold, boolean lose) {
        lock.lock();
        try {
            held = hold;
            generation += lose ? 1 : 0;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void acceptAll() {
        while (!entrance.isClosed()) {
            try {
                Socket client = entrance.accept();
                open.add(client);
                connect(client);
            } catch (IOException closed) {
                // The loop's condition says whether this was the end.
            }
        }
    }

    private void connect(Socket client) {
        try {
            Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
            open.add(server);
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            started(() -> carry(client, server, false));
            started(() -> carry(server, client, true));
        } catch (IOException down) {
            end(client);
        }
    }

    private void carry(Socket from, Socket to, boolean answers) {
        byte[] some = new byte[16 * 1024];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(some); read >= 0; read = in.read(some)) {
                if (answers && !mayPass()) {
                    break;
                }
                out.write(some, 0, read);
            }
        } catch (IOException ended) {
            // The other direction ends with this one.
        } finally {
            end(from);
            end(to);
        }
    }

    private boolean mayPass() {
        lock.lock();
        try {
            int mine = generation;
            while (held) {
                changed.awaitUninterruptibly();
            }
            return mine == generation;
        } finally {
            lock.unlock();
        }
    }

    private void end(Socket socket) {
        open.remove(socket);
        try {
            socket.close();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private static void started(Runnable work) {
        Thread thread = new Thread(work, "relay");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        entrance.close();
        cut();
    }
}
