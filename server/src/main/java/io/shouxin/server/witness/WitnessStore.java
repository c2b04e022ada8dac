// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.witness;

import io.shouxin.core.ledger.JcaSigner;
import io.shouxin.core.ledger.LedgerRefused;
import io.shouxin.core.ledger.NoteAlgorithm;
import io.shouxin.core.ledger.VerifierKey;
import io.shouxin.server.tree.DurableFile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A witness's memory in one folder: its keys, and for each log the checkpoint it cosigned last, in a file that
 * is replaced as a whole. Read anew each time: after a write that may or may not have reached the disk, what
 * lies there is what counts. One process at a time.
 */
final class WitnessStore implements AutoCloseable {

    private static final String KEY = "key";
    private static final String ML_DSA_KEY = "key-ml-dsa-44";
    private static final String LOGS = "logs";

    private final Path folder;
    private final FileChannel lock;

    WitnessStore(Path folder) throws IOException {
        this.folder = folder;
        Files.createDirectories(folder.resolve(LOGS));
        lock = FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (!alone()) {
            lock.close();
            throw new IllegalStateException("Another witness is working in " + folder);
        }
    }

    private boolean alone() throws IOException {
        try {
            FileLock held = lock.tryLock();
            return held != null;
        } catch (java.nio.channels.OverlappingFileLockException inThisProcess) {
            return false;
        }
    }

    /**
     * Its signers: Ed25519, and ML-DSA-44 where it is asked for. The first key is made when there is none, and never
     * where logs were cosigned with a key that is gone; another kind may be added at any time.
     */
    List<JcaSigner> signers(String name, boolean mlDsa, Clock clock) {
        List<JcaSigner> signers = new ArrayList<>(List.of(signer(name, KEY, NoteAlgorithm.ED25519_COSIGNATURE, clock)));
        if (mlDsa) {
            signers.add(signer(name, ML_DSA_KEY, NoteAlgorithm.ML_DSA_44_COSIGNATURE, clock));
        }
        return List.copyOf(signers);
    }

    private JcaSigner signer(String name, String kept, NoteAlgorithm algorithm, Clock clock) {
        Path file = folder.resolve(kept);
        try {
            if (!Files.exists(file)) {
                if (kept.equals(KEY)) {
                    requireNothingSeen();
                }
                KeyPair made = algorithm.newPair();
                Base64.Encoder base64 = Base64.getEncoder();
                DurableFile.replace(file, (base64.encodeToString(made.getPrivate().getEncoded()) + "\n"
                        + base64.encodeToString(made.getPublic().getEncoded()) + "\n")
                        .getBytes(StandardCharsets.US_ASCII));
            }
            List<String> lines = Files.readAllLines(file, StandardCharsets.US_ASCII);
            KeyPair pair = algorithm.pair(Base64.getDecoder().decode(lines.get(0)),
                    Base64.getDecoder().decode(lines.get(1)));
            return JcaSigner.of(VerifierKey.of(name, algorithm, pair.getPublic()), pair.getPrivate(), clock);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        } catch (LedgerRefused | IllegalArgumentException | IndexOutOfBoundsException damaged) {
            throw new IllegalStateException("The witness's key cannot be read: " + file);
        }
    }

    private void requireNothingSeen() throws IOException {
        try (Stream<Path> logs = Files.list(folder.resolve(LOGS))) {
            if (logs.findAny().isPresent()) {
                throw new IllegalStateException("The witness's key is gone, but not what it signed: " + folder);
            }
        }
    }

    /** The checkpoint of this log that was cosigned last, with its signatures. */
    Optional<String> seen(String origin) throws IOException {
        Path file = file(origin);
        return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
    }

    /** On the disk when it returns. */
    void keep(String origin, String note) throws IOException {
        DurableFile.replace(file(origin), note.getBytes(StandardCharsets.UTF_8));
    }

    private Path file(String origin) {
        return folder.resolve(LOGS).resolve(nameOf(origin));
    }

    /** The hash of the origin, as C2SP tlog-witness has it in addresses too. */
    static String nameOf(String origin) {
        try {
            return HexFormat.of().formatHex(
                    MessageDigest.getInstance("SHA-256").digest(origin.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("This JDK has no SHA-256.", absent);
        }
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
