// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.witness;

import io.shouxin.core.ledger.AddCheckpoint;
import io.shouxin.core.ledger.LedgerDamaged;
import io.shouxin.core.ledger.Note;
import io.shouxin.core.ledger.TileReader;
import io.shouxin.core.ledger.Tree;
import io.shouxin.core.ledger.TrustPolicy;
import io.shouxin.core.ledger.VerifierKey;
import io.shouxin.server.tree.TreeHead;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Asks one witness to cosign one checkpoint (C2SP tlog-witness). Believes nothing that its key did not sign. */
final class Asking {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int ANSWER_MAX = 64 * 1024;
    private static final int OK = 200;
    private static final int CONFLICT = 409;
    private static final int INCONSISTENT = 422;

    /** What came of it. */
    sealed interface Answer permits Cosigned, Failed {}

    /** @param line its signature line, verified */
    record Cosigned(String line, Instant seenAt) implements Answer {}

    /**
     * @param key a message key
     * @param refused whether the witness says that our log does not continue what it saw
     */
    record Failed(String key, boolean refused) implements Answer {}

    private final HttpClient http;
    private final TileReader tiles;
    private final TreeHead tree;
    private final byte[] note;

    Asking(HttpClient http, TileReader tiles, TreeHead tree) {
        this.http = http;
        this.tiles = tiles;
        this.tree = tree;
        this.note = tree.note().orElseThrow();
    }

    /** @param from the size that the witness has cosigned last, as far as we know */
    Answer ask(TrustPolicy.Witness witness, long from) {
        URI address = Policy.address(witness).orElse(null);
        if (address == null) {
            return new Failed("ledger.witness.no-address", false);
        }
        try {
            HttpResponse<byte[]> answer = send(address, Math.min(from, tree.size()));
            if (answer.statusCode() == CONFLICT) {
                Optional<Long> size = size(answer);
                if (size.isEmpty()) {
                    return new Failed("ledger.witness.answer", false);
                }
                if (size.get() > tree.size()) {
                    // It has cosigned a larger tree of ours than we have: ours is an older one.
                    return new Failed("ledger.witness.ahead", true);
                }
                answer = send(address, size.get());
            }
            return read(witness.key(), answer);
        } catch (IOException | LedgerDamaged unreachable) {
            return new Failed("ledger.witness.unreachable", false);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return new Failed("ledger.witness.unreachable", false);
        }
    }

    private HttpResponse<byte[]> send(URI address, long from) throws IOException, InterruptedException {
        List<byte[]> proof = Tree.consistencyProof(from, tree.size(), tiles);
        HttpRequest request = HttpRequest.newBuilder(address).timeout(PATIENCE)
                .header("Content-Type", "text/plain; charset=utf-8")
                .POST(HttpRequest.BodyPublishers.ofByteArray(new AddCheckpoint(from, proof, note).body())).build();
        return http.send(request, head -> HttpResponse.BodySubscribers.mapping(
                HttpResponse.BodySubscribers.ofInputStream(), Asking::limited));
    }

    private static byte[] limited(InputStream body) {
        try (body) {
            return body.readNBytes(ANSWER_MAX);
        } catch (IOException broken) {
            return new byte[0];
        }
    }

    private static Optional<Long> size(HttpResponse<byte[]> answer) {
        String text = new String(answer.body(), StandardCharsets.US_ASCII);
        boolean said = answer.headers().firstValue("Content-Type").filter("text/x.tlog.size"::equals).isPresent()
                && text.matches("(0|[1-9][0-9]{0,17})\n");
        return said ? Optional.of(Long.parseLong(text.strip())) : Optional.empty();
    }

    private Answer read(VerifierKey key, HttpResponse<byte[]> answer) {
        return switch (answer.statusCode()) {
            case OK -> cosigned(key, answer.body());
            case INCONSISTENT -> new Failed("ledger.witness.inconsistent", true);
            case CONFLICT -> new Failed("ledger.witness.other-size", false);
            case 404, 403 -> new Failed("ledger.witness.unknown-log", false);
            default -> new Failed("ledger.witness.answer", false);
        };
    }

    /** Of all lines of the answer, the one under the key of the policy; the others are ignored. */
    private Answer cosigned(VerifierKey key, byte[] lines) {
        try {
            byte[] whole = Arrays.copyOf(note, note.length + lines.length);
            System.arraycopy(lines, 0, whole, note.length, lines.length);
            Note opened = Note.open(whole, key);
            Optional<String> line = new String(lines, StandardCharsets.UTF_8).lines()
                    .map(one -> one + "\n").filter(one -> isBy(key, one)).findFirst();
            Optional<Instant> seen = opened.seenAt(key);
            if (line.isPresent() && seen.filter(Instant.EPOCH::isBefore).isPresent()) {
                return new Cosigned(line.get(), seen.get());
            }
        } catch (LedgerDamaged notSigned) {
            // The same as no signature at all.
        }
        return new Failed("ledger.witness.answer", false);
    }

    private boolean isBy(VerifierKey key, String line) {
        try {
            byte[] one = line.getBytes(StandardCharsets.UTF_8);
            byte[] whole = Arrays.copyOf(note, note.length + one.length);
            System.arraycopy(one, 0, whole, note.length, one.length);
            return Note.open(whole, key).signers().contains(key);
        } catch (LedgerDamaged another) {
            return false;
        }
    }
}
