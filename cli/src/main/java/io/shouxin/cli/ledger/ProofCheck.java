// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.ledger;

import io.shouxin.cli.Exit;
import io.shouxin.cli.Failure;
import io.shouxin.cli.Words;
import io.shouxin.core.ledger.CensusProof;
import io.shouxin.core.ledger.Hashes;
import io.shouxin.core.ledger.LedgerDamaged;
import io.shouxin.core.ledger.TlogProof;
import io.shouxin.core.ledger.TrustPolicy;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** What one file proves, without a network. */
final class ProofCheck {

    private final Words words;
    private final Trust trust;

    ProofCheck(Words words, Trust trust) {
        this.words = words;
        this.trust = trust;
    }

    /**
     * @param entry the entry's bytes; without them and without its hash, the receipt's own extra is taken, which is
     *     then what is proved to be in the ledger
     */
    Verdict receipt(byte[] file, Optional<byte[]> entry, Optional<String> leaf) {
        Verdict verdict = new Verdict(words, "receipt");
        try {
            TlogProof proof = TlogProof.parse(file);
            byte[] hash = leaf.map(ProofCheck::hash).or(() -> entry.map(ProofCheck::line).map(Hashes::leaf))
                    .or(() -> proof.extra().map(Hashes::leaf))
                    .orElseThrow(() -> new Failure(Exit.USAGE, "verify.no-entry"));
            if (leaf.isPresent() && entry.isPresent()) {
                throw new Failure(Exit.USAGE, "verify.entry-or-leaf");
            }
            TrustPolicy.Standing standing = trust.standing(proof.checkpointNote());
            proof.verify(hash, trust.logKeys());
            verdict.fact("index", proof.index()).fact("leaf", HexFormat.of().formatHex(hash));
            return verdict.says("verify.included", proof.index(), HexFormat.of().formatHex(hash))
                    .rests(standing, trust.counting());
        } catch (LedgerDamaged damaged) {
            return verdict.disproved(damaged);
        }
    }

    Verdict census(byte[] file) {
        Verdict verdict = new Verdict(words, "census-proof");
        try {
            CensusProof proof = CensusProof.parse(file);
            TrustPolicy.Standing standing = trust.standing(proof.receipt().checkpointNote());
            CensusProof.Proved proved = proof.verify(trust.logKeys());
            String list = HexFormat.of().formatHex(proof.tally().list());
            verdict.fact("census", proof.receipt().index()).fact("counted", proved.census().size())
                    .fact("customer", proof.tally().customer().hex()).fact("entries", proof.tally().entries())
                    .fact("list", list);
            return verdict.says("verify.census-proof", proof.tally().customer().hex(), proof.tally().entries(),
                    proved.census().size(), list).says("verify.census-rests", proof.receipt().index())
                    .rests(standing, trust.counting());
        } catch (LedgerDamaged damaged) {
            return verdict.disproved(damaged);
        }
    }

    private static byte[] hash(String hex) {
        if (!hex.matches("[0-9a-f]{64}")) {
            throw new Failure(Exit.USAGE, "verify.leaf-form");
        }
        return HexFormat.of().parseHex(hex);
    }

    /** An entry in a file; the newline many programs put behind it cannot be part of one. */
    private static byte[] line(byte[] file) {
        boolean newline = file.length > 0 && file[file.length - 1] == '\n';
        return newline ? Arrays.copyOf(file, file.length - 1) : file;
    }
}
