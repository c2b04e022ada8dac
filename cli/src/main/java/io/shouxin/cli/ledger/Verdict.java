// SPDX-License-Identifier: Apache-2.0
package io.shouxin.cli.ledger;

import io.shouxin.cli.Console;
import io.shouxin.cli.Exit;
import io.shouxin.cli.Words;
import io.shouxin.core.ledger.CanonicalJson;
import io.shouxin.core.ledger.Findings;
import io.shouxin.core.ledger.LedgerDamaged;
import io.shouxin.core.ledger.TrustPolicy;
import io.shouxin.core.ledger.VerifierKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What was proved and what was not, in words and as JSON (one line, RFC 8785). */
final class Verdict {

    private final Words words;
    private final List<String> lines = new ArrayList<>();
    private final Map<String, Object> facts = new TreeMap<>();
    private boolean proved = true;

    Verdict(Words words, String what) {
        this.words = words;
        facts.put("what", what);
    }

    Verdict says(String key, Object... arguments) {
        lines.add(words.of(key, arguments));
        return this;
    }

    Verdict fact(String name, Object value) {
        facts.put(name, value);
        return this;
    }

    /** The checkpoint everything else rests on, and whether enough witnesses saw it. */
    Verdict rests(TrustPolicy.Standing standing, boolean counting) {
        String root = HexFormat.of().formatHex(standing.checkpoint().root());
        says("verify.signed", standing.checkpoint().origin(), standing.checkpoint().size(), root);
        fact("origin", Console.harmless(standing.checkpoint().origin())).fact("root", root)
                .fact("size", standing.checkpoint().size()).fact("signatures", titles(standing.signed()))
                .fact("unsigned", titles(standing.unsigned()));
        says("verify.signatures", String.join(words.between(), titles(standing.signed())));
        if (!standing.unsigned().isEmpty()) {
            says("verify.signature-absent", String.join(words.between(), titles(standing.unsigned())));
        }
        if (!counting) {
            return says("verify.not-counted");
        }
        fact("cosigned", standing.cosigned()).fact("quorum", standing.counts());
        if (!standing.counts()) {
            proved = false;
        }
        String names = String.join(words.between(), standing.cosigned());
        return says(standing.counts() ? "verify.quorum" : "verify.no-quorum", standing.cosigned().size(), names);
    }

    /** The algorithm, and the id by which the key's line in a file of keys is found. */
    private static List<String> titles(List<VerifierKey> keys) {
        return keys.stream().map(key -> key.algorithm().title() + " " + HexFormat.of().formatHex(key.keyId())).toList();
    }

    Verdict disproved(String key, Object... arguments) {
        proved = false;
        return says(key, arguments);
    }

    Verdict disproved(LedgerDamaged damaged) {
        return fact("finding", damaged.key()).disproved("verify.why." + damaged.key());
    }

    Verdict disproved(Findings.Fault fault) {
        String kind = fault.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
        return fact("finding", kind).fact("at", fault.index()).disproved("verify.found." + kind, fault.index());
    }

    boolean isProved() {
        return proved;
    }

    int print(Console console, boolean json) {
        if (json) {
            facts.put("proved", proved);
            console.out().println(new String(CanonicalJson.write(facts), StandardCharsets.UTF_8));
        } else {
            console.out().println(words.of(proved ? "verify.proved" : "verify.disproved"));
            lines.forEach(line -> console.out().println("  " + Console.harmless(line)));
        }
        return proved ? Exit.DONE : Exit.FOUND;
    }
}
