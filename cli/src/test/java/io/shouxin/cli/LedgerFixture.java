// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli;

import io.shouxin.core.ledger.Census;
import io.shouxin.core.ledger.Checkpoint;
import io.shouxin.core.ledger.Ed25519Signer;
import io.shouxin.core.ledger.Entry;
import io.shouxin.core.ledger.EntryBundle;
import io.shouxin.core.ledger.EntryId;
import io.shouxin.core.ledger.Hashes;
import io.shouxin.core.ledger.Note;
import io.shouxin.core.ledger.NoteSigner;
import io.shouxin.core.ledger.Pruning;
import io.shouxin.core.ledger.Tile;
import io.shouxin.core.ledger.TileGrowth;
import io.shouxin.core.ledger.TilePath;
import io.shouxin.core.ledger.TlogProof;
import io.shouxin.core.ledger.Tree;
import io.shouxin.core.ledger.Verifier;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/** A ledger of made-up entries that can be laid down as a folder, and the program run over it. */
final class LedgerFixture {

    static final String ORIGIN = "ledger.example.com/shouxin";

    record Run(int exit, String text) {
    }

    final List<byte[]> entries = new ArrayList<>();
    final Ed25519Signer signer;
    private final Random random = new Random(7);

    LedgerFixture() {
        try {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            signer = new Ed25519Signer(ORIGIN, pair.getPrivate(), pair.getPublic());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static LedgerFixture of(int size) {
        return new LedgerFixture().grow(size);
    }

    LedgerFixture grow(int count) {
        for (int i = 0; i < count; i++) {
            byte[] customer = new byte[32];
            customer[0] = (byte) random.nextInt(40);
            append(Entry.about(Entry.Actor.service("crm"), "customer.reveal", Instant.EPOCH)
                    .customer(new Entry.CustomerRef(customer)));
        }
        return this;
    }

    LedgerFixture census() {
        Census census = Census.take(entries.size(), () -> IntStream.range(0, entries.size())
                .mapToObj(index -> new Verifier.Line(index, entries.get(index))).iterator(), 1);
        return append(census.draft(Entry.Actor.system("ledger"), Instant.EPOCH));
    }

    /** Says that the entries below an index may be gone; two people agreed. */
    LedgerFixture pruned(int below) {
        Census census = Census.take(below, () -> IntStream.range(0, entries.size())
                .mapToObj(index -> new Verifier.Line(index, entries.get(index))).iterator(), 1);
        Instant at = Instant.parse("2026-11-02T08:00:00Z");
        return append(new Pruning(census, YearMonth.of(2023, 9)).draft(Entry.Actor.system("ledger"), at, List.of(
                new Entry.Approval("AQ0001", at, "1"), new Entry.Approval("AQ0002", at, "1"))));
    }

    /** What a server has for the address of its minimum index: the receipt of that entry, with the entry in it. */
    byte[] minimumIndex(int index) {
        TlogProof receipt = receipt(index);
        return new TlogProof(Optional.of(entries.get(index)), index, receipt.hashes(), receipt.checkpointNote()).text();
    }

    private LedgerFixture append(Entry.Draft draft) {
        entries.add(draft.entry(EntryId.next(Instant.EPOCH, random)).bytes());
        return this;
    }

    String key() {
        return signer.verifierKey().toString();
    }

    byte[] note(NoteSigner... further) {
        List<NoteSigner> signers = new ArrayList<>(List.of(signer));
        signers.addAll(List.of(further));
        return Note.sign(new Checkpoint(ORIGIN, entries.size(), growth().root()).text(),
                signers.toArray(NoteSigner[]::new));
    }

    TlogProof receipt(int index, NoteSigner... further) {
        List<Tile> tiles = growth().tiles();
        return new TlogProof(Optional.empty(), index, Tree.inclusionProof(index, entries.size(), (level, n, width) ->
                Arrays.copyOf(tiles.stream().filter(tile -> tile.level() == level && tile.n() == n).findFirst()
                        .orElseThrow().hashes(), width * Hashes.SIZE)), note(further));
    }

    private TileGrowth growth() {
        return TileGrowth.grow(0, (level, n, width) -> new byte[0], entries.stream().map(Hashes::leaf).toList());
    }

    /** Lays the log down as a server would serve it. */
    LedgerFixture lay(Path folder) throws IOException {
        for (Tile tile : growth().tiles()) {
            put(folder, tile.path().toString(), tile.hashes());
        }
        for (int first = 0; first < entries.size(); first += Tile.WIDTH) {
            List<byte[]> some = entries.subList(first, Math.min(entries.size(), first + Tile.WIDTH));
            put(folder, TilePath.entries(first / Tile.WIDTH, some.size()).toString(), EntryBundle.write(some));
        }
        put(folder, "checkpoint", note());
        return this;
    }

    static void put(Path folder, String path, byte[] bytes) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
    }

    static Run run(String... arguments) {
        ByteArrayOutputStream shown = new ByteArrayOutputStream();
        PrintStream terminal = new PrintStream(shown, true, StandardCharsets.UTF_8);
        int exit = Main.run(List.of(arguments), new Console(new ByteArrayInputStream(new byte[0]), terminal, terminal,
                false), Locale.ENGLISH);
        return new Run(exit, shown.toString(StandardCharsets.UTF_8));
    }
}
