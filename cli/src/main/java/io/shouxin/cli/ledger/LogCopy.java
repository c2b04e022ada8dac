// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.ledger;

import io.shouxin.cli.Exit;
import io.shouxin.cli.Failure;
import io.shouxin.cli.Progress;
import io.shouxin.cli.Words;
import io.shouxin.core.ledger.Checkpoint;
import io.shouxin.core.ledger.EntryBundle;
import io.shouxin.core.ledger.Findings;
import io.shouxin.core.ledger.Hashes;
import io.shouxin.core.ledger.LedgerDamaged;
import io.shouxin.core.ledger.Pruning;
import io.shouxin.core.ledger.Tile;
import io.shouxin.core.ledger.TilePath;
import io.shouxin.core.ledger.TrustPolicy;
import io.shouxin.core.ledger.Verifier;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A copy of a log in a folder. First the hash tiles, which are then compared with each other, with the new
 * checkpoint and with the one the folder has; then the entries, each bundle compared with its tile before it is
 * written; the checkpoint last. A copy that was broken off has its old checkpoint, or none, and goes on where it
 * was: what is there already and fits is not asked for again.
 */
final class LogCopy {

    private static final String CHECKPOINT = "checkpoint";
    /** Where the server has them too. */
    private static final String KEYS = "key";

    private final Words words;
    private final Trust trust;
    private final LogPlace server;
    private final FolderPlace folder;
    private long written;
    private long missing;
    private long below = -1;

    LogCopy(Words words, Trust trust, LogPlace server, FolderPlace folder) {
        this.words = words;
        this.trust = trust;
        this.server = server;
        this.folder = folder;
    }

    Verdict take(Progress progress) {
        Verdict verdict = new Verdict(words, "export");
        byte[] note = server.read(CHECKPOINT).orElseThrow(() -> new Failure(Exit.INPUT, "verify.no-checkpoint"));
        try {
            TrustPolicy.Standing standing = trust.standing(note);
            long size = standing.checkpoint().size();
            verdict.rests(standing, trust.counting());
            if (!verdict.isProved()) {
                return verdict;
            }
            tiles(size, progress);
            List<byte[]> before = folder.read(CHECKPOINT).stream().toList();
            Findings tiles = new Verifier(new PlacedLog(folder), trust.logKeys()).verifyTiles(note, before.iterator());
            if (tiles.fault().isPresent()) {
                return verdict.disproved(tiles.fault().get());
            }
            Optional<Findings.Fault> fault =
                    server.hasEntries() ? bundles(standing.checkpoint(), progress) : Optional.empty();
            if (fault.isPresent()) {
                return verdict.disproved(fault.get());
            }
            folder.write(KEYS, keys(standing));
            folder.write(CHECKPOINT, note);
            verdict.fact("entries", server.hasEntries()).fact("written", written);
            if (missing > 0) {
                verdict.fact("pruned", missing).says("export.pruned", missing);
            }
            return verdict.says(server.hasEntries() ? "export.done" : "export.tiles", size - missing, written);
        } catch (LedgerDamaged damaged) {
            return verdict.disproved(damaged);
        }
    }

    /** The keys the copy was taken with, one a line: whoever reads it still has to trust them some other way. */
    private static byte[] keys(TrustPolicy.Standing standing) {
        return Stream.concat(standing.signed().stream(), standing.unsigned().stream()).map(key -> key + "\n")
                .collect(Collectors.joining()).getBytes(StandardCharsets.UTF_8);
    }

    private void tiles(long size, Progress progress) {
        PlacedLog there = new PlacedLog(server);
        for (int level = 0; TilePath.width(level, 0, size) > 0; level++) {
            for (long n = 0; TilePath.width(level, n, size) > 0; n++) {
                int width = TilePath.width(level, n, size);
                String path = TilePath.hashes(level, n, width).toString();
                if (folder.read(path).filter(kept -> kept.length == width * Hashes.SIZE).isEmpty()) {
                    write(path, there.tile(level, n, width), progress);
                }
            }
        }
    }

    private Optional<Findings.Fault> bundles(Checkpoint checkpoint, Progress progress) {
        long size = checkpoint.size();
        PlacedLog here = new PlacedLog(folder);
        PlacedLog there = new PlacedLog(server);
        for (long n = 0; TilePath.width(0, n, size) > 0; n++) {
            int width = TilePath.width(0, n, size);
            byte[] tile = here.tile(0, n, width);
            String path = TilePath.entries(n, width).toString();
            if (folder.read(path).isPresent() && differing(here.bundle(n, width), tile) == width) {
                continue;
            }
            List<byte[]> entries = there.bundle(n, width);
            if (entries.isEmpty() && (n + 1) * Tile.WIDTH <= below(checkpoint, progress)) {
                missing += Tile.WIDTH;
                continue;
            }
            int differing = differing(entries, tile);
            if (differing < width) {
                return Optional.of(new Findings.Fault(differing < entries.size() ? Findings.Kind.CHANGED
                        : Findings.Kind.MISSING, n * Tile.WIDTH + differing));
            }
            write(path, EntryBundle.write(entries), progress);
        }
        return Optional.empty();
    }

    /**
     * The minimum index, proved by an entry of the ledger itself; asked for where a bundle is missing, and copied, so
     * that the copy proves it too.
     */
    private long below(Checkpoint checkpoint, Progress progress) {
        if (below < 0) {
            Optional<Pruning> proved = new PlacedLog(server).pruning()
                    .flatMap(line -> Pruning.proved(line, checkpoint, new PlacedLog(folder)));
            proved.ifPresent(one -> write(LogPlace.MINIMUM_INDEX,
                    server.read(LogPlace.MINIMUM_INDEX).orElseThrow(), progress));
            below = proved.map(Pruning::below).orElse(0L);
        }
        return below;
    }

    /** The place of the first entry that is not the one hashed there, or how many there are. */
    private static int differing(List<byte[]> entries, byte[] tile) {
        for (int place = 0; place < entries.size(); place++) {
            int start = place * Hashes.SIZE;
            if (!Arrays.equals(Hashes.leaf(entries.get(place)), 0, Hashes.SIZE, tile, start, start + Hashes.SIZE)) {
                return place;
            }
        }
        return entries.size();
    }

    private void write(String path, byte[] bytes, Progress progress) {
        folder.write(path, bytes);
        written++;
        progress.on(path);
        progress.add(bytes.length);
    }
}
