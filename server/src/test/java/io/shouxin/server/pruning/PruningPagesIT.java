// SPDX-License-Identifier: Apache-2.0
package io.shouxin.server.pruning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import io.shouxin.core.ledger.Checkpoint;
import io.shouxin.core.ledger.EntryBundle;
import io.shouxin.core.ledger.Findings;
import io.shouxin.core.ledger.Hashes;
import io.shouxin.core.ledger.LedgerDamaged;
import io.shouxin.core.ledger.TilePath;
import io.shouxin.core.ledger.TileReader;
import io.shouxin.core.ledger.TlogProof;
import io.shouxin.core.ledger.Verifier;
import io.shouxin.core.ledger.VerifierKey;
import io.shouxin.server.ledger.Entries;
import io.shouxin.server.ledger.LedgerFixture;
import io.shouxin.server.ledger.PeopleFixture;
import io.shouxin.server.staff.People;
import io.shouxin.server.staff.StaffFixture;
import io.shouxin.server.tree.Proofs;
import io.shouxin.server.vault.Door;
import io.shouxin.server.vault.Door.Answer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.boot.webmvc.test.autoconfigure.MockMvcPrint;
import org.springframework.context.annotation.Import;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;

import java.nio.charset.StandardCharsets;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Pruning as people and strangers meet it: the page in both languages, answers for what is gone, and its proof. */
@SpringBootTest(properties = "shouxin.node=old")
@AutoConfigureMockMvc(print = MockMvcPrint.NONE)
@Import({OldLedger.class, LedgerFixture.class, Door.class})
class PruningPagesIT {

    private static final String CHINESE = "zh-CN";
    private static final String PAGE = "/ledger/pruning";

    @Autowired OldLedger.Years years;
    @Autowired Prunings prunings;
    @Autowired PruningRun run;
    @Autowired KeptMonths months;
    @Autowired Entries entries;
    @Autowired Proofs proofs;
    @Autowired People people;
    @Autowired Door door;
    @Autowired MockMvc web;

    @AfterEach
    void nothingIsLeftOpen() {
        prunings.all().stream().filter(one -> one.status() == Proposed.Status.PROPOSED)
                .forEach(one -> prunings.refuse(one.id(), years.two));
        run.proceed(step -> { });
    }

    @Test
    void showsWhatIsKeptHowLongByWhichArticleAndWhatKeepsAMonth() throws Exception {
        YearMonth month = years.outlivedMonth();
        String page = body(PAGE, years.one.id(), CHINESE);
        // The server was started when an earlier law was in force.
        assertThat(page).contains("账目留存", "《网络安全法》（2017 年施行）", "shouxin.ledger.keep.processing", "3 年", "6 个月",
                month.toString(), "可以清理", "提议清理至 " + month, month.plusMonths(1).toString(), "密钥与账本的操作，至")
                .doesNotContain("??").doesNotContain("pruning.");
        assertThat(body(PAGE, years.one.id(), "en")).contains("How long entries are kept",
                "Cybersecurity Law of 2017, Art. 21(3)", "3 years", "6 months", "may go",
                "Propose through " + month, "Work on keys and on the ledger, until").doesNotContain("??");
        String auditor = StaffFixture.someoneWithoutPassword(people, "auditor");
        assertThat(body(PAGE, auditor, "en")).contains("may go").doesNotContain("Propose through");
        assertThat(answer(get(PAGE), StaffFixture.someoneWithoutPassword(people, "care-agent"), "en").getStatus())
                .isEqualTo(403);
        assertThat(answer(post(PAGE + "/" + month).with(csrf()), auditor, "en").getStatus()).isEqualTo(403);
    }

    @Test
    void takesTwoPeopleAtThePage() throws Exception {
        YearMonth month = years.outlivedMonth();
        assertThat(said(post(PAGE + "/" + month.plusMonths(1)), years.one.id(), "refused"))
                .contains("may not go before", "operation");
        assertThat(said(post(PAGE + "/" + month).param("reason", "over"), years.one.id(), "done")).contains("Proposed");
        long id = prunings.all().get(0).id();
        assertThat(body(PAGE, years.one.id(), "en")).contains("Withdraw", "over", "waits for a second person")
                .doesNotContain("Accept and prune");
        assertThat(body(PAGE, years.two.id(), "en")).contains("Accept and prune", years.one.id());
        assertThat(said(post(PAGE + "/" + id + "/accept"), years.one.id(), "refused"))
                .contains("Whoever proposed it cannot accept it");
        assertThat(said(post(PAGE + "/" + id + "/accept"), years.two.id(), "done")).contains("Accepted");
        while (prunings.all().get(0).status().open()) {
            run.proceed(step -> { });
        }
        assertThat(body(PAGE, years.two.id(), "en")).contains("were pruned, the last through " + month, "done",
                "Decided by Qin Shi (" + years.two.id() + ")");
    }

