// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

import io.shouxin.core.ledger.Checkpoint;
import io.shouxin.core.ledger.EntryBundle;
import io.shouxin.core.ledger.Findings;
import io.shouxin.core.ledger.Hashes;
import io.shouxin.core.ledger.TilePath;
import io.shouxin.core.ledger.TileReader;
import io.shouxin.core.ledger.TlogProof;
import io.shouxin.core.ledger.Tree;
import io.shouxin.core.ledger.Verifier;
import io.shouxin.core.ledger.VerifierKey;
import io.shouxin.server.ServerTest;
import io.shouxin.server.check.CheckFixture;
import io.shouxin.server.check.LedgerCheck;
import io.shouxin.server.ledger.LedgerFixture;
import io.shouxin.server.ledger.PeopleFixture;
import io.shouxin.server.vault.Door;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** The ledger as a stranger sees it: over HTTP, with the public key and the core's verifier, nothing else. */
@ServerTest
@Import({Door.class, LedgerFixture.class, PeopleFixture.class})
class TileApiIT {

    @Autowired LedgerFixture fixture;
    @Autowired Door door;
    @Autowired MockMvc web;
    @Autowired SignedTree tree;
    @Autowired LedgerCheck check;

    private long first;

    @BeforeEach
    void moreThanOneTile() {
        first = fixture.signed(300);
    }

    @Test
    void servesATreeThatAStrangerRecomputes() throws Exception {
        Checkpoint checkpoint = checkpoint();
        assertThat(Tree.root(checkpoint.size(), tiles())).isEqualTo(checkpoint.root());
        byte[] leaf = Hashes.leaf(entries(checkpoint.size()).get((int) first));
        assertThat(Tree.includes(leaf, first, checkpoint.size(),
                Tree.inclusionProof(first, checkpoint.size(), tiles()), checkpoint.root())).isTrue();
    }

