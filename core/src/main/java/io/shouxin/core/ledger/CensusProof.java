// SPDX-License-Identifier: Apache-2.0
package io.shouxin.core.ledger;

import io.shouxin.core.ledger.Entry.CustomerRef;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * That so many entries and no others named a customer when a census was taken; checkable without a network. Kept in
 * files named {@code *.census-proof}. It proves the number and the hash of the list; the list itself lies beside it
 * and is compared with {@link #lists}. That the census counted rightly, whoever has all entries can compute.
 *
 * @param tally the customer's line of the census
 * @param index its place among the lines, from 0
 * @param hashes the inclusion proof in the census's tree, from the leaf up
 * @param receipt of the census's entry, whose bytes are the receipt's extra
 */
public record CensusProof(CustomerTally tally, long index, List<byte[]> hashes, TlogProof receipt) {

    /** An entry of a customer's list. */
    public record Listed(long index, byte[] leafHash) {
    }

    /** What a proof proves once it is verified. */
    public record Proved(Census census, Checkpoint checkpoint) {
    }

    private static final String HEAD = "shouxin/census-proof@v1";
    private static final String MALFORMED = "ledger.census-proof.malformed";
    private static final int HASHES_MAX = 63;
    private static final int LINES = 5;

    /** One sibling on the way up: the lines from (inclusive) to (exclusive). */
    private record Range(long from, long to) {
    }

    public CensusProof {
        hashes = List.copyOf(hashes);
        if (index < 0 || hashes.size() > HASHES_MAX
                || !hashes.stream().allMatch(hash -> hash.length == Hashes.SIZE)) {
            throw new IllegalStateException("no inclusion proof looks like this");
        }
    }

    /**
     * Makes the proof from the tallies of a census, read twice and never kept: at most 63 hashes of memory.
     *
     * @param tallies in the order of their references, each time anew
     * @param receipt of the census's entry, with its bytes as extra
     * @throws LedgerRefused {@code ledger.census-proof.unknown} if the census has no line for the customer
     */
    public static CensusProof of(CustomerRef customer, Supplier<Iterator<CustomerTally>> tallies,
                                 TlogProof receipt) {
        long size = 0;
        long index = -1;
        CustomerTally found = null;
        for (Iterator<CustomerTally> all = tallies.get(); all.hasNext(); size++) {
            CustomerTally tally = all.next();
            if (tally.customer().equals(customer)) {
                index = size;
                found = tally;
            }
        }
        if (found == null) {
            throw new LedgerRefused("ledger.census-proof.unknown");
        }
        return new CensusProof(found, index, siblings(index, size, tallies.get()), receipt);
    }

    /** The siblings of a leaf are the trees over ranges that, with the leaf, make up the whole, once each. */
    private static List<byte[]> siblings(long index, long size, Iterator<CustomerTally> tallies) {
        List<Range> downwards = new ArrayList<>();
        long from = 0;
        long to = size;
        while (to - from > 1) {
            long middle = from + Tree.split(to - from);
            downwards.add(index < middle ? new Range(middle, to) : new Range(from, middle));
            from = index < middle ? from : middle;
            to = index < middle ? middle : to;
        }
        byte[][] hashes = new byte[downwards.size()][];
        long next = 0;
        while (next < size) {
            long start = next;
            int level = 0;
            while (level < hashes.length && downwards.get(level).from() != start) {
                level++;
            }
            long end = level == hashes.length ? start + 1 : downwards.get(level).to();
            RightEdge edge = RightEdge.empty();
            for (; next < end; next++) {
                edge.add(tallies.next().leafHash(), RightEdge.UNHEARD);
            }
            if (level < hashes.length) {
                hashes[hashes.length - 1 - level] = edge.root();
            }
        }
        return List.of(hashes);
    }

    /**
     * Reads the text form; proves nothing yet.
     *
     * @throws LedgerDamaged {@code ledger.census-proof.malformed}, {@code ledger.proof.malformed}
     */
    public static CensusProof parse(byte[] file) {
        String text = file.length > 2 * Note.BYTES_MAX ? "" : TextLine.utf8(file, MALFORMED);
        int blank = text.indexOf("\n\n");
        List<String> lines = blank < 0 ? List.of() : Arrays.asList(text.substring(0, blank).split("\n", -1));
        if (lines.size() < LINES || lines.size() > LINES + HASHES_MAX || !lines.get(0).equals(HEAD)) {
            throw new LedgerDamaged(MALFORMED);
        }
        String reference = after("customer ", lines.get(1));
        long entries = TextLine.decimal(after("entries ", lines.get(2)), MALFORMED);
        if (!reference.matches("[0-9a-f]{64}") || entries == 0) {
            throw new LedgerDamaged(MALFORMED);
        }
        CustomerTally tally = new CustomerTally(CustomerRef.ofHex(reference), entries,
                TextLine.hash(after("list ", lines.get(3)), MALFORMED));
        List<byte[]> hashes = lines.stream().skip(LINES).map(line -> TextLine.hash(line, MALFORMED)).toList();
        return new CensusProof(tally, TextLine.decimal(after("index ", lines.get(4)), MALFORMED), hashes,
                TlogProof.parse(text.substring(blank + 2).getBytes(StandardCharsets.UTF_8)));
    }

    /** The text form. */
    public byte[] text() {
        StringBuilder text = new StringBuilder(HEAD).append("\ncustomer ").append(tally.customer().hex())
                .append("\nentries ").append(tally.entries())
                .append("\nlist ").append(TextLine.base64(tally.list())).append("\nindex ").append(index).append('\n');
        hashes.forEach(hash -> text.append(TextLine.base64(hash)).append('\n'));
        return (text + "\n" + new String(receipt.text(), StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Checks everything but the list: the log signed the checkpoint, the census is an entry under it that counts
     * no more than stood before it, and the customer's line is in the census.
     *
     * @throws LedgerDamaged as {@link TlogProof#verify} and {@link Entry#read}, or {@code
     *     ledger.census-proof.wrong}
     */
    public Proved verify(VerifierKey... keys) {
        byte[] entry = receipt.extra().orElseThrow(() -> new LedgerDamaged(MALFORMED));
        Checkpoint checkpoint = receipt.verify(Hashes.leaf(entry), keys);
        Optional<Census> census = Census.read(Entry.read(entry));
        boolean right = census.filter(taken -> taken.size() <= receipt.index()
                && Tree.includes(tally.leafHash(), index, taken.customers(), hashes, taken.root())).isPresent();
        if (!right) {
            throw new LedgerDamaged("ledger.census-proof.wrong");
        }
        return new Proved(census.get(), checkpoint);
    }

    /** Whether these are the entries that were counted, all of them, in order. */
    public boolean lists(List<Listed> entries) {
        CustomerTally listed = CustomerTally.none(tally.customer());
        for (Listed entry : entries) {
            listed = listed.with(entry.index(), entry.leafHash());
        }
        return listed.equals(tally);
    }

    private static String after(String word, String line) {
        if (!line.startsWith(word)) {
            throw new LedgerDamaged(MALFORMED);
        }
        return line.substring(word.length());
    }
}