    @Test
    void answersForWhatIsGone() throws Exception {
        YearMonth month = years.outlivedMonth();
        prunings.accept(prunings.propose(month, years.one, ""), years.two);
        run.proceed(step -> { });
        long below = months.minimum();
        long gone = below - 2;
        Answer entry = door.read("app-audit", "/api/v1/ledger/entries/" + gone);
        assertThat(entry.status()).isEqualTo(410);
        assertThat(entry.text("/type")).isEqualTo("urn:shouxin:problem:ledger.pruned");
        assertThat(entry.text("/prunedBy")).isEqualTo(Long.toString(entries.pruned().orElseThrow().number()));
        Answer proof = door.read("app-crm", "/api/v1/ledger/entries/" + gone + "/proof");
        assertThat(proof.status()).isEqualTo(200);
        TlogProof receipt = TlogProof.parse(proof.text("/receipt").getBytes(StandardCharsets.UTF_8));
        receipt.verify(java.util.HexFormat.of().parseHex(proof.text("/leafHash")), key());
        assertThat(receipt.index()).isEqualTo(gone);
        assertThat(door.read("app-audit", "/api/v1/ledger/entries/" + below).status()).isEqualTo(200);
        assertThat(door.read("app-audit", "/api/v1/ledger/entries/99999999").status()).isEqualTo(404);
        String auditor = StaffFixture.someoneWithoutPassword(people, "auditor");
        assertThat(body("/ledger/entries/" + gone, auditor, CHINESE)).contains("已于", "清理", years.one.id(),
                years.two.id(), "仍然成立", "从本条目到树根").doesNotContain("核验不通过").doesNotContain("??");
        assertThat(body("/ledger/entries/" + gone, auditor, "en")).contains("Pruned on", "still stands");
        assertThat(answer(get("/ledger/entries/" + gone + "/receipt"), auditor, "en").getStatus()).isEqualTo(200);
        assertThat(body("/ledger?before=" + (below + 1), auditor, "en")).contains("Entries below", "were pruned");
        assertThat(door.read("app-audit", "/ledger/" + TilePath.entries(below / 256 - 1, 256)).status())
                .isEqualTo(410);
        Answer retention = door.read("app-audit", "/api/v1/ledger/retention");
        assertThat(retention.body().at("/minimumIndex").asLong()).isEqualTo(below);
        assertThat(retention.body().at("/kinds/0/laws/0/id").asString()).isEqualTo("csl-21");
        assertThat(retention.body().at("/kinds/0/months").asInt()).isEqualTo(36);
        assertThat(retention.body().at("/prunings/0/status").asString()).isEqualTo("DONE");
        assertThat(door.read("app-crm", "/api/v1/ledger/retention").status()).isEqualTo(403);
    }

    /** With the public key and the core's verifier, over HTTP: what is gone is excused, what was taken away is not. */
    @Test
    void isProvedToAStranger() throws Exception {
        YearMonth month = years.outlivedMonth();
        prunings.accept(prunings.propose(month, years.one, ""), years.two);
        run.proceed(step -> { });
        byte[] minimum = bytes("/ledger/minimum-index");
        byte[] note = bytes("/ledger/checkpoint");
        TlogProof said = TlogProof.parse(minimum);
        Verifier.Line pruning = new Verifier.Line(said.index(), said.extra().orElseThrow());
        said.verify(Hashes.leaf(pruning.entry()), key());
        long below = months.minimum();
        long size = Checkpoint.open(note, key()).size();
        List<Verifier.Line> lines = new ArrayList<>();
        for (long n = below / 256; n * 256 < size; n++) {
            int width = (int) Math.min(256, size - n * 256);
            List<byte[]> bundle = EntryBundle.read(web.perform(get("/ledger/" + TilePath.entries(n, width))
                    .header("Authorization", "Bearer " + door.key("app-audit"))).andReturn().getResponse()
                    .getContentAsByteArray());
            for (byte[] entry : bundle) {
                lines.add(new Verifier.Line(below + lines.size(), entry));
            }
        }
        Findings findings = new Verifier(tiles(), Optional.of(pruning), key()).verify(lines.iterator(), note);
        assertThat(findings.fault()).isEmpty();
        assertThat(findings.pruned()).isEqualTo(below);
        assertThat(findings.verified()).isEqualTo(size - below);
        assertThat(new Verifier(tiles(), key()).verify(lines.iterator(), note).fault())
                .contains(new Findings.Fault(Findings.Kind.MISSING, 0));
        assertThat(new Verifier(tiles(), Optional.of(pruning), key()).verify(lines.subList(1, lines.size()).iterator(),
                note).fault()).contains(new Findings.Fault(Findings.Kind.MISSING, below));
        assertThat(new Verifier(tiles(), key()).verifyTiles(note, java.util.Collections.emptyIterator()).fault())
                .isEmpty();
    }

    private VerifierKey[] key() {
        return proofs.verifiers();
    }

    private TileReader tiles() {
        return (level, n, width) -> {
            try {
                return bytes("/ledger/" + TilePath.hashes(level, n, width));
            } catch (Exception failed) {
                throw new LedgerDamaged("ledger.tile.missing");
            }
        };
    }

    private byte[] bytes(String path) throws Exception {
        MockHttpServletResponse answer = web.perform(get(path)).andReturn().getResponse();
        assertThat(answer.getStatus()).as(path).isEqualTo(200);
        return answer.getContentAsByteArray();
    }

    private String said(MockHttpServletRequestBuilder request, String who, String where) throws Exception {
        var result = web.perform(request.with(csrf()).header("Accept-Language", "en")
                .with(authentication(PeopleFixture.session(who)))).andReturn();
        assertThat(result.getResponse().getStatus()).isEqualTo(302);
        return String.valueOf(result.getFlashMap().get(where));
    }

    private String body(String path, String who, String language) throws Exception {
        MockHttpServletResponse answer = answer(get(path), who, language);
        String body = answer.getContentAsString(StandardCharsets.UTF_8);
        assertThat(answer.getStatus()).as(body).isEqualTo(200);
        return body;
    }

    private MockHttpServletResponse answer(MockHttpServletRequestBuilder request, String who, String language)
            throws Exception {
        return web.perform(request.header("Accept-Language", language)
                .with(authentication(PeopleFixture.session(who)))).andReturn().getResponse();
    }
}
