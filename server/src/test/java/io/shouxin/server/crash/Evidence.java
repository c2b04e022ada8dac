// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.shouxin.core.ledger.Checkpoint;
import io.shouxin.core.ledger.Entry;
import io.shouxin.core.ledger.Hashes;
import io.shouxin.core.ledger.VerifierKey;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the tables say, read past the server: every entry once, in an unbroken row, every receipt among them,
 * and every tree that was ever signed the beginning of the one that is signed now. The tree is computed
 * here once more, by RFC 6962 section 2.1 and nothing of ours.
 */
final class Evidence {

    private static final int SIGNED_LOOKS_MAX = 2_000;

    private final String url;
    private final String user;
    private final String password;
    private final List<byte[]> leaves = new ArrayList<>();
    private final Set<String> ids = new HashSet<>();
    private final List<Checkpoint> signed = new ArrayList<>();

    Evidence(String url, String user, String password) {
        this.url = url;
        this.user = user;
        this.password = password;
    }

    int entries() {
        return leaves.size();
    }

    long next() throws SQLException {
        try (Connection connection = connect();
                ResultSet row = connection.createStatement().executeQuery("SELECT next FROM ledger_head")) {
            row.next();
            return row.getLong(1);
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(url, user, password);
    }

    /** Keeps what the server has signed just now, to be held against it later. */
    void keepSigned(Node node) throws Exception {
        signed.add(signedNow(node));
    }

    private static Checkpoint signedNow(Node node) throws Exception {
        VerifierKey key = VerifierKey.parse(
                new String(node.get("/ledger/key"), StandardCharsets.UTF_8).lines().findFirst().orElseThrow());
        return Checkpoint.open(node.get("/ledger/checkpoint"), key);
    }

    /** Reads what has come since the last time and holds the receipts against it. */
    void require(List<Clients.Answered> answered) throws SQLException, NoSuchAlgorithmException {
        Map<Long, Entry> come = new HashMap<>();
        try (Connection connection = connect(); PreparedStatement rows = connection.prepareStatement(
                "SELECT number, bytes FROM ledger_entry WHERE number >= ? ORDER BY number")) {
            rows.setLong(1, leaves.size());
            try (ResultSet row = rows.executeQuery()) {
                while (row.next()) {
                    assertThat(row.getLong(1)).as("no number is missing or doubled").isEqualTo(leaves.size());
                    Entry entry = Entry.read(row.getBytes(2));
                    assertThat(ids.add(entry.id())).as("entry %d is there once", row.getLong(1)).isTrue();
                    come.put(row.getLong(1), entry);
                    leaves.add(Hashes.leaf(row.getBytes(2)));
                }
            }
        }
        assertThat(next()).as("the next number").isEqualTo(leaves.size());
        for (Clients.Answered one : answered) {
            Entry entry = come.get(one.entry());
            assertThat(entry).as("entry %d of an answered reveal", one.entry()).isNotNull();
            assertThat(entry.id()).isEqualTo(one.id());
            assertThat(HexFormat.of().formatHex(leaves.get((int) one.entry()))).isEqualTo(one.leafHash());
        }
    }

    /** The server signs all of it, and nothing it signed before is taken back. */
    void requireSigned(Node node) throws Exception {
        Checkpoint now = signedNow(node);
        for (int looks = 0; now.size() < leaves.size(); looks++) {
            assertThat(looks).as("looks until all is signed").isLessThan(SIGNED_LOOKS_MAX);
            now = signedNow(node);
        }
        signed.add(now);
        for (Checkpoint checkpoint : signed) {
            assertThat(checkpoint.size()).isLessThanOrEqualTo(leaves.size());
            assertThat(root(leaves.subList(0, (int) checkpoint.size())))
                    .as("root of the %d first entries", checkpoint.size()).isEqualTo(checkpoint.root());
        }
        signed.clear();
        signed.add(now);
    }

    private static byte[] root(List<byte[]> hashes) throws NoSuchAlgorithmException {
        MessageDigest sha = MessageDigest.getInstance("SHA-256");
        if (hashes.isEmpty()) {
            return sha.digest();
        }
        if (hashes.size() == 1) {
            return hashes.get(0);
        }
        int split = Integer.highestOneBit(hashes.size() - 1);
        byte[] left = root(hashes.subList(0, split));
        byte[] right = root(hashes.subList(split, hashes.size()));
        sha.update((byte) 1);
        sha.update(left);
        return sha.digest(right);
    }
}
