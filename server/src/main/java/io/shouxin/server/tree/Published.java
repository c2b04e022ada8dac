// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.tree;

import io.shouxin.core.ledger.Checkpoint;
import io.shouxin.core.ledger.LedgerDamaged;
import io.shouxin.core.ledger.Tree;
import io.shouxin.server.problem.Refused;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * The newest checkpoint this node has let anybody see, in a file outside of the database. Whoever puts an
 * older state of the database back, or another one in its place, cannot put back what was given away: the
 * database must hold a tree that continues this one, or nothing is signed, published or released here.
 *
 * <p>Order: the checkpoint is durable in the database, then in the file, then it is published. If the
 * process dies in between, the file is behind the database, which is in order.
 */
@Component
public class Published {

    private static final Logger LOG = LoggerFactory.getLogger(Published.class);
    private static final String FILE = "published-checkpoint";

    /** What is wrong with the tree in the database. */
    public enum Kind {
        /** It is smaller than the one that was published: the database is an older one. */
        ROLLED_BACK,
        /** It does not begin with the one that was published. */
        HISTORY_DIFFERS
    }

    /**
     * @param published how many entries the published tree has
     * @param number the first entry that is gone, or the last one of the published tree
     */
    public record Fault(Kind kind, long published, long number) {}

    private final TreeTable table;
    private final Path file;
    private @Nullable Checkpoint kept;

    Published(TreeTable table, @Value("${shouxin.home}") Path home) {
        this.table = table;
        this.file = home.resolve("ledger").resolve(FILE);
        this.kept = read(file);
    }

    /**
     * Reads the signed tree and keeps its checkpoint, if it continues the one kept before. Never within a
     * transaction that sees an older state: that would be a smaller tree.
     *
     * @return what is wrong if it does not; then the older one is kept
     */
    public Optional<Fault> follow() {
        // Read under the lock: a head that was read before another thread's would look like a smaller tree.
        synchronized (this) {
            return follow(table.head());
        }
    }

    /** @throws Refused {@code ledger.rolled-back} while the tree does not continue the one that was published */
    void requireContinues() {
        if (follow().isPresent()) {
            throw new Refused(Refused.Kind.UNAVAILABLE, "ledger.rolled-back");
        }
    }

    private Optional<Fault> follow(TreeHead head) {
        Checkpoint before = kept;
        if (before != null) {
            long size = before.size();
            if (head.size() < size) {
                return Optional.of(new Fault(Kind.ROLLED_BACK, size, head.size()));
            }
            if (!continues(before, head)) {
                return Optional.of(new Fault(Kind.HISTORY_DIFFERS, size, Math.max(0, size - 1)));
            }
        }
        if (head.note().isPresent() && (before == null || head.size() > before.size())) {
            keep(head.note().get(), head);
        }
        return Optional.empty();
    }

    private boolean continues(Checkpoint before, TreeHead head) {
        if (before.size() == head.size()) {
            return Arrays.equals(before.root(), head.root());
        }
        try {
            return Tree.consistent(before.size(), before.root(), head.size(), head.root(),
                    Tree.consistencyProof(before.size(), head.size(), new StoredTiles(table)));
        } catch (LedgerDamaged missing) {
            return false;
        }
    }

    private void keep(byte[] note, TreeHead head) {
        try {
            Files.createDirectories(file.getParent());
            DurableFile.replace(file, note);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
        kept = new Checkpoint(checkpoint(note).origin(), head.size(), head.root());
    }

    private static @Nullable Checkpoint read(Path file) {
        try {
            if (!Files.exists(file)) {
                return null;
            }
            Checkpoint kept = checkpoint(Files.readAllBytes(file));
            LOG.info("This node has published a tree of {} entries", kept.size());
            return kept;
        } catch (IOException | LedgerDamaged unreadable) {
            // Written as a whole or not at all, so somebody else wrote it; nothing may be published on a guess.
            throw new IllegalStateException("The file of the last published checkpoint cannot be read: " + file);
        }
    }

    /** Ours, so its signature is not asked for: the keys that made it may be locked away at a start. */
    private static Checkpoint checkpoint(byte[] note) {
        String text = new String(note, StandardCharsets.UTF_8);
        return Checkpoint.parse(text.substring(0, Math.max(0, text.lastIndexOf("\n\n") + 1)));
    }
}
