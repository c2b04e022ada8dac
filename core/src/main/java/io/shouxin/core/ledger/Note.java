// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.ledger;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A text with signature lines below (C2SP signed-note). A note in hand has been checked: at least one of the
 * given keys signed this text, and no signature under a given key is wrong. Signatures under other keys prove
 * nothing and are kept for show.
 */
public final class Note {

    /** No honest note comes near: a checkpoint with sixteen post-quantum cosignatures has 60,000 bytes. */
    public static final int BYTES_MAX = 1_000_000;

    private static final int SIGNATURES_MAX = 100;
    private static final int ID_BYTES = 4;
    private static final String MARK = "\u2014 ";
    private static final String MALFORMED = "ledger.note.malformed";

    /**
     * One signature line.
     *
     * @param name of the key
     * @param keyId four bytes
     * @param signature what follows the id; its form depends on the key's type
     */
    public record Line(String name, byte[] keyId, byte[] signature) {
    }

    private final String text;
    private final List<Line> verified;
    private final List<Line> unverified;
    private final List<VerifierKey> signers;

    private Note(String text, List<Line> verified, List<Line> unverified, List<VerifierKey> signers) {
        this.text = text;
        this.verified = List.copyOf(verified);
        this.unverified = List.copyOf(unverified);
        this.signers = List.copyOf(signers);
    }

    /**
     * Signs a text with each signer, in that order.
     *
     * @param text ends with a newline, holds no other control character
     * @throws LedgerRefused {@code ledger.note.text} for a text that no note can have
     */
    public static byte[] sign(String text, NoteSigner... signers) {
        return (text + "\n" + signatures(text, signers)).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The signature lines alone: what a witness answers with, and what may be put below a note of that text.
     *
     * @throws LedgerRefused {@code ledger.note.text} for a text that no note can have
     */
    public static String signatures(String text, NoteSigner... signers) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (!text.endsWith("\n") || TextLine.hasControls(text) || signers.length == 0
                || !new String(bytes, StandardCharsets.UTF_8).equals(text)) {
            throw new LedgerRefused("ledger.note.text");
        }
        StringBuilder lines = new StringBuilder();
        for (NoteSigner signer : signers) {
            byte[] signature = signer.sign(bytes);
            byte[] blob = Arrays.copyOf(signer.keyId(), ID_BYTES + signature.length);
            System.arraycopy(signature, 0, blob, ID_BYTES, signature.length);
            lines.append(MARK).append(signer.name()).append(' ').append(TextLine.base64(blob)).append('\n');
        }
        return lines.toString();
    }

    /**
     * Takes a note apart and checks it.
     *
     * @throws LedgerDamaged {@code ledger.note.malformed}; {@code ledger.note.signature-bad} if a line under
     *     a given key is wrong; {@code ledger.note.unsigned} if no line is under a given key
     */
    public static Note open(byte[] note, VerifierKey... keys) {
        if (note.length > BYTES_MAX) {
            throw new LedgerDamaged(MALFORMED);
        }
        String all = TextLine.utf8(note, MALFORMED);
        // The last blank line: the text itself may hold some, the signature lines may not.
        int blank = all.lastIndexOf("\n\n");
        if (blank < 0 || TextLine.hasControls(all) || !all.endsWith("\n") || blank + 2 == all.length()) {
            throw new LedgerDamaged(MALFORMED);
        }
        String text = all.substring(0, blank + 1);
        List<Line> verified = new ArrayList<>();
        List<Line> unverified = new ArrayList<>();
        List<VerifierKey> signers = new ArrayList<>();
        for (Line line : lines(all.substring(blank + 2))) {
            Optional<VerifierKey> signer = signer(text, line, keys);
            (signer.isPresent() ? verified : unverified).add(line);
            signer.ifPresent(signers::add);
        }
        if (verified.isEmpty()) {
            throw new LedgerDamaged("ledger.note.unsigned");
        }
        return new Note(text, verified, unverified, signers);
    }

    /** The signed text with its final newline. */
    public String text() {
        return text;
    }

    /** The lines that a given key made; never empty. */
    public List<Line> verified() {
        return verified;
    }

    /** The lines under keys that were not given. */
    public List<Line> unverified() {
        return unverified;
    }

    /** The given keys that signed, in the order of {@link #verified}. */
    public List<VerifierKey> signers() {
        return signers;
    }

    /**
     * The text of a note nobody has checked: enough to find out whose keys to check it with, and no more.
     *
     * @throws LedgerDamaged {@code ledger.note.malformed}
     */
    static String uncheckedText(byte[] note) {
        String all = note.length > BYTES_MAX ? "" : TextLine.utf8(note, MALFORMED);
        int blank = all.lastIndexOf("\n\n");
        if (blank < 0) {
            throw new LedgerDamaged(MALFORMED);
        }
        return all.substring(0, blank + 1);
    }

    /** When a verified cosignature says its witness saw this; empty for a line without a time. */
    public Optional<Instant> seenAt(VerifierKey cosigner) {
        int place = signers.indexOf(cosigner);
        return place < 0 || !cosigner.algorithm().isCosignature() ? Optional.empty()
                : Optional.of(Cosignature.seconds(verified.get(place).signature()))
                        .filter(seconds -> seconds <= Instant.MAX.getEpochSecond()).map(Instant::ofEpochSecond);
    }

    /** Whether a given key of that name, of a kind that logs sign with, signed. */
    public boolean isSignedBy(String name) {
        return signers.stream().anyMatch(key -> key.name().equals(name) && key.algorithm().isForLogs());
    }

    private static List<Line> lines(String signatures) {
        String[] lines = signatures.split("\n");
        if (lines.length > SIGNATURES_MAX) {
            throw new LedgerDamaged(MALFORMED);
        }
        return Arrays.stream(lines).map(Note::line).toList();
    }

    private static Line line(String line) {
        int space = line.indexOf(' ', MARK.length());
        boolean named = line.startsWith(MARK) && space > 0
                && VerifierKey.isName(line.substring(MARK.length(), space));
        if (!named) {
            throw new LedgerDamaged(MALFORMED);
        }
        byte[] blob = TextLine.base64(line.substring(space + 1), MALFORMED);
        if (blob.length <= ID_BYTES) {
            throw new LedgerDamaged(MALFORMED);
        }
        return new Line(line.substring(MARK.length(), space), Arrays.copyOf(blob, ID_BYTES),
                Arrays.copyOfRange(blob, ID_BYTES, blob.length));
    }

    /** Key ids are short and may collide on purpose, so every given key that fits is tried. */
    private static Optional<VerifierKey> signer(String text, Line line, VerifierKey... keys) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        List<VerifierKey> known = Arrays.stream(keys)
                .filter(key -> key.name().equals(line.name()) && Arrays.equals(key.keyId(), line.keyId()))
                .toList();
        Optional<VerifierKey> good = known.stream().filter(key -> key.verifies(bytes, line.signature()))
                .findFirst();
        if (!known.isEmpty() && good.isEmpty()) {
            throw new LedgerDamaged("ledger.note.signature-bad");
        }
        return good;
    }
}
