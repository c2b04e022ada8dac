// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.database;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * The cluster's files under {@code <home>/postgres}, and how they are known to be ours.
 *
 * <p>A first start makes, in this order: {@code data.partial} by initdb, {@code identity.partial},
 * {@code data}, {@code identity}; the last two by renaming. If the process dies in between, the next
 * start either begins anew (no {@code data} yet) or finishes the last renaming. An {@code identity}
 * without {@code data} is therefore never a first start but a lost disk or a wrong mount, and refused:
 * an empty database must not quietly take the place of a full one.
 */
final class DataDirectory {

    /** What the cluster says of itself: PostgreSQL's own identifier, and the name we gave it. */
    record Identity(long systemIdentifier, String clusterName) {
    }

    private static final int NAME_BYTES = 4;
    // Sizes for a small machine; an operator may change them in data/postgresql.conf.
    private static final List<String> SIZES = List.of(
            "shared_buffers=256MB", "effective_cache_size=1GB", "maintenance_work_mem=64MB",
            "max_connections=100", "max_wal_size=2GB", "min_wal_size=128MB", "checkpoint_timeout=15min");

    private final Path root;

    DataDirectory(Path root) {
        this.root = root;
    }

    Path path() {
        return root.resolve("data");
    }

    boolean needsInitialising() {
        if (Files.isDirectory(path())) {
            return false;
        }
        if (Files.exists(identityFile())) {
            throw new DatabaseRefused("database.data-missing", path().toString());
        }
        return true;
    }

    void initialise(Programs programs, String superuser, String password) throws IOException {
        Path partial = root.resolve("data.partial");
        Path passwordFile = root.resolve("password.partial");
        Trees.delete(partial);
        Files.deleteIfExists(passwordFile);
        SecretFiles.writeForOwner(passwordFile, password);
        programs.unprivileged().handOver(root);
        try {
            int status = programs.run("initdb", initdbArguments(partial, superuser, passwordFile));
            if (status != 0) {
                throw new DatabaseRefused("database.start-failed", programs.log().toString());
            }
        } finally {
            Files.delete(passwordFile);
        }
        writeIdentity(partial);
        Files.move(partial, path(), StandardCopyOption.ATOMIC_MOVE);
    }

    private static List<String> initdbArguments(Path target, String superuser, Path passwordFile) {
        List<String> arguments = new ArrayList<>(List.of(
                "--pgdata=" + target, "--username=" + superuser, "--pwfile=" + passwordFile,
                "--auth=scram-sha-256", "--data-checksums", "--encoding=UTF8",
                // The builtin provider sorts alike everywhere, whatever C library a machine has.
                "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8",
                "--set", "timezone=UTC", "--set", "log_timezone=UTC"));
        SIZES.forEach(size -> arguments.addAll(List.of("--set", size)));
        return arguments;
    }

    private void writeIdentity(Path data) throws IOException {
        byte[] random = new byte[NAME_BYTES];
        new SecureRandom().nextBytes(random);
        Files.writeString(partialIdentityFile(), "system-identifier=" + systemIdentifier(data)
                + "\ncluster-name=shouxin-" + HexFormat.of().formatHex(random) + "\n");
    }

    /** Reads who the cluster is and refuses files that are another cluster's or another version's. */
    Identity identity(String majorVersion) throws IOException {
        if (!Files.exists(identityFile()) && Files.exists(partialIdentityFile())) {
            Files.move(partialIdentityFile(), identityFile(), StandardCopyOption.ATOMIC_MOVE);
        }
        Properties written = new Properties();
        if (Files.exists(identityFile())) {
            try (BufferedReader lines = Files.newBufferedReader(identityFile())) {
                written.load(lines);
            }
        }
        Identity identity = new Identity(Long.parseLong(written.getProperty("system-identifier", "0")),
                written.getProperty("cluster-name", ""));
        String found = Files.readString(path().resolve("PG_VERSION")).strip();
        if (!majorVersion.equals(found) && !majorVersion.isEmpty()) {
            throw new DatabaseRefused("database.data-version", found, majorVersion);
        }
        if (identity.systemIdentifier() != systemIdentifier(path())) {
            throw new DatabaseRefused("database.identity", path().toString());
        }
        return identity;
    }

    /** The first eight bytes of pg_control (src/include/catalog/pg_control.h), in the machine's order. */
    private static long systemIdentifier(Path data) throws IOException {
        ByteBuffer start = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder());
        try (var channel = Files.newByteChannel(data.resolve("global/pg_control"), StandardOpenOption.READ)) {
            while (start.hasRemaining() && channel.read(start) >= 0) {
                // A short read goes on where it stopped.
            }
        }
        return start.flip().getLong();
    }

    /**
     * The postgres that runs on these very files, if one was left behind by a killed server. A pid file
     * whose number now belongs to another program is removed, because PostgreSQL would hesitate at it;
     * one whose process is gone stays, because PostgreSQL checks it for surviving children.
     */
    Optional<ProcessHandle> leftOver() throws IOException {
        Path pidFile = path().resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return Optional.empty();
        }
        long pid = Long.parseLong(Files.readAllLines(pidFile).get(0).strip());
        Optional<ProcessHandle> process = ProcessHandle.of(pid);
        if (process.isPresent() && !servesThese(pid)) {
            Files.deleteIfExists(pidFile);
            return Optional.empty();
        }
        return process;
    }

    /** The number alone proves nothing: after a restart of the machine it may be anybody's. */
    private boolean servesThese(long pid) {
        try {
            Path commandLine = Path.of("/proc", Long.toString(pid), "cmdline");
            List<String> arguments =
                    List.of(Files.readString(commandLine, StandardCharsets.ISO_8859_1).split("\0"));
            byte[] data = path().toString().getBytes(StandardCharsets.UTF_8);
            return arguments.get(0).endsWith("/postgres")
                    && arguments.contains(new String(data, StandardCharsets.ISO_8859_1));
        } catch (IOException hidden) {
            // It may be ours; a second postgres on the same files would ruin them.
            throw new DatabaseRefused("database.left-over", hidden, Long.toString(pid));
        }
    }

    private Path identityFile() {
        return root.resolve("identity");
    }

    private Path partialIdentityFile() {
        return root.resolve("identity.partial");
    }
}