    @Test
    void servesEntriesThatFitTheTree() throws Exception {
        byte[] note = bytes("/ledger/checkpoint");
        List<byte[]> entries = entries(Checkpoint.open(note, key()).size());
        List<Verifier.Line> lines = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            lines.add(new Verifier.Line(i, entries.get(i)));
        }
        Findings findings = new Verifier(tiles(), key()).verify(lines.iterator(), note);
        assertThat(findings.fault()).isEmpty();
        assertThat(findings.verified()).isEqualTo(entries.size());
    }

    @Test
    void growsConsistently() throws Exception {
        Checkpoint older = checkpoint();
        fixture.signed(20);
        Checkpoint newer = checkpoint();
        assertThat(newer.size()).isGreaterThan(older.size());
        assertThat(Tree.consistent(older.size(), older.root(), newer.size(), newer.root(),
                Tree.consistencyProof(older.size(), newer.size(), tiles()))).isTrue();
    }

    @Test
    void servesThePartialTilesOfEverySizeItSigned() throws Exception {
        for (TilePath partial : TilePath.partials(checkpoint().size())) {
            assertThat(bytes("/ledger/" + partial)).hasSize(partial.width() * Hashes.SIZE);
        }
        MockHttpServletResponse full = answer("/ledger/tile/0/000", null);
        assertThat(full.getContentAsByteArray()).hasSize(256 * Hashes.SIZE);
        assertThat(full.getContentType()).isEqualTo("application/octet-stream");
        assertThat(full.getHeader("Cache-Control")).contains("immutable").contains("public");
        assertThat(answer("/ledger/checkpoint", null).getContentType())
                .isEqualToIgnoringCase("text/plain;charset=UTF-8");
        // A client with an older checkpoint asks for what that one implied.
        assertThat(bytes("/ledger/tile/0/000.p/3")).hasSize(3 * Hashes.SIZE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tile/0/999", "tile/0/x001/000", "tile/9/000", "tile/1/000.p/255", "tile/0/000.p/0",
        "tile/0/000.p/256", "tile/0/0", "tile/00/000", "tile/0/000.p/01", "tile/64/000", "tile/0/x000/000",
        "tile/0/abc", "tile/0/"})
    void knowsNoOtherTile(String path) throws Exception {
        MockHttpServletResponse answer = answer("/ledger/" + path, null);
        assertThat(answer.getStatus()).isEqualTo(404);
        assertThat(answer.getContentType()).startsWith("application/problem+json");
        assertThat(answer.getContentAsString()).contains("urn:shouxin:problem:ledger.unknown-tile");
    }

    @Test
    void givesEntriesOnlyToWhomMayReadThem() throws Exception {
        String path = "/ledger/tile/entries/000";
        assertThat(answer(path, null).getStatus()).isEqualTo(401);
        assertThat(answer(path, door.key("app-crm")).getStatus()).isEqualTo(403);
        assertThat(EntryBundle.read(answer(path, door.key("app-audit")).getContentAsByteArray())).hasSize(256);
    }

    @Test
    void packsEntriesForWhoTakesThemPackedAndLetsNoCacheShareThem() throws Exception {
        MockHttpServletResponse plain = bundle(null);
        assertThat(plain.getHeader("Content-Encoding")).isNull();
        assertThat(plain.getHeader("Cache-Control")).contains("private", "immutable", "max-age=")
                .doesNotContain("public");
        assertThat(plain.getHeaders("Vary")).anyMatch(header -> header.contains("Accept-Encoding"));
        for (String taken : List.of("gzip", "br, gzip;q=0.8", "GZIP, identity")) {
            MockHttpServletResponse packed = bundle(taken);
            assertThat(packed.getHeader("Content-Encoding")).as(taken).isEqualTo("gzip");
            assertThat(new GZIPInputStream(new ByteArrayInputStream(packed.getContentAsByteArray())).readAllBytes())
                    .isEqualTo(plain.getContentAsByteArray());
        }
        for (String not : List.of("identity", "gzip;q=0", "br, gzip; q=0.000", "*")) {
            assertThat(bundle(not).getHeader("Content-Encoding")).as(not).isNull();
        }
    }

    private MockHttpServletResponse bundle(String takes) throws Exception {
        var request = get("/ledger/tile/entries/000").header("Authorization", "Bearer " + door.key("app-audit"));
        return web.perform(takes == null ? request : request.header("Accept-Encoding", takes)).andReturn()
                .getResponse();
    }

    @Test
    void servesNoBundleThatLacksAnEntry() throws Exception {
        LedgerFixture.Kept gone = fixture.row(first + 1);
        fixture.delete(first + 1);
        String path = "/ledger/" + TilePath.entries((first + 1) / 256, (int) ((first + 1) % 256) + 1);
        assertThat(answer(path, door.key("app-audit")).getStatus()).isEqualTo(503);
        fixture.putBack(gone);
        // The check in the background may have looked in between, and then stops everybody until one that is sound.
        assertThat(CheckFixture.finding(check)).isEmpty();
        assertThat(answer(path, door.key("app-audit")).getStatus()).isEqualTo(200);
    }

    /** Whoever verified any checkpoint that was ever signed may ask for the partial tiles it implies. */
    @Test
    void servesThePartialTilesOfEveryCheckpointInItsHistory() throws Exception {
        fixture.signed(1);
        fixture.signed(2);
        List<TreeHead> signed = tree.signedBetween(first, Long.MAX_VALUE, 100);
        assertThat(signed).hasSizeGreaterThan(2);
        for (TreeHead one : signed) {
            Checkpoint checkpoint = Checkpoint.open(one.note().orElseThrow(), key());
            assertThat(checkpoint.size()).isEqualTo(one.size());
            for (TilePath partial : TilePath.partials(one.size())) {
                assertThat(bytes("/ledger/" + partial)).hasSize(partial.width() * Hashes.SIZE);
            }
            assertThat(Tree.root(one.size(), tiles())).isEqualTo(checkpoint.root());
        }
    }

    @Test
    void provesAnEntryByAReceiptThatNeedsNobody() throws Exception {
        String entry = "/api/v1/ledger/entries/" + (first + 5);
        Door.Answer proof = door.read("app-audit", entry + "/proof");
        byte[] leaf = HexFormat.of().parseHex(proof.text("/leafHash"));
        TlogProof receipt = TlogProof.parse(proof.text("/receipt").getBytes(StandardCharsets.UTF_8));
        assertThat(receipt.verify(leaf, key()).size()).isEqualTo(proof.body().at("/size").asLong());
        List<byte[]> hashes = new ArrayList<>();
        proof.body().at("/hashes").forEach(hash -> hashes.add(HexFormat.of().parseHex(hash.asString())));
        assertThat(Tree.includes(leaf, first + 5, proof.body().at("/size").asLong(), hashes,
                HexFormat.of().parseHex(proof.text("/root")))).isTrue();
        MockHttpServletResponse file = answer(entry + "/receipt", door.key("app-audit"));
        assertThat(file.getHeader("Content-Disposition")).contains("entry-" + (first + 5) + ".tlog-proof");
        assertThat(TlogProof.parse(file.getContentAsByteArray()).index()).isEqualTo(first + 5);
    }

    private TileReader tiles() {
        return (level, n, width) -> unchecked("/ledger/" + TilePath.hashes(level, n, width));
    }

    private List<byte[]> entries(long size) throws Exception {
        List<byte[]> entries = new ArrayList<>();
        for (long n = 0; n * 256 < size; n++) {
            int width = (int) Math.min(256, size - n * 256);
            entries.addAll(EntryBundle.read(answer("/ledger/" + TilePath.entries(n, width), door.key("app-audit"))
                    .getContentAsByteArray()));
        }
        return entries;
    }

    private Checkpoint checkpoint() throws Exception {
        return Checkpoint.open(bytes("/ledger/checkpoint"), key());
    }

    private VerifierKey key() throws Exception {
        return VerifierKey.parse(new String(bytes("/ledger/key"), StandardCharsets.UTF_8).strip());
    }

    private byte[] unchecked(String path) {
        try {
            return bytes(path);
        } catch (Exception failed) {
            throw new IllegalStateException(path, failed);
        }
    }

    private byte[] bytes(String path) throws Exception {
        MockHttpServletResponse answer = answer(path, null);
        assertThat(answer.getStatus()).as(path).isEqualTo(200);
        return answer.getContentAsByteArray();
    }

    private MockHttpServletResponse answer(String path, String key) throws Exception {
        var request = get(path);
        return web.perform(key == null ? request : request.header("Authorization", "Bearer " + key))
                .andReturn().getResponse();
    }
}
