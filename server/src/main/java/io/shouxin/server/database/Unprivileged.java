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
 * who is given the cluster's files. What is chosen has been seen to work on these very folders.
 */
final class Unprivileged {

    private static final long PROBE_SECONDS_MAX = 10;
    private static final List<String> CANDIDATES = List.of("postgres", "nobody");
    /** The bit at the end makes access(2), by which PostgreSQL looks for its programs, see the capability. */
    private static final List<String> PASSING = List.of(
            "--inh-caps=+dac_override", "--ambient-caps=+dac_override", "--securebits=+no_setuid_fixup");

    private final List<String> prefix;
    private final Optional<String> owner;

    private Unprivileged(List<String> prefix, Optional<String> owner) {
        this.prefix = prefix;
        this.owner = owner;
    }

    /**
     * Chooses the first way that works for the programs in this installation and the files in this folder.
     *
     * <p>A user of its own may not pass through every folder above ours: {@code /root} is closed to all
     * others. In a container, where namespaces are mostly forbidden, that is where a first start stands.
     * PostgreSQL then keeps the one capability of root that it needs to pass, which is less than what a
     * namespace leaves it: there the files are read as their owner.
     */
    static Unprivileged choose(Path installation, Path folder) throws IOException {
        if (!isRoot()) {
            return new Unprivileged(List.of(), Optional.empty());
        }
        List<String> namespace = List.of("unshare", "-U");
        if (works(namespace, installation, folder)) {
            return new Unprivileged(namespace, Optional.empty());
        }
        return otherUser(installation, folder);
    }

    /** The way without a namespace. */
    static Unprivileged otherUser(Path installation, Path folder) throws IOException {
        for (String line : Files.readAllLines(Path.of("/etc/passwd"))) {
            String[] field = line.split(":");
            if (field.length > 3 && CANDIDATES.contains(field[0])) {
                List<String> other = List.of("setpriv", "--reuid=" + field[2], "--regid=" + field[3],
                        "--clear-groups");
                for (List<String> passing : List.of(List.<String>of(), PASSING)) {
                    List<String> whole = Stream.of(other, passing, List.of("--")).flatMap(List::stream).toList();
                    if (works(whole, installation, folder)) {
                        return new Unprivileged(whole, Optional.of(field[0]));
                    }
                }
            }
        }
        throw new DatabaseRefused("database.root", folder.toString());
    }

    private static boolean isRoot() throws IOException {
        return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    }

    /** whoami fails where the user has no name, and initdb would fail then too. */
    private static boolean works(List<String> prefix, Path installation, Path folder) {
        return succeeds(prefix, List.of("whoami"))
                && succeeds(prefix, List.of("test", "-x", folder.toString()))
                && succeeds(prefix, List.of(installation.resolve("bin/postgres").toString(), "--version"));
    }

    private static boolean succeeds(List<String> prefix, List<String> command) {
        List<String> probe = new ArrayList<>(prefix);
        probe.addAll(command);
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
