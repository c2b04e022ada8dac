// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * PostgreSQL refuses to run as root, and a first start in a container is often root. Then its programs
 * run in a user namespace of their own ({@code unshare -U}), where they are nobody and the files stay
 * ours; where namespaces are forbidden they run as the system user {@code postgres} or {@code nobody},
 * who is given the cluster's files.
 */
final class Unprivileged {

    private static final long PROBE_SECONDS_MAX = 10;
    private static final List<String> CANDIDATES = List.of("postgres", "nobody");

    private final List<String> prefix;
    private final Optional<String> owner;

    private Unprivileged(List<String> prefix, Optional<String> owner) {
        this.prefix = prefix;
        this.owner = owner;
    }

    static Unprivileged choose() throws IOException {
        if (!isRoot()) {
            return new Unprivileged(List.of(), Optional.empty());
        }
        List<String> namespace = List.of("unshare", "-U");
        if (works(namespace)) {
            return new Unprivileged(namespace, Optional.empty());
        }
        for (String line : Files.readAllLines(Path.of("/etc/passwd"))) {
            String[] field = line.split(":");
            if (field.length > 3 && CANDIDATES.contains(field[0])) {
                List<String> other = List.of("setpriv", "--reuid=" + field[2], "--regid=" + field[3],
                        "--clear-groups", "--");
                if (works(other)) {
                    return new Unprivileged(other, Optional.of(field[0]));
                }
            }
        }
        throw new DatabaseRefused("database.root");
    }

    private static boolean isRoot() throws IOException {
        return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    }

    private static boolean works(List<String> prefix) {
        List<String> probe = new ArrayList<>(prefix);
        // whoami fails where the user has no name, and initdb would fail then too.
        probe.add("whoami");
        try {
            Process process = new ProcessBuilder(probe)
                    .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            return process.waitFor(PROBE_SECONDS_MAX, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException notInstalled) {
            return false;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    List<String> command(List<String> program) {
        List<String> whole = new ArrayList<>(prefix);
        whole.addAll(program);
        return whole;
    }

    /** Gives a tree to the user PostgreSQL will run as, where that is another than ours. */
    void handOver(Path tree) throws IOException {
        if (owner.isEmpty()) {
            return;
        }
        UserPrincipal user = tree.getFileSystem().getUserPrincipalLookupService()
                .lookupPrincipalByName(owner.get());
        try (Stream<Path> paths = Files.walk(tree)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                        .setOwner(user);
            }
        }
    }
}
